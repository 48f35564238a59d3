module.exports = function routes(app, addon) {
  app.get('/', (req, res) => res.redirect('/atlassian-connect.json'));
  app.get('/hello', addon.authenticate(), (req, res) => res.render('hello', { a: 1 }));
  app.post('/save', addon.checkValidToken(), save);
  app.post('/installed', addon.authenticateInstall(), (req, res) => res.sendStatus(200));
};
function save(req, res) { res.json({}); }
