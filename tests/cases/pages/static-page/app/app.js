const express = require('express');
const ace = require('atlassian-connect-express');
const app = express();
const addon = ace(app);
app.use(express.static('public'));
app.get('/api/items/:id', addon.checkValidToken(), (req, res) => res.json({ id: req.params.id }));
app.listen(3000);
