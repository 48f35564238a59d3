const express = require('express');
const ace = require('atlassian-connect-express');
const app = express();
const addon = ace(app);
app.get('/x', (req, res) => res.send('x'));
