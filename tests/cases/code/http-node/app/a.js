const https = require('https');
const http = require('node:http');
https.get('https://a.example.com/x', r => {});
https.request({ hostname: 'b.example.com', path: '/y', method: 'POST' }, r => {}).end();
http.request({ host: 'c.example.com', port: 8080, path: '/z' });
http.createServer(() => {}).listen(1);
const opts = { hostname: process.env.H, path: '/w' };
https.request(opts);
