// FORGE-REVIEW(FS6101): what is used of it must be in src/connect/express.js
const express = require('./connect/express');
// FORGE-REVIEW(FS6101): what is used of it must be in src/connect/ace.js
const ace = require('./connect/ace');

const app = express();
const addon = ace(app);

// FORGE-TODO(FS6102): GET /panel keeps state in req.session (app.js:10)
app.get('/panel', addon.authenticate(), (req, res) => {
  req.session.seen = true;
  res.json({});
});
// FORGE-TODO(FS6102): GET /export streams its response with res.write (app.js:14)
app.get('/export', addon.checkValidToken(), (req, res) => {
  res.write('a,b\n');
  res.end();
});
// FORGE-TODO(FS6102): GET /file sends a file with res.sendFile (app.js:17)
app.get('/file', addon.checkValidToken(), (req, res) => res.sendFile('/tmp/x'));
// FORGE-TODO(FS6102): GET /proxy pipes a stream into its response (app.js:19)
app.get('/proxy', addon.checkValidToken(), (req, res) => {
  open(req.query.name).pipe(res);
});
// FORGE-TODO(FS6102): POST /upload reads an upload with req.file (app.js:21)
app.post('/upload', addon.checkValidToken(), (req, res) => res.json({ size: req.file.size }));
// FORGE-TODO(FS6102): GET /odd calls res.xml, which the answer of a call has not (app.js:22)
app.get('/odd', addon.checkValidToken(), (req, res) => res.xml('<a/>'));
app.get('/fine', addon.checkValidToken(), (req, res) => res.status(202).json({ fine: true }));

function open(name) {
  return require('fs').createReadStream(name);
}
