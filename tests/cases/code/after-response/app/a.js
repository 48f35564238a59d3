const app = require('express')();
const work = async () => {};
app.get('/a', (req, res) => { res.json({}); work(); });
app.get('/b', async (req, res) => { await work(); res.json({}); });
app.get('/c', async (req, res) => { res.json({}); await work(); });
app.get('/d', (req, res) => { work(); res.end(); });
