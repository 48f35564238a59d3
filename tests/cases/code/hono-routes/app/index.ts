import { Hono } from 'hono';
const api = new Hono();
api.get('/items/:id', c => c.json({}));
const app = new Hono().basePath('/v1');
app.route('/api', api);
app.post('/hook', async c => c.text('x'));
export default app;
