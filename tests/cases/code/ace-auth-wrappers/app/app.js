const express = require('express');
const ace = require('atlassian-connect-express');
const app = express();
const addon = ace(app);

const tokenCheck = () => addon.checkValidToken();
const guard = [addon.authenticate(), (req, res, next) => next()];
function both(req, res, next) { addon.authenticate()(req, res, next); }
app.get('/a', tokenCheck(), (req, res) => res.end());
app.get('/b', guard, (req, res) => res.end());
app.get('/c', both, (req, res) => res.end());
app.get('/d', [guard, (req, res) => res.end()]);
app.get('/e', (req, res) => res.end());
