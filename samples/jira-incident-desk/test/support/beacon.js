'use strict';

const { fakeServer } = require('./fake-server');

const TOKEN = 'beacon-token';

/** The status page's API. */
async function beacon() {
  const incidents = new Map();
  const server = await fakeServer(({ method, path, body, headers }) => {
    if (headers.authorization !== `Token ${TOKEN}`) {
      return [401, { error: 'token' }];
    }
    if (path === '/v1/account') {
      return [200, { name: 'Example Operations' }];
    }
    const [, id] = /^\/v1\/pages\/page01\/incidents(?:\/(\w+))?$/.exec(path) || [];
    if (method === 'POST') {
      const created = { ...body, id: `i${incidents.size + 1}`, state: 'investigating' };
      created.url = `https://status.example.com/${created.id}`;
      incidents.set(created.id, created);
      return [201, created];
    }
    const incident = incidents.get(id);
    if (!incident) {
      return [404, { error: 'unknown' }];
    }
    if (method === 'PATCH') {
      Object.assign(incident, body);
    }
    return [200, incident];
  });
  return { ...server, incidents, token: TOKEN };
}

module.exports = { beacon };
