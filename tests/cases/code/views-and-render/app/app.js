const express = require('express');
const ace = require('atlassian-connect-express');
const app = express();
const addon = ace(app);

const show = (req, res) => { res.render('page', {}); };
app.get('/a', show);
app.get('/b', async (req, res) => { await load(); res.render(`views/b`); });
async function load() {}
