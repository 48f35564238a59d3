import Fastify from 'fastify';
import users from './users';
import items from './items';
const fastify = Fastify({ logger: true });
fastify.register(users, { prefix: '/users' });
fastify.register(items, { prefix: '/items' });
fastify.route({ method: ['GET', 'HEAD'], url: '/multi', handler: async () => 'x' });
fastify.get('/opts', { preHandler: async () => {} }, async () => 'y');
fastify.listen({ port: 3000 });
