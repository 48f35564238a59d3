import { FastifyInstance } from 'fastify';
export default async function items(app: FastifyInstance) { app.get('/', async () => 'i'); }
