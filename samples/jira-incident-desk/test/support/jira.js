'use strict';

const { fakeServer } = require('./fake-server');

/** Issues, properties, comments and permissions: what the app asks Jira for. */
async function jira({ admins }) {
  const properties = {};
  const comments = [];
  const issues = {
    'OPS-1': { key: 'OPS-1', fields: { summary: 'Checkout is down', priority: { name: 'Highest' } } },
    'OPS-2': { key: 'OPS-2', fields: { summary: 'Search is slow', priority: { name: 'Low' } } },
  };

  const server = await fakeServer(({ method, path, body, headers }) => {
    if (path === '/rest/api/3/permissions/check') {
      return [200, { globalPermissions: admins.includes(body.accountId) ? body.globalPermissions : [] }];
    }
    const [, issueKey, part, name] = /^\/rest\/api\/3\/issue\/([^/]+)(?:\/(\w+))?(?:\/(\w+))?$/.exec(path) || [];
    if (!issues[issueKey]) {
      return [404, { errorMessages: ['Issue does not exist'] }];
    }
    if (part === 'properties') {
      if (method === 'PUT') {
        properties[issueKey] = body;
        return [200, {}];
      }
      if (!(issueKey in properties)) {
        return [404, { errorMessages: ['No property'] }];
      }
      if (method === 'DELETE') {
        delete properties[issueKey];
        return [204, ''];
      }
      return [200, { key: name, value: properties[issueKey] }];
    }
    if (part === 'comment') {
      const [scheme] = (headers.authorization || '').split(' ');
      comments.push({ issueKey, text: body.body.content[0].content[0].text, by: scheme === 'Bearer' ? 'user' : 'app' });
      return [201, { id: String(comments.length) }];
    }
    return [200, issues[issueKey]];
  });

  return { ...server, properties, comments };
}

module.exports = { jira };
