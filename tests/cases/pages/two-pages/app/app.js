const express = require('express');
const ace = require('atlassian-connect-express');
const app = express();
const addon = ace(app);
app.set('view engine', 'ejs');
app.use(express.static('public'));
app.get('/first', addon.authenticate(), (req, res) => res.render('first', {}));
app.get('/second', addon.authenticate(), (req, res) => res.render('second', { tab: req.query.tab }));
app.listen(3000);
