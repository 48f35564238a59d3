'use strict';

const assert = require('node:assert/strict');
const { generateKeyPairSync } = require('node:crypto');
const { once } = require('node:events');
const path = require('node:path');
const { after, before, test } = require('node:test');
const jwt = require('atlassian-jwt');
const { fakeJira } = require('./support/fake-jira');
const { fakeServer, freePort } = require('./support/fake-server');

const CLIENT_KEY = 'fake-tenant';
const SHARED_SECRET = 'a secret that only Jira and the app know';
const ADMIN = 'user-admin';
const USER = 'user-1';
const KEY_ID = 'install-key-1';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

let baseUrl;
let jira;
let hook;
let keyServer;
let running;

before(async () => {
  jira = await fakeJira({ sharedSecret: SHARED_SECRET, admins: [ADMIN] });
  hook = await fakeServer(() => [200, { ok: true }]);
  keyServer = await fakeServer(({ path: keyPath }) => (keyPath === `/${KEY_ID}` ? [200, publicKey] : [404, 'no key']));

  const port = await freePort();
  baseUrl = `http://127.0.0.1:${port}`;
  Object.assign(process.env, {
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: String(port),
    AC_LOCAL_BASE_URL: baseUrl,
    CONNECT_KEYS_CDN_URL: keyServer.url,
    PULSE_HOOK_URL: hook.url,
  });

  // The framework looks for its two JSON files in the working directory.
  process.chdir(path.join(__dirname, '..'));
  running = require('../app');
  quiet(running.addon.logger);
  if (!running.server.listening) {
    await once(running.server, 'listening');
  }

  const response = await lifecycle('installed');
  assert.equal(response.status, 204);
});

after(async () => {
  await Promise.all([jira, hook, keyServer].map((server) => server.close()));
  await new Promise((resolve) => running.server.close(resolve));
});

test('the descriptor carries the address the app runs on', async () => {
  const response = await fetch(`${baseUrl}/atlassian-connect.json`);
  const text = await response.text();
  const descriptor = JSON.parse(text);

  assert.equal(descriptor.key, 'com.example.issue-pulse');
  assert.equal(descriptor.baseUrl, baseUrl);
  assert.equal(descriptor.links.self, `${baseUrl}/atlassian-connect.json`);
  assert.ok(!text.includes('{{'));
});

test('an install signed with another key is refused', async () => {
  const stranger = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const response = await lifecycle('installed', { clientKey: 'other', key: stranger.privateKey });
  assert.equal(response.status, 400);
  assert.equal(await running.addon.loadClientInfo('other'), null);
});

test('the panel shows what Jira says about the issue', async () => {
  const response = await getSigned('/issue-pulse?issueKey=PULSE-1&projectId=100');
  const html = await response.text();

  assert.equal(response.status, 200);
  assert.match(html, /data-issue-key="PULSE-1" data-project-id="100"/);
  assert.match(html, /Login works &lt;sometimes&gt;/);
  assert.match(html, /class="badge badge-healthy" title="healthy">100</);
  assert.match(html, /connect-cdn\.atl-paas\.net\/all\.js/);
  assert.match(html, new RegExp(`src="${baseUrl}/js/issue-pulse.js"`));
});

test('the panel says so when the issue cannot be read', async () => {
  const response = await getSigned('/issue-pulse?issueKey=PULSE-404&projectId=100');
  assert.equal(response.status, 404);
  assert.match(await response.text(), /Issue PULSE-404 could not be read/);
});

test('a site without a licence sees a notice', async () => {
  const html = await (await getSigned('/log-note?issueKey=PULSE-1&lic=none')).text();
  assert.match(html, /no active licence/);
  assert.doesNotMatch(await (await getSigned('/log-note?issueKey=PULSE-1&lic=active')).text(), /no active licence/);
});

test('nothing opens without a token', async () => {
  for (const page of ['/issue-pulse?issueKey=PULSE-1', '/pulse-overview', '/settings', '/log-note', '/api/notes']) {
    assert.equal((await fetch(baseUrl + page)).status, 401, page);
  }
  for (const target of ['/webhooks/issue', '/settings', '/api/notes', '/installed', '/uninstalled']) {
    assert.equal((await send('POST', target, {})).status, 401, target);
  }
});

