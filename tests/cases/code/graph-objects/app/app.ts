import express from 'express';
import services, { Svc } from './services';
const app = express();
const handlers = { a: (q, r) => services.one(), b() { return new Svc().two(); } };
app.get('/a', handlers.a);
app.get('/b', handlers['b']);
app.get('/c', async (q, r) => { const s: Svc = build(); await s.three?.(); });
function build(): Svc { return new Svc(); }
