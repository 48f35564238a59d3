const app = require('express')();
const make = require('./make');
app.get('/x', make('https://made.example.com'));
app.get('/y', wrap(async (req, res) => { await fetch('https://wrapped.example.com'); }));
function wrap(fn) { return (req, res, next) => Promise.resolve(fn(req, res, next)).catch(next); }