test('a token for one address does not open another', async () => {
  const token = signFor('GET', '/issue-pulse?issueKey=PULSE-1');
  const response = await fetch(`${baseUrl}/issue-pulse?issueKey=PULSE-2&jwt=${token}`);
  assert.equal(response.status, 401);
});

test('the overview counts, for all projects or for one', async () => {
  const all = await (await getSigned('/pulse-overview')).text();
  assert.match(all, /<h1>All projects<\/h1>/);
  assert.match(all, /3 open issues score below 40/);

  const one = await (await getSigned('/pulse-overview?projectKey=PULSE')).text();
  assert.match(one, /<h1>Pulse project<\/h1>/);
  const counted = jira.requests.filter((request) => request.path.endsWith('/approximate-count'));
  assert.match(counted.at(-1).body.jql, /^project = "PULSE" AND statusCategory != Done AND pulseScore < 40 /);

  assert.equal((await getSigned('/pulse-overview?projectKey=a%22b')).status, 400);
});

test('settings go round, for administrators', async () => {
  const page = await (await getSigned('/settings', ADMIN)).text();
  assert.match(page, /name="staleAfterDays"[^>]*value="7"/);

  const settings = { staleAfterDays: 14, alertBelow: 55, channel: '#pulse-team', notify: true };
  const response = await send('POST', '/settings', settings, contextToken(ADMIN));
  assert.equal(response.status, 200);
  assert.deepEqual((await response.json()).settings, settings);

  const changed = await (await getSigned('/settings', ADMIN)).text();
  assert.match(changed, /name="staleAfterDays"[^>]*value="14"/);
  assert.match(changed, /name="channel" value="#pulse-team"/);
  assert.match(changed, /type="checkbox" checked/);
});

test('settings are not for everyone, nor for any value', async () => {
  assert.equal((await getSigned('/settings', USER)).status, 401);
  assert.equal((await send('POST', '/settings', {}, contextToken(USER))).status, 401);

  const response = await send('POST', '/settings', { staleAfterDays: 0, alertBelow: 'x' }, contextToken(ADMIN));
  assert.equal(response.status, 400);
  assert.deepEqual(Object.keys((await response.json()).errors), ['staleAfterDays', 'alertBelow', 'channel']);
});

test('notes go round, newest first', async () => {
  const token = contextToken(USER, 'PULSE-1');
  for (const text of ['first', 'second']) {
    const response = await send('POST', '/api/notes', { issueKey: 'PULSE-1', text }, token);
    assert.equal(response.status, 201);
  }

  const { notes } = await (await send('GET', '/api/notes?issueKey=PULSE-1', undefined, token)).json();
  assert.deepEqual(
    notes.map(({ text, author }) => [text, author]),
    [
      ['second', USER],
      ['first', USER],
    ]
  );

  const empty = await send('POST', '/api/notes', { issueKey: 'PULSE-1', text: '  ' }, token);
  assert.equal(empty.status, 400);
});

test('a token opens the notes of its own issue only', async () => {
  const response = await send('GET', '/api/notes?issueKey=PULSE-1', undefined, contextToken(USER, 'PULSE-2'));
  assert.equal(response.status, 403);
});

test('the token that a page carries opens the notes too', async () => {
  const page = await getSigned('/log-note?issueKey=PULSE-2', USER, 'PULSE-2');
  const token = page.headers.get('x-acpt');
  const response = await send('GET', '/api/notes?issueKey=PULSE-2', undefined, token);
  assert.deepEqual(await response.json(), { notes: [] });
});

