const app = require('express')();
const { later, each, chain } = require('./work');
app.get('/timer', (req, res) => { setTimeout(later, 10); res.end(); });
app.get('/each', (req, res) => { [1, 2].map(each); res.end(); });
app.get('/chain', (req, res) => Promise.resolve(1).then(chain).catch(() => {}));
app.get('/none', (req, res) => res.end());
