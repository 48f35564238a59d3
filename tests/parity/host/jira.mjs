// What the samples ask Jira for.

import { HANG_UP } from './server.mjs';

const missing = [404, { errorMessages: ['Issue does not exist or you do not have permission to see it.'] }];

/** Fixtures: `issues`, `projects`, `admins`, `properties`; `dead` are paths that break the line, `failing` gives paths a status. */
const state = ({ issues = {}, projects = {}, admins = [], properties = {}, dead = [], failing = {} }) => ({
  dead,
  failing,
  issues,
  projects,
  admins,
  properties,
  comments: [],
});

function answer(site, { method, path, query, body, as }) {
  if (site.dead.includes(`${method} ${path}`)) return [HANG_UP];
  const status = site.failing[`${method} ${path}`];
  if (status) return [status, { errorMessages: ['No'] }];
  const [, issueKey, part, name] = /^\/rest\/api\/3\/issue\/([^/]+)(?:\/(\w+))?(?:\/([\w-]+))?$/.exec(path) ?? [];
  if (issueKey) return issue(site, decodeURIComponent(issueKey), { method, part, name, body, as });

  const [, projectKey] = /^\/rest\/api\/3\/project\/([^/]+)$/.exec(path) ?? [];
  if (projectKey) return site.projects[projectKey] ? [200, site.projects[projectKey]] : missing;

  switch (`${method} ${path}`) {
    case 'POST /rest/api/3/search/approximate-count':
      return typeof body?.jql === 'string' ? [200, { count: 3 }] : [400, { errorMessages: ['jql is needed'] }];
    case 'POST /rest/api/3/search/jql':
    case 'GET /rest/api/3/search/jql':
      return [200, { issues: Object.values(site.issues).map((each) => withProperties(site, each)) }];
    case 'POST /rest/api/3/permissions/check':
      return [200, { globalPermissions: site.admins.includes(body?.accountId) ? body.globalPermissions ?? [] : [], projectPermissions: [] }];
    case 'GET /rest/api/3/mypermissions':
      return [200, { permissions: mine(site, query.permissions, as) }];
    case 'GET /rest/api/3/serverInfo':
      return [200, { baseUrl: 'https://site.example.net' }];
    case 'GET /rest/api/3/myself':
      return as.startsWith('user:') ? [200, { accountId: as.slice(5) }] : [401, {}];
    default:
      return undefined;
  }
}

function issue(site, key, { method, part, name, body, as }) {
  const found = site.issues[key];
  if (!found) return missing;
  const properties = (site.properties[key] ??= {});
  switch (`${method} ${part ?? ''}`) {
    case 'GET ':
      return [200, found];
    case 'GET properties':
      return name in properties ? [200, { key: name, value: properties[name] }] : [404, { errorMessages: ['No property'] }];
    case 'PUT properties': {
      const status = name in properties ? 200 : 201;
      properties[name] = body;
      return [status, {}];
    }
    case 'DELETE properties':
      delete properties[name];
      return [204, ''];
    case 'GET comment':
      return [200, { comments: [...(found.comments ?? []), ...site.comments.filter((each) => each.issue === key)] }];
    case 'POST comment':
      if (!body?.body) return [400, { errorMessages: ['No body'] }];
      site.comments.push({ issue: key, author: { displayName: as }, body: body.body });
      return [201, { id: String(site.comments.length) }];
    default:
      return undefined;
  }
}

const withProperties = (site, each) => ({ ...each, properties: site.properties[each.key] ?? {} });

function mine(site, asked, as) {
  const granted = site.admins.some((admin) => as === `user:${admin}`);
  const names = String(asked ?? '').split(',').filter(Boolean);
  return Object.fromEntries(names.map((key) => [key, { key, havePermission: granted }]));
}

export const jira = { state, answer };