test('a webhook writes the issue property and tells the team', async () => {
  hook.requests.length = 0;
  const admin = contextToken(ADMIN);
  await send('POST', '/settings', { staleAfterDays: 7, alertBelow: 40, channel: '#team', notify: true }, admin);

  const response = await webhook('jira:issue_updated', jira.issues['PULSE-2']);
  assert.equal(response.status, 204);

  const { computed, ...pulse } = jira.properties['PULSE-2'];
  assert.ok(Date.parse(computed) <= Date.now());
  assert.deepEqual(pulse, {
    score: 11,
    band: 'stalled',
    reasons: ['No change for 60 days', 'Nobody is assigned', 'Never started'],
    event: 'jira:issue_updated',
  });

  assert.equal(hook.requests.length, 1);
  const [{ method, path: hookPath, body }] = hook.requests;
  assert.equal(`${method} ${hookPath}`, 'POST /services/pulse');
  assert.deepEqual(body, {
    channel: '#team',
    text: 'PULSE-2 is stalled (11/100): No change for 60 days, Nobody is assigned, Never started',
    link: `${jira.url}/browse/PULSE-2`,
  });

  const panel = await (await getSigned('/issue-pulse?issueKey=PULSE-2&projectId=100')).text();
  assert.match(panel, /Last recorded: 11 on \d{4}-\d\d-\d\d/);
});

test('a webhook for a healthy issue stays quiet', async () => {
  hook.requests.length = 0;
  assert.equal((await webhook('jira:issue_created', jira.issues['PULSE-1'])).status, 204);
  assert.equal(jira.properties['PULSE-1'].score, 100);
  assert.equal(jira.properties['PULSE-1'].event, 'jira:issue_created');
  assert.equal(hook.requests.length, 0);
});

test('health needs no token', async () => {
  const response = await fetch(`${baseUrl}/health`);
  assert.equal((await response.json()).status, 'ok');
});

// Last: afterwards the tenant is gone.
test('uninstalling forgets the tenant', async () => {
  assert.equal((await lifecycle('uninstalled')).status, 204);
  assert.equal(await running.addon.loadClientInfo(CLIENT_KEY), null);
  assert.equal((await getSigned('/pulse-overview')).status, 401);
});

/** Sends a lifecycle event as Jira does: RS256, the key named in the header. */
function lifecycle(event, { clientKey = CLIENT_KEY, key = privateKey } = {}) {
  const claims = { ...times(), iss: clientKey, aud: [baseUrl], qsh: qsh('POST', `/${event}`) };
  const token = jwt.encodeAsymmetric(claims, key, 'RS256', { kid: KEY_ID });
  const payload = {
    key: 'com.example.issue-pulse',
    clientKey,
    sharedSecret: SHARED_SECRET,
    baseUrl: jira.url,
    displayUrl: jira.url,
    productType: 'jira',
    eventType: event,
  };
  return send('POST', `/${event}`, payload, token);
}

function webhook(webhookEvent, issue) {
  const payload = { timestamp: Date.now(), webhookEvent, user: { accountId: USER }, issue };
  return send('POST', '/webhooks/issue', payload, signFor('POST', '/webhooks/issue'));
}

/** Opens an iframe URL as Jira does: the token is the last query parameter. */
function getSigned(url, accountId, issueKey) {
  const separator = url.includes('?') ? '&' : '?';
  return fetch(`${baseUrl}${url}${separator}jwt=${signFor('GET', url, accountId, issueKey)}`);
}

function signFor(method, url, accountId = USER, issueKey) {
  return sign({ qsh: qsh(method, url), sub: accountId, context: context(issueKey) });
}

/** What AP.context.getToken hands to the page. */
function contextToken(accountId, issueKey) {
  return sign({ qsh: 'context-qsh', sub: accountId, context: context(issueKey) });
}

function sign(claims) {
  return jwt.encodeSymmetric({ ...times(), iss: CLIENT_KEY, ...claims }, SHARED_SECRET, 'HS256');
}

function context(issueKey) {
  const issue = issueKey && { id: jira.issues[issueKey].id, key: issueKey };
  return { jira: issue ? { issue, project: { id: '100', key: 'PULSE' } } : {} };
}

function qsh(method, url) {
  return jwt.createQueryStringHash(jwt.fromMethodAndUrl(method, url));
}

function times() {
  const iat = Math.floor(Date.now() / 1000);
  return { iat, exp: iat + 180 };
}

function send(method, url, body, token) {
  return fetch(baseUrl + url, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `JWT ${token}` }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

function quiet(logger) {
  for (const level of ['info', 'warn', 'error']) {
    logger[level] = () => {};
  }
}
