// FORGE-REVIEW(FS6101): what is used of it must be in src/connect/express.js
const express = require('./connect/express');
// FORGE-REVIEW(FS6101): what is used of it must be in src/connect/ace.js
const ace = require('./connect/ace');
// FORGE-TODO(FS6103): `./credentials.json` is not there, or holds secrets: what is used of it throws
const credentials = require('./connect/absent/credentials-json.js');

const app = express();
const addon = ace(app);
// FORGE-TODO(FS5010): a secret stood here; read it from a variable
const apiToken = '****************************************';

app.get('/panel', addon.authenticate(), (req, res) => res.json({ ready: Boolean(apiToken && credentials) }));
