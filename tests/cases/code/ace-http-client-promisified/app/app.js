const express = require('express');
const ace = require('atlassian-connect-express');
const app = express();
const addon = ace(app);

const util = require('util');
const { getIssue } = require('./jira');
app.get('/a', (req, res) => getIssue(addon.httpClient(req), req.query.key).then(x => res.json(x)));
