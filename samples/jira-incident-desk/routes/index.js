'use strict';

const admin = require('./admin');
const events = require('./events');
const hooks = require('./hooks');
const incident = require('./incident');

module.exports = function routes(app, addon) {
  app.get('/', function (req, res) {
    res.redirect('/atlassian-connect.json');
  });

  app.get('/healthcheck', (req, res) => res.send('OK'));

  incident(app, addon);
  admin(app, addon);
  hooks(app, addon);
  events(app, addon);
};
