const app = require('express')();
const used = require('./used');
app.use('/u', used);
