const express = require('express');
const ace = require('atlassian-connect-express');
const app = express();
const addon = ace(app);
app.set('view engine', 'ejs');
app.get('/list/:project', addon.authenticate(), (req, res) => {
  const rows = [{ name: req.params.project }];
  res.render('list', { rows, title: 'List' });
});
app.listen(3000);
