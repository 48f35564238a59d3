const app = require('express')();
app.get('/dev.json', (req, res) => {
  res.json({ key: 'of-the-code', baseUrl: 'https://app.example.com', authentication: { type: 'jwt' }, lifecycle: { installed: '/i' } });
});
