const crypto = require('crypto');
const express = require('express');
const ace = require('atlassian-connect-express');

const app = express();
const addon = ace(app);
app.use(express.json({ verify: (req, res, bytes) => { req.rawBody = bytes; } }));

function signed(req, res, next) {
  const wanted = crypto.createHmac('sha256', process.env.HOOK_KEY).update(req.rawBody).digest();
  const given = Buffer.from(String(req.get('x-signature')), 'hex');
  return given.length === wanted.length && crypto.timingSafeEqual(given, wanted) ? next() : res.sendStatus(401);
}

app.post('/hooks/build', signed, (req, res) => res.json({ seen: req.body.id }));
app.post('/api/save', addon.checkValidToken(), (req, res) => res.json({ saved: req.body }));

module.exports = app;
