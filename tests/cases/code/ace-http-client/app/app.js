const express = require('express');
const ace = require('atlassian-connect-express');
const app = express();
const addon = ace(app);

app.get('/a', addon.authenticate(), (req, res) => {
  const httpClient = addon.httpClient(req);
  httpClient.get('/rest/api/3/issue/' + req.query.key, (err, r, body) => res.json(body));
  httpClient.asUserByAccountId(req.context.userAccountId).post({ url: '/rest/api/3/issue', json: {} }, () => {});
  req.context.http.put({ uri: `/rest/api/3/issue/${req.query.key}/properties/x` }, () => {});
  const { del } = addon.httpClient({ clientKey: 'k' });
  del('/rest/api/3/issue/1');
  const bound = httpClient.get.bind(httpClient);
  bound('/rest/api/3/myself', () => {});
});
