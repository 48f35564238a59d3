const express = require('express');
const session = require('express-session');
const multer = require('multer');
const { exec } = require('child_process');
const fs = require('fs');
const app = express();
app.use(express.json({ limit: '50mb' }));
const cache = new Map();
const FIXED = new Map([['a', 1]]);
let last;
app.get('/x', (req, res) => {
  cache.set(req.query.a, 1);
  last = req.query.a;
  exec('ls');
  fs.writeFileSync('/tmp/x', 'y');
  res.render('view');
  setTimeout(() => {}, 60000);
});
last = null;
