export default async function (fastify) {
  fastify.get('/', async () => fetch('https://users.example.com/all'));
  fastify.post('/:id', async () => 'x');
}
