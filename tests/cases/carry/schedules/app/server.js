const express = require('express');
const ace = require('atlassian-connect-express');
const cron = require('node-cron');
const clean = require('./clean');

const app = express();
const addon = ace(app);
app.get('/panel', addon.authenticate(), (req, res) => res.json({ ok: true }));

cron.schedule('30 2 * * *', () => clean(addon));

app.listen(3000, () => {
  console.log('listening');
  // Twice an hour is enough.
  setInterval(() => clean(addon), 30 * 60 * 1000);
});
