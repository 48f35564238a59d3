const express = require('express');
const app = express();
const rows = [
  { method: 'get', path: '/list', handler: list },
  { method: 'POST', path: ['/add', '/new'], handler: add },
  { method: 'subscribe', path: '/never', handler: list },
];
rows.forEach(({ method, path, handler }) => app[method.toLowerCase()](path, check, handler));
for (const row of [{ url: '/a', run: list }, { url: '/b', run: add }]) app.get(row.url, row.run);
for (const verb of ['put', 'patch']) app[verb]('/both', (req, res) => res.end());
for (const path of ['/x', '/y']) app.delete(path, (req, res) => res.end());
const cache = new Map();
for (const row of rows) cache[row.method](row.path, check);
function list(req, res) { fetch('https://list.example.com'); }
function add(req, res) { fetch('https://add.example.com'); }
function check(req, res, next) { next(); }
