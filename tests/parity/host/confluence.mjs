// What the samples ask Confluence for. Paths come without /wiki.

import { HANG_UP } from './server.mjs';

const missing = [404, { statusCode: 404, message: 'No content found' }];

/** Fixtures: `pages` by id, `editors`, `properties` by page id; `failing` gives pages a status, `dead` ones break the line. */
const state = ({ pages = {}, editors = [], properties = {}, failing = {}, dead = [] }) => ({ pages, editors, properties, failing, dead });

function answer(site, { method, path, query, body, as }) {
  if (path === '/rest/api/content/search') return search(site, query);
  const [, id, rest = ''] = /^\/rest\/api\/content\/([\w-]+)(\/.+)?$/.exec(path) ?? [];
  if (!id || !site.pages[id]) return id ? missing : undefined;
  const properties = (site.properties[id] ??= {});

  if (rest === '') return [200, { id, title: site.pages[id].title, metadata: { labels: { results: [] } } }];
  if (rest === '/permission/check' && method === 'POST') {
    const subject = body?.subject?.identifier ?? as.replace('user:', '');
    return [200, { hasPermission: body?.operation === 'update' && site.editors.includes(subject) }];
  }
  if (site.dead.includes(id)) return [HANG_UP];
  if (site.failing[id]) return [site.failing[id], { message: 'Read-only mode' }];
  if (rest === '/property' && method === 'POST') {
    if (properties[body.key]) return [409, { message: 'Exists' }];
    properties[body.key] = { key: body.key, value: body.value, version: { number: 1 } };
    return [200, properties[body.key]];
  }
  const [, key] = /^\/property\/([\w-]+)$/.exec(rest) ?? [];
  if (!key) return undefined;
  const current = properties[key];
  if (!current) return [404, { message: 'No property' }];
  if (method === 'PUT') {
    if (body?.version?.number !== current.version.number + 1) return [409, { message: 'Not the next version' }];
    properties[key] = { key, value: body.value, version: body.version };
  }
  return [200, properties[key]];
}

function search(site, { cql = '', limit = '25' }) {
  const [, label] = /label = "([^"]*)"/.exec(cql) ?? [];
  const found = Object.entries(site.pages).filter(([, page]) => !label || page.labels?.includes(label));
  const results = found.slice(0, Number(limit)).map(([id, page]) => ({
    id,
    title: page.title,
    history: { createdBy: { displayName: page.author } },
    metadata: { properties: site.properties[id] ?? {} },
    _links: { webui: `/spaces/X/pages/${id}` },
  }));
  return [200, { results, size: results.length }];
}

export const confluence = { state, answer };
