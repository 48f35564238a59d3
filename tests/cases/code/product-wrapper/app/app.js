const express = require('express');
const ace = require('atlassian-connect-express');
const promised = require('./lib/promised');
const { Client } = require('./lib/client');
const { ask } = require('./lib/axios');
const app = express();
const addon = ace(app);

app.get('/a', addon.authenticate(), (req, res) => {
  promised(addon, req.context.clientKey).setPulse(req.query.key, {});
  new Client(addon.httpClient(req)).rename(req.query.key);
  ask(req.context.hostBaseUrl, 'GET', `/rest/api/3/user?accountId=${req.query.id}`);
  ask(req.context.hostBaseUrl, 'DELETE', '/rest/api/3/version/' + req.query.id);
  ask(req.context.hostBaseUrl, 'DELETE', '/rest/api/3/version/' + req.query.other);
});
