const fastify = require('fastify')({ bodyLimit: 10485760 });
const session = require('koa-session');
const { createProxyMiddleware } = require('http-proxy-middleware');
const { graphqlHTTP } = require('express-graphql');
const jwt = require('jsonwebtoken');
fastify.post('/file', async (req, res) => { const data = await req.file(); return {}; });
fastify.get('/no', async (req, res) => jwt.sign({}, 's'));
