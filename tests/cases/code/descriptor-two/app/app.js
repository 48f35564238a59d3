const app = require('express')();
const descriptor = { key: 'served', baseUrl: 'https://app.example.com', authentication: { type: 'jwt' }, lifecycle: { installed: '/i' } };
app.get('/atlassian-connect.json', (req, res) => res.send(descriptor));
