const express = require('express');
const ace = require('atlassian-connect-express');
const app = express();
const addon = ace(app);
const tokens = {};
const queue = [];
const FIXED = { a: 1 };
process.env.STARTED = 'yes';
app.get('/state', addon.checkValidToken(), (req, res) => {
  const own = new Map();
  own.set('a', 1);
  tokens[req.context.clientKey] = req.query.token;
  queue.push(req.query.job);
  process.env.jira_client_key = req.context.clientKey;
  res.json(FIXED);
});
app.get('/user', addon.authenticate(), (req, res) => {
  addon.httpClient(req).asUserByAccountId(req.context.userAccountId).get('/rest/api/3/myself', (e, r, b) => res.json(b));
});
app.get('/all', addon.authenticate(), async (req, res) => {
  for (const info of await addon.settings.getAllClientInfos()) await work(info);
  res.end();
});
app.get('/fire', (req, res) => { res.end(); work({}); });
app.get('/wait', async (req, res) => { await work({}); res.end(); });
async function work(info) {}
