const express = require('express');
const session = require('express-session');
const ace = require('atlassian-connect-express');

const app = express();
const addon = ace(app);
app.use(session({ resave: false }));

app.get('/panel', addon.authenticate(), (req, res) => {
  req.session.seen = true;
  res.json({});
});
app.get('/export', addon.checkValidToken(), (req, res) => {
  res.write('a,b\n');
  res.end();
});
app.get('/file', addon.checkValidToken(), (req, res) => res.sendFile('/tmp/x'));
app.get('/proxy', addon.checkValidToken(), (req, res) => {
  open(req.query.name).pipe(res);
});
app.post('/upload', addon.checkValidToken(), (req, res) => res.json({ size: req.file.size }));
app.get('/odd', addon.checkValidToken(), (req, res) => res.xml('<a/>'));
app.get('/fine', addon.checkValidToken(), (req, res) => res.status(202).json({ fine: true }));

function open(name) {
  return require('fs').createReadStream(name);
}
