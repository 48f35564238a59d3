const Hapi = require('@hapi/hapi');
const restify = require('restify');
const server = Hapi.server({ port: 3000 });
server.route({ method: 'GET', path: '/one', handler: () => 'x', options: { auth: 'jwt' } });
server.route([{ method: ['POST', 'PUT'], path: '/two/{id}', handler }, { method: '*', path: '/{any*}', handler: () => 1 }]);
function handler() { return fetch('https://hapi.example.com'); }
const r = restify.createServer();
r.get('/three/:id', (req, res, next) => next());
r.del('/four', (req, res, next) => next());
