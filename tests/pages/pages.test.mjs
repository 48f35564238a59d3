// Carried pages, opened.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { appOf, apply, moved, movedFrom } from './app.mjs';
import { bundle, open } from './bridge.mjs';

const issue = { extension: { issue: { key: 'A-1' }, project: { id: 7, key: 'P' } } };
// What crosses the bridge is JSON; objects of the page have another realm's prototypes.
const invoked = (page) =>
  JSON.parse(JSON.stringify(page.calls.filter(([name]) => name === 'invoke').map(([, payload]) => payload)));

test('a view of the sample is rendered from what its route answers, and its scripts run', async () => {
  const out = movedFrom('samples/jira-issue-pulse');
  await bundle(out, ['issue-pulse', 'settings', 'log-note']);
  const model = { issueKey: 'A-1', summary: '<b>', pulse: { score: 3, band: 'ok', reasons: ['old'] } };
  const page = await open(out, 'issue-pulse', {
    context: { moduleKey: 'issue-pulse-panel', ...issue },
    routes: {
      'GET /issue-pulse': () => ({ status: 200, view: 'issue-pulse', model }),
      'GET /api/notes': () => ({ status: 200, body: { notes: [{ created: '2026-01-02T00', text: 'first' }] } }),
    },
    product: () => ({ comments: [{ author: { displayName: 'Ann' }, body: { text: 'hello' } }] }),
  });
  assert.deepEqual(page.errors, []);
  assert.equal(page.document.querySelector('strong').textContent, '<b>');
  assert.equal(page.document.getElementById('notes').textContent, '2026-01-02: first');
  assert.equal(page.document.getElementById('comments').textContent, 'Ann: hello');
  assert.deepEqual(invoked(page)[0].payload, {
    params: {},
    query: { issueKey: 'A-1', projectId: '7', lic: 'active' },
  });
  assert.deepEqual(invoked(page)[1], { functionKey: 'GET /api/notes', payload: { params: {}, query: { issueKey: 'A-1' } } });
});

test('an answer that is an error is an error for the page, with its status and its body', async () => {
  const out = movedFrom('samples/jira-issue-pulse');
  await bundle(out, ['settings']);
  const page = await open(out, 'settings', {
    context: { moduleKey: 'pulse-settings' },
    routes: {
      'GET /settings': () => ({ status: 200, view: 'settings', model: { settings: { notify: true } } }),
      'POST /settings': ({ body }) => ({ status: 400, body: { errors: { channel: `no ${body.channel}` } } }),
    },
  });
  page.document.querySelector('[name=channel]').value = '#x';
  page.document.querySelector('form').dispatchEvent(new page.window.Event('submit', { cancelable: true }));
  await page.settled();
  assert.equal(page.document.getElementById('errors').textContent, 'no #x');
});

test('a page that is a file runs its scripts from the bundle, in their order, with their names', async () => {
  const out = movedFrom('tests/cases/pages/static-page/app');
  await bundle(out, ['panel-html']);
  const page = await open(out, 'panel-html', {
    routes: { 'GET /api/items/:id': ({ params }) => ({ status: 200, body: { id: params.id } }) },
  });
  assert.deepEqual(page.errors, []);
  assert.equal((await page.window.load('9')).id, '9');
  assert.deepEqual(invoked(page).map(({ payload }) => payload.params), [{ id: '42' }, { id: '9' }]);
});

test('an inline script gets what the template wrote into it', async () => {
  const view = `<p></p>\n<script>\n  var page = { id: '{{id}}', path: "/x/{{id}}", rows: {{{rows}}} };\n</script>
<script>document.querySelector('p').textContent = page.id + page.path + page.rows.length;</script>`;
  const out = moved(appOf('express-hbs', view));
  await bundle(out, ['page']);
  const model = { id: `a"b'c<d`, rows: '[1,2]' };
  const page = await open(out, 'page', { routes: { 'GET /page': () => ({ status: 200, view: 'page', model }) } });
  assert.deepEqual(page.errors, []);
  assert.equal(page.document.querySelector('p').textContent, `a"b'c<d/x/a"b'c<d2`);
});

test('a page of the remote target shows what the server renders, and its scripts run here', async () => {
  const out = movedFrom('samples/jira-issue-pulse', 'remote');
  await bundle(out, ['log-note']);
  const page = await open(out, 'log-note', {
    context: { moduleKey: 'log-note', ...issue },
    remote: ({ path, method, body }) =>
      method === 'GET'
        ? {
            status: 200,
            headers: {},
            body: `<html><head><script src="https://old.example.com/js/api.js" defer></script><script src="https://connect-cdn.atl-paas.net/all.js"></script>
              <script src="https://old.example.com/js/log-note.js" defer></script></head><body><form id="log-note" data-issue-key="${path}">
              <textarea name="text">t</textarea><p id="errors"></p><button id="cancel"></button></form></body></html>`,
          }
        : { status: 422, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message: `no ${body.text}` }) },
  });
  assert.deepEqual(page.errors, []);
  assert.equal(page.document.querySelector('form').dataset.issueKey, '/log-note?issueKey=A-1');
  page.document.querySelector('form').dispatchEvent(new page.window.Event('submit', { cancelable: true }));
  await page.settled();
  assert.equal(page.document.getElementById('errors').textContent, 'no t');
});

test('a picture comes along byte for byte, and moving what was moved changes nothing', () => {
  const picture = Buffer.from([0x89, 0x50, 0xff, 0xfe, 0, 1]);
  const url = '/index.html';
  const module = { key: 'main', name: { value: 'Main' }, url, location: 'system.top.navigation.bar' };
  const out = moved({
    ...appOf('ejs', ''),
    'atlassian-connect.json': JSON.stringify({
      key: 'com.example.x',
      name: 'X',
      baseUrl: 'https://example.com',
      authentication: { type: 'none' },
      modules: { generalPages: [module] },
    }),
    'public/index.html': '<p>hello</p><img src="a.png">',
    'public/a.png': picture,
  });
  const before = files(out);
  assert.deepEqual(readFileSync(join(out, 'static/index-html/a.png')), picture);
  apply(join(out, '../app'), out);
  assert.deepEqual(files(out), before);
});

function files(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = names.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).filter((path) => !/node_modules|\.forgeshift/.test(path));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(path, 'base64')]));
}
