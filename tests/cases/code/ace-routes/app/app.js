const express = require('express');
const ace = require('atlassian-connect-express');
const app = express();
const addon = ace(app);

app.use(addon.middleware());
require('./routes')(app, addon);
