const Koa = require('koa');
const Router = require('@koa/router');
const app = new Koa();
const api = new Router({ prefix: '/api' });
const users = new Router();
users.get('named', '/:id', async ctx => { ctx.body = {}; });
users.del('/:id', remove);
api.use('/users', users.routes(), users.allowedMethods());
api.get('/ping', ctx => {});
app.use(api.routes());
async function remove(ctx) {}
