// The server of the example.
// FORGE-REVIEW(FS6101): what is used of it must be in src/connect/ace.js
const ace = require('./connect/ace');
// FORGE-REVIEW(FS6101): what is used of it must be in src/connect/express.js
const express = require('./connect/express');
const routes = require('./routes');

const app = express();
const addon = ace(app);

app.use(addon.middleware());

routes(app, addon);
