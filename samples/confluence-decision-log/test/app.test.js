'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const path = require('node:path');
const { after, before, beforeEach, test } = require('node:test');
const { confluence } = require('./support/confluence');
const { fakeServer, freePort } = require('./support/fake-server');
const { tenant } = require('./support/tenant');

const EDITOR = 'editor-1';
const READER = 'reader-1';

let running;
let product;
let keys;
let site;

before(async () => {
  product = await confluence({ editors: [EDITOR] });
  keys = await fakeServer(() => [200, site.publicKey]);
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  site = tenant({ clientKey: 'wiki-1', baseUrl, wikiUrl: `${product.url}/wiki` });
  Object.assign(process.env, {
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: String(port),
    AC_LOCAL_BASE_URL: baseUrl,
    CONNECT_KEYS_CDN_URL: keys.url,
  });

  process.chdir(path.join(__dirname, '..'));
  running = require('../dist/app');
  ['info', 'warn', 'error'].forEach((level) => (running.addon.logger[level] = () => {}));
  console.error = () => {};
  if (!running.server.listening) {
    await once(running.server, 'listening');
  }
  assert.equal((await site.lifecycle('installed')).status, 204);
});

beforeEach(async () => {
  product.properties.clear();
  await running.addon.settings.del('recent-decisions', 'wiki-1');
});

after(async () => {
  await Promise.all([product, keys].map((server) => server.close()));
  running.server.close();
  setImmediate(() => process.exit());
});

const decide = (pageId, status, { as = EDITOR, open = pageId, note = '' } = {}) =>
  site.call('PUT', `/api/decisions/${pageId}`, { as, pageId: open, body: { status, note } });
const recent = (query = '') => site.call('GET', `/api/decisions/recent${query}`, { as: READER });

test('enabling writes the first settings, and keeps later ones', async () => {
  assert.equal((await site.event('/enabled', {})).status, 204);
  assert.deepEqual(await running.addon.settings.get('settings', 'wiki-1'), { label: 'decision', keep: 5 });
  await running.addon.settings.set('settings', { label: 'adr', keep: 2 }, 'wiki-1');
  await site.event('/enabled', {});
  assert.equal((await running.addon.settings.get('settings', 'wiki-1')).label, 'adr');
});

test('the macro hands its parameters to the script', async () => {
  const { body } = await site.page('/macro?pageId=100&spaceKey=ARCH&label=&limit=900&showOwner=false', READER);
  assert.match(body, /data-space-key="ARCH" data-label="adr" data-limit="50">/);
  assert.match(body, /\/dist\/macro\.js/);
  const script = /src="([^"]+macro\.js)"/.exec(body)[1];
  assert.equal((await fetch(script)).status, 200);
});

test('the byline and the editor have their pages', async () => {
  assert.match((await site.page('/byline?pageId=100', READER)).body, /data-statuses="proposed,accepted,/);
  assert.match((await site.page('/macro-editor?spaceKey=ARCH', READER)).body, /data-label="adr" data-max-rows="50"/);
});

test('a decision is written to the page and remembered', async () => {
  assert.equal((await site.call('GET', '/api/decisions/100', { as: READER, pageId: '100' })).status, 404);
  assert.equal((await decide('100', 'proposed', { note: 'Fast enough' })).status, 200);
  const accepted = await decide('100', 'accepted');
  assert.equal(accepted.body.decision.owner, EDITOR);
  assert.equal(product.properties.get('100').version.number, 2);

  const shown = await site.call('GET', '/api/decisions/100', { as: READER, pageId: '100' });
  assert.equal(shown.body.decision.status, 'accepted');
  assert.deepEqual((await recent()).body, {
    recent: [{ pageId: '100', title: 'Use PostgreSQL', status: 'accepted' }],
    total: 1,
  });
  assert.deepEqual((await recent('?status=rejected')).body, { recent: [], total: 1 });
});

test('only as many as the settings say are remembered', async () => {
  for (const pageId of ['100', '101', '102']) {
    await decide(pageId, 'proposed');
  }
  assert.deepEqual(
    (await recent()).body.recent.map((entry) => entry.pageId),
    ['102', '101']
  );
});

test('not every change is one, and not everyone may make it', async () => {
  await decide('100', 'accepted');
  assert.equal((await decide('100', 'proposed')).status, 409);
  assert.equal((await decide('100', 'maybe')).status, 400);
  assert.equal((await decide('100', 'superseded', { as: READER })).status, 401);
  assert.equal((await decide('101', 'proposed', { open: '100' })).status, 403);
});

test('the label makes a proposal once, removing the page forgets it', async () => {
  const label = (name) => site.event('/events/label-added', { label: { name }, content: { id: 101 } }, EDITOR);
  await label('meeting');
  assert.equal(product.properties.size, 0);
  await label('adr');
  await label('adr');
  assert.deepEqual(product.properties.get('101').version, { number: 1 });
  assert.equal(product.properties.get('101').value.owner, EDITOR);

  await site.event('/events/page-removed', { page: { id: 101 } });
  assert.equal((await recent()).body.total, 0);
});

// Last: afterwards the tenant's data is gone.
test('uninstalling forgets the settings', async () => {
  assert.equal((await site.lifecycle('uninstalled')).status, 204);
  assert.equal(await running.addon.settings.get('settings', 'wiki-1'), null);
});
