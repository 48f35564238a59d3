'use strict';

const jwt = require('atlassian-jwt');
const { fakeServer } = require('./fake-server');

const DAY = 24 * 60 * 60 * 1000;
const daysAgo = (days) => new Date(Date.now() - days * DAY).toISOString();

/** Two issues: one in motion, one that nobody has touched for a long time. */
function fixtures() {
  return {
    'PULSE-1': {
      id: '10001',
      key: 'PULSE-1',
      fields: {
        summary: 'Login works <sometimes>',
        status: { name: 'In Progress', statusCategory: { key: 'indeterminate' } },
        priority: { name: 'High' },
        assignee: { accountId: 'user-1', displayName: 'Ada' },
        created: daysAgo(3),
        updated: daysAgo(1),
        duedate: null,
      },
    },
    'PULSE-2': {
      id: '10002',
      key: 'PULSE-2',
      fields: {
        summary: 'Nobody remembers this one',
        status: { name: 'To Do', statusCategory: { key: 'new' } },
        priority: { name: 'High' },
        assignee: null,
        created: daysAgo(90),
        updated: daysAgo(60),
        duedate: null,
      },
    },
  };
}

/** The part of Jira that the app calls. It checks signatures as Jira does. */
async function fakeJira({ sharedSecret, admins }) {
  const issues = fixtures();
  const properties = {};
  const property = /^\/rest\/api\/3\/issue\/([^/]+)\/properties\/pulse$/;
  const issue = /^\/rest\/api\/3\/issue\/([^/]+)$/;

  const server = await fakeServer((request) => {
    const { method, path, body } = request;
    if (!isSigned(request)) {
      return [401, { message: 'Client must be authenticated to access this resource.' }];
    }

    let match = property.exec(path);
    if (match && method === 'PUT') {
      const created = !(match[1] in properties);
      properties[match[1]] = body;
      return [created ? 201 : 200, {}];
    }
    if (match && method === 'GET' && match[1] in properties) {
      return [200, { key: 'pulse', value: properties[match[1]] }];
    }

    match = issue.exec(path);
    if (match && method === 'GET' && issues[match[1]]) {
      return [200, issues[match[1]]];
    }

    if (path === '/rest/api/3/project/PULSE') {
      return [200, { id: '100', key: 'PULSE', name: 'Pulse project' }];
    }
    if (path === '/rest/api/3/search/approximate-count' && method === 'POST') {
      return [200, { count: 3 }];
    }
    if (path === '/rest/api/3/permissions/check' && method === 'POST') {
      const granted = admins.includes(body.accountId) ? body.globalPermissions : [];
      return [200, { globalPermissions: granted, projectPermissions: [] }];
    }
    return [404, { errorMessages: ['Not found'] }];
  });

  function isSigned({ method, path, query, headers }) {
    const [scheme, token] = (headers.authorization || '').split(' ');
    if (scheme !== 'JWT') {
      return false;
    }
    try {
      const claims = jwt.decodeSymmetric(token, sharedSecret, 'HS256');
      return claims.qsh === jwt.createQueryStringHash({ method, pathname: path, query });
    } catch {
      return false;
    }
  }

  return { ...server, issues, properties };
}

module.exports = { fakeJira };
