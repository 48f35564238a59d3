'use strict';

const assert = require('node:assert/strict');
const crypto = require('node:crypto');
const { once } = require('node:events');
const path = require('node:path');
const { after, before, beforeEach, test } = require('node:test');
const oauth2 = require('atlassian-oauth2');
const { beacon } = require('./support/beacon');
const { fakeServer, freePort } = require('./support/fake-server');
const { jira } = require('./support/jira');
const { tenant } = require('./support/tenant');

const ADMIN = 'admin-1';
const USER = 'user-1';
const CONFIG = { pageId: 'page01', apiToken: 'beacon-token', hookSecret: 'hush', openAutomatically: true };

let running;
let product;
let page;
let keys;
let site;

before(async () => {
  product = await jira({ admins: [ADMIN] });
  page = await beacon();
  keys = await fakeServer(() => [200, site.publicKey]);

  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  site = tenant({ clientKey: 'site-1', baseUrl, jiraUrl: product.url });
  Object.assign(process.env, {
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: String(port),
    AC_LOCAL_BASE_URL: baseUrl,
    CONNECT_KEYS_CDN_URL: keys.url,
    BEACON_API_URL: page.url,
  });
  // Tokens for acting as a user come from a server of Atlassian that is not here.
  oauth2.getAccessToken = async ({ userAccountId }) => ({ access_token: userAccountId, expires_in: 900 });

  process.chdir(path.join(__dirname, '..'));
  running = require('../app');
  ['info', 'warn', 'error'].forEach((level) => (running.addon.logger[level] = () => {}));
  if (!running.server.listening) {
    await once(running.server, 'listening');
  }
  assert.equal((await site.lifecycle('installed')).status, 204);
});

beforeEach(async () => {
  Object.keys(product.properties).forEach((key) => delete product.properties[key]);
  product.comments.length = 0;
  page.incidents.clear();
  await running.addon.settings.set('beacon-config', CONFIG, 'site-1');
  await running.addon.settings.del('open-incidents', 'site-1');
});

after(async () => {
  await Promise.all([product, page, keys].map((server) => server.close()));
  running.server.close();
  setImmediate(() => process.exit());
});

const openIncident = (body = {}) =>
  site.call('POST', '/api/incidents', {
    as: USER,
    issueKey: 'OPS-1',
    body: { issueKey: 'OPS-1', title: 'Checkout is down', severity: 'major', ...body },
  });
const index = () => running.addon.settings.get('open-incidents', 'site-1');
const settled = async () => {
  await new Promise((done) => setTimeout(done, 20));
  await running.app.get('queue').drained();
};

test('the panel suggests a severity, and asks nothing before the app is connected', async () => {
  const shown = await site.page('/incident?issueKey=OPS-1', USER);
  assert.match(shown.body, /value="critical" selected/);
  assert.match(shown.body, /name="title" value="Checkout is down"/);
  assert.match((await site.page('/incident?issueKey=OPS-2', USER)).body, /value="minor" selected/);
  assert.equal((await site.page('/incident?issueKey=OPS-9', USER)).status, 404);

  await running.addon.settings.del('beacon-config', 'site-1');
  assert.match((await site.page('/incident?issueKey=OPS-1', USER)).body, /has to connect/);
});

test('an incident is opened on the status page, kept on the issue and told by the user', async () => {
  const { status, body } = await openIncident();
  assert.equal(status, 201);
  assert.deepEqual(body.incident, { id: 'i1', url: 'https://status.example.com/i1', severity: 'major', state: 'investigating' });
  assert.deepEqual(product.properties['OPS-1'], body.incident);
  assert.deepEqual(await index(), { 'OPS-1': 'i1' });
  assert.equal(page.incidents.get('i1').notify, false);
  assert.deepEqual(product.comments, [
    { issueKey: 'OPS-1', text: 'Opened a major incident: https://status.example.com/i1', by: 'user' },
  ]);
  assert.match((await site.page('/incident?issueKey=OPS-1', USER)).body, /id="resolve-form"/);
});

test('what cannot be opened says why', async () => {
  assert.equal((await openIncident({ title: ' ' })).status, 400);
  assert.equal((await openIncident({ severity: 'awful' })).status, 400);
  await openIncident();
  assert.equal((await openIncident()).status, 409);
  const other = await site.call('POST', '/api/incidents', { as: USER, issueKey: 'OPS-2', body: { issueKey: 'OPS-1' } });
  assert.equal(other.status, 403);

  await running.addon.settings.set('beacon-config', { ...CONFIG, apiToken: 'old' }, 'site-1');
  const refused = await site.call('POST', '/api/incidents', {
    as: USER,
    issueKey: 'OPS-2',
    body: { issueKey: 'OPS-2', title: 'x', severity: 'minor' },
  });
  assert.deepEqual(refused, { status: 502, body: { error: 'Beacon answered 401' } });
});

