'use strict';

const { fakeServer } = require('./fake-server');

/** Pages, their content properties, and who may edit. */
async function confluence({ editors }) {
  const pages = { 100: 'Use PostgreSQL', 101: 'Drop IE 11', 102: 'Ship weekly' };
  const properties = new Map();

  const server = await fakeServer(({ method, path, body, headers }) => {
    if (!(headers.authorization || '').startsWith('JWT ')) {
      return [401, { message: 'Sign in' }];
    }
    const [, id, rest = ''] = /^\/wiki\/rest\/api\/content\/(\d+)(\/.+)?$/.exec(path) || [];
    if (!pages[id]) {
      return [404, { message: 'No content' }];
    }
    if (rest === '/permission/check') {
      return [200, { hasPermission: body.operation === 'update' && editors.includes(body.subject.identifier) }];
    }
    if (rest === '/property' && method === 'POST') {
      properties.set(id, { key: body.key, value: body.value, version: { number: 1 } });
      return [200, properties.get(id)];
    }
    if (rest === '/property/decision') {
      const current = properties.get(id);
      if (!current) {
        return [404, { message: 'No property' }];
      }
      if (method === 'PUT') {
        if (body.version.number !== current.version.number + 1) {
          return [409, { message: 'Not the next version' }];
        }
        properties.set(id, body);
      }
      return [200, properties.get(id)];
    }
    return [200, { id, title: pages[id], metadata: { labels: { results: [] } } }];
  });

  return { ...server, properties };
}

module.exports = { confluence };
