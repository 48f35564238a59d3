const express = require('express');
const { engine } = require('express-handlebars');
const ace = require('atlassian-connect-express');
const money = require('./money');
const app = express();
const addon = ace(app);
app.engine('handlebars', engine({
  helpers: {
    upper: (text) => String(text).toUpperCase(),
    both: function (a, b, options) { return a && b ? options.fn(this) : options.inverse(this); },
    money: (value) => money.shown(value),
  },
}));
app.set('view engine', 'handlebars');
app.get('/page', addon.authenticate(), (req, res) => res.render('page', { id: req.query.id, rows: [] }));
app.listen(3000);