test('resolving tells both sides; unlinking tells only Jira', async () => {
  await openIncident();
  const path = '/api/incidents/OPS-1';
  const resolved = await site.call('POST', `${path}/resolve`, { as: USER, issueKey: 'OPS-1', body: { message: 'Fixed' } });
  assert.equal(resolved.body.incident.state, 'resolved');
  assert.equal(page.incidents.get('i1').message, 'Fixed');
  assert.deepEqual(await index(), {});

  assert.equal((await site.call('DELETE', path, { as: USER, issueKey: 'OPS-1' })).status, 204);
  assert.equal(product.properties['OPS-1'], undefined);
  const missing = await site.call('POST', `${path}/resolve`, { as: USER, issueKey: 'OPS-1', body: {} });
  assert.equal(missing.status, 404);
});

test('settings are for administrators, and secrets stay on the server', async () => {
  assert.equal((await site.page('/admin', USER)).status, 401);
  assert.equal((await site.call('POST', '/admin/config', { as: USER, body: CONFIG })).status, 401);

  const shown = await site.page('/admin', ADMIN);
  assert.match(shown.body, /value="page01"/);
  assert.doesNotMatch(shown.body, /beacon-token|hush/);

  const saved = await site.call('POST', '/admin/config', { as: ADMIN, body: { pageId: 'page02x', apiToken: '' } });
  assert.equal(saved.body.hasToken, true);
  assert.equal((await running.addon.settings.get('beacon-config', 'site-1')).apiToken, 'beacon-token');
  assert.equal((await site.call('POST', '/admin/config', { as: ADMIN, body: { pageId: '?' } })).status, 422);
  assert.equal((await site.call('GET', '/admin/config', { as: ADMIN })).body.pageId, 'page02x');
});

test('the connection can be tried before it is saved', async () => {
  const attempt = (apiToken) => site.call('POST', '/admin/test', { as: ADMIN, body: { apiToken } });
  assert.deepEqual((await attempt('')).body, { ok: true, account: 'Example Operations' });
  assert.deepEqual((await attempt('wrong')).body, { ok: false, reason: 'The token was refused.' });
});

test('a priority raised to Highest opens an incident, a resolution closes it', async () => {
  const issue = { key: 'OPS-1', fields: { summary: 'Checkout is down' } };
  const event = (item) => site.webhook('/events/issue-updated', { issue, changelog: { items: [item] } });

  assert.equal((await event({ field: 'summary', toString: 'Highest' })).status, 204);
  await settled();
  assert.equal(page.incidents.size, 0);

  await event({ field: 'priority', toString: 'Highest' });
  await settled();
  assert.equal(page.incidents.get('i1').severity, 'critical');
  assert.equal(product.comments[0].by, 'app');

  await event({ field: 'resolution', to: '10000' });
  await settled();
  assert.equal(page.incidents.get('i1').state, 'resolved');
});

test('a deleted issue is forgotten', async () => {
  await openIncident();
  await site.webhook('/events/issue-deleted', { issue: { key: 'OPS-1' } });
  await settled();
  assert.deepEqual(await index(), {});
});

test('the status page calls back with a signature', async () => {
  await openIncident();
  const body = JSON.stringify({ incident: { reference: 'OPS-1', state: 'monitoring', message: 'Looks better' } });
  const signature = 'sha256=' + crypto.createHmac('sha256', 'hush').update(body).digest('hex');
  const hook = (header, text = body) =>
    site.send('POST', '/hooks/beacon/site-1', { body: text, headers: { 'x-beacon-signature': header } });

  assert.equal((await hook('sha256=00')).status, 401);
  assert.deepEqual(await hook(signature), { status: 200, body: { changed: true } });
  assert.equal(product.properties['OPS-1'].state, 'monitoring');
  assert.equal(product.comments.at(-1).text, 'The incident is now monitoring: Looks better');
  assert.equal((await hook(signature)).status, 202);
});

test('every hour the state of each open incident is fetched', async () => {
  const { syncAll } = require('../jobs/schedule');
  await openIncident();
  page.incidents.get('i1').state = 'resolved';
  await syncAll(running.addon);
  assert.equal(product.properties['OPS-1'].state, 'resolved');
  assert.deepEqual(await index(), {});
  assert.deepEqual(await running.addon.settings.get('last-sync', 'site-1'), { checked: 1, changed: 1 });

  await running.addon.settings.set('open-incidents', { 'OPS-2': 'gone' }, 'site-1');
  await syncAll(running.addon);
  assert.deepEqual(await index(), {});
});

// Last: afterwards the tenant's data is gone.
test('uninstalling forgets what was stored', async () => {
  assert.equal((await site.lifecycle('uninstalled')).status, 204);
  assert.equal(await running.addon.settings.get('beacon-config', 'site-1'), null);
});
