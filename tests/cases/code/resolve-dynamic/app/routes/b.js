module.exports = function (app) { app.post('/b', (q, r) => r.end()); };
