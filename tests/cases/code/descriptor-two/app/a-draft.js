module.exports = { key: 'draft', baseUrl: 'https://old.example.com', authentication: { type: 'jwt' }, lifecycle: { installed: '/i' } };
