const express = require('express');
const ace = require('atlassian-connect-express');
const credentials = require('./credentials.json');

const app = express();
const addon = ace(app);
const apiToken = 'ghp_16C7e42F292c6912E7710c838347Ae178B4a';

app.get('/panel', addon.authenticate(), (req, res) => res.json({ ready: Boolean(apiToken && credentials) }));
