const _ = require('lodash');

module.exports = (app, addon) => {
  const isAdmin = addon.authorizeJira({ global: ['ADMINISTER'] });

  app.get('/panel', addon.authenticate(), (req, res, next) => {
    addon.httpClient(req).get(`/rest/api/3/issue/${req.query.issueKey}`, (err, response, body) => {
      if (err) return next(err);
      return res.render('panel', { issue: _.pick(JSON.parse(body), 'key') });
    });
  });

  // Everybody may open this one: the mark says so.
  app.get('/admin', addon.authenticate(), (req, res) => res.render('admin'));
  app.post('/api/admin', [addon.checkValidToken(), isAdmin], (req, res) => res.sendStatus(204));

  app.post('/hook-issue', addon.authenticate(), (req, res) => res.status(204).end());
  app.get('/health', (req, res) => res.send('OK'));
};
