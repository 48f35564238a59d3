const express = require('express');
const ace = require('atlassian-connect-express');
const app = express();
const addon = ace(app);

app.get('/a', (req, res) => {
  addon.httpClient(req).get('https://api.example.com/v1/x', () => res.end());
});
