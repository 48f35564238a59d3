const { notify } = require('@acme/core');
const app = require('express')();
app.get('/n', (req, res) => notify());
