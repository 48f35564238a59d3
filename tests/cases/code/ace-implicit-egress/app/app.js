const express = require('express');
const ace = require('atlassian-connect-express');
const app = express();
const addon = ace(app);

app.get('/a', (req, res) => addon.httpClient(req).asUserByAccountId('x').get('/rest/api/3/myself', () => res.end()));
