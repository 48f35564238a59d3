module.exports = app => { app.get('/a', (q, r) => r.end()); };
