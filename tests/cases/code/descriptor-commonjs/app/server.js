const Koa = require('koa');
const Router = require('@koa/router');
const { installed } = require('./paths');

const router = new Router();
const defaults = { key: 'com.example.tidy', baseUrl: process.env.BASE || 'https://tidy.example.com', authentication: { type: 'jwt' } };

router.get('/atlassian-connect.json', (ctx) => {
  ctx.body = Object.freeze({ ...defaults, apiVersion: 1, lifecycle: { installed }, modules: pages() });
});

function pages() {
  return { profilePages: [{ key: 'mine', url: '/mine' }] };
}
new Koa().use(router.routes());
