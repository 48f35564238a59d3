const { setInterval } = require("./connect/clock");
// FORGE-REVIEW(FS6101): what is used of it must be in src/connect/express.js
const express = require('./connect/express');
// FORGE-REVIEW(FS6101): what is used of it must be in src/connect/ace.js
const ace = require('./connect/ace');
// FORGE-REVIEW(FS6101): what is used of it must be in src/connect/clock.js
const cron = require('./connect/clock');
const clean = require('./clean');

const app = express();
const addon = ace(app);
app.get('/panel', addon.authenticate(), (req, res) => res.json({ ok: true }));

cron.schedule('30 2 * * *', () => clean(addon));
// FORGE-REVIEW(FS6106): ran once the server listened; runs when the app is loaded now
setInterval(() => clean(addon), 30 * 60 * 1000);

