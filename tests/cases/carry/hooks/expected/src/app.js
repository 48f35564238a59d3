const crypto = require('crypto');
// FORGE-REVIEW(FS6101): what is used of it must be in src/connect/express.js
const express = require('./connect/express');
// FORGE-REVIEW(FS6101): what is used of it must be in src/connect/ace.js
const ace = require('./connect/ace');

const app = express();
const addon = ace(app);

function signed(req, res, next) {
  const wanted = crypto.createHmac('sha256', process.env.HOOK_KEY).update(req.rawBody).digest();
  const given = Buffer.from(String(req.get('x-signature')), 'hex');
  return given.length === wanted.length && crypto.timingSafeEqual(given, wanted) ? next() : res.sendStatus(401);
}

app.post('/hooks/build', signed, (req, res) => res.json({ seen: req.body.id }));
app.post('/api/save', addon.checkValidToken(), (req, res) => res.json({ saved: req.body }));

module.exports = app;
