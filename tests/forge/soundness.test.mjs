// One case for each thing that Atlassian's validator lets through: it does, our rule does not, and forgeshift does
// not write it where a descriptor asks for it.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { appIn } from './folder.mjs';
import { apply, scratch } from './program.mjs';
import { problems, rules } from './soundness.mjs';
import { errorsOf, validate } from './validate.mjs';

const folder = scratch();
let made = 0;

const sound = {
  app: { id: 'ari:cloud:ecosystem::app/invalid-run-forge-register', runtime: { name: 'nodejs24.x' } },
  modules: {
    'jira:globalPage': [{ key: 'page', title: 'Page', resource: 'main', resolver: { function: 'resolver' } }],
    function: [{ key: 'resolver', handler: 'index.handler' }],
  },
  resources: [{ key: 'main', path: 'static/main' }],
};
const files = {
  'src/index.js': 'export const handler = () => {};\n',
  'static/main/index.html': '<!doctype html><title>Page</title>\n',
  'package.json': '{"dependencies": {}}\n',
};

/** Writes an app: the sound one, changed. */
function write(change, more = {}) {
  const manifest = structuredClone(sound);
  change(manifest);
  const out = join(folder, `${made++}`);
  // JSON is YAML.
  for (const [path, text] of Object.entries({ ...files, ...more, 'manifest.yml': JSON.stringify(manifest, null, 2) })) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), text);
  }
  return appIn(out);
}

/** A descriptor of Jira, changed. */
function descriptor(modules, more = {}) {
  const path = join(folder, `${made++}.json`);
  const key = 'com.example.sound';
  writeFileSync(path, JSON.stringify({ key, name: 'Sound', baseUrl: 'https://sound.example.com', authentication: { type: 'jwt' }, scopes: ['READ'], ...more, modules }));
  return path;
}

const page = (key, more = {}) => ({ key, name: { value: key }, url: `/${key}`, ...more });
const trigger = (event) => ({ trigger: [{ key: 'on-event', function: 'resolver', events: [event] }] });

/**
 * What goes wrong, by the rule that sees it: a manifest that has it (the validator lets all of them through but
 * those marked `seen`), and a descriptor that asks for it.
 */
const cases = {
  'no section and no list of modules is empty': {
    bad: (manifest) => {
      manifest.app.connect = { key: 'com.example.sound', remote: 'server', authentication: 'jwt' };
      manifest.remotes = [{ key: 'server', baseUrl: 'https://server.example.com' }];
      manifest.connectModules = {};
    },
    asks: () => descriptor({ generalPages: [page('start')], webPanels: [], dialogs: [] }),
  },
  'every event is one that Forge sends': {
    bad: (manifest) => { Object.assign(manifest.modules, trigger('avi:jira:imagined:issue')); },
    asks: () => descriptor({ generalPages: [page('start')], webhooks: [{ event: 'jira:issue_imagined', url: '/hook' }, { event: 'jira:issue_created', url: '/hook' }] }),
  },
  'the scopes of every event are asked for': {
    bad: (manifest) => { Object.assign(manifest.modules, trigger('avi:jira:created:issue')); },
    seen: true,
    asks: () => descriptor({ webhooks: [{ event: 'jira:issue_created', url: '/hook' }, { event: 'sprint_started', url: '/hook' }] }, { scopes: ['NONE'] }),
  },
  'no module is deprecated': {
    bad: (manifest) => { manifest.modules['jira:issueGlance'] = [{ key: 'glance', title: 'Glance', label: 'Glance', resource: 'main', resolver: { function: 'resolver' } }]; },
    asks: () => descriptor({ jiraIssueGlances: [{ ...page('glance'), target: { type: 'web_panel', url: '/glance' }, content: { type: 'label', label: { value: 'Glance' } }, icon: { width: 1, height: 1, url: '/icon.svg' } }] }),
  },
  'the runtime is one that can be deployed': {
    bad: (manifest) => { manifest.app.runtime.name = 'nodejs20.x'; },
    asks: () => descriptor({ generalPages: [page('start')] }),
  },
  'no tag of a template stands in the manifest': {
    bad: (manifest) => { manifest.modules['jira:globalPage'][0].title = '{{appName}}'; },
    asks: () => descriptor({ generalPages: [page('start', { name: { value: '{{appName}}' } })], webPanels: [page('panel', { location: 'atl.jira.view.issue.left.context', url: '{{base}}/panel' })] }, { baseUrl: '{{localBaseUrl}}', key: '{{appKey}}', name: '{{appName}}' }),
  },
  'every variable is declared': {
    bad: (manifest) => { manifest.remotes = [{ key: 'server', baseUrl: '${SERVER}' }]; },
    asks: () => descriptor({ generalPages: [page('start', { name: { value: 'Costs ${AMOUNT}' } })] }, { baseUrl: '${BASE_URL:http://localhost}' }),
  },
  'a remote is reached by https': {
    bad: (manifest) => { manifest.remotes = [{ key: 'server', baseUrl: 'http://server.example.com' }]; },
    asks: () => descriptor({ generalPages: [page('start')] }, { baseUrl: 'http://server.example.com', regionBaseUrls: { EU: 'http://eu.example.com' } }),
  },
  'display conditions stand only where they do something': {
    bad: (manifest) => { manifest.modules['jiraServiceManagement:queuePage'] = [{ ...manifest.modules['jira:globalPage'][0], key: 'queue', displayConditions: { isAdmin: true } }]; },
    asks: () => descriptor({ jiraIssueFields: [{ ...page('field'), description: { value: 'A field' }, type: 'string', conditions: [{ condition: 'user_is_admin' }] }], serviceDeskQueues: [page('queue', { conditions: [{ condition: 'user_is_admin' }] })], serviceDeskPortalHeaders: [page('header', { conditions: [{ condition: 'user_is_logged_in' }] })] }),
  },
  'no two entries share a key': {
    bad: (manifest) => { manifest.modules['jira:adminPage'] = [{ ...manifest.modules['jira:globalPage'][0] }]; },
    seen: true,
    asks: () => descriptor({ generalPages: [page('same')], adminPages: [page('same')], jiraProjectPages: [page('same'), page('resolver')], webhooks: [{ key: 'same', event: 'jira:issue_created', url: '/same' }] }),
  },
  'everything that is named is there': {
    bad: (manifest) => { manifest.modules['jira:globalPage'][0].resource = 'elsewhere'; },
    seen: true,
    asks: () => descriptor({ generalPages: [page('start')], jiraWorkflowPostFunctions: [page('after', { description: { value: 'After' }, triggered: { url: '/after' } })] }),
  },
  'every icon of a resource is a file': {
    bad: (manifest) => { manifest.modules['jira:globalPage'][0].icon = 'resource:main;none.svg'; },
    seen: true,
    asks: () => descriptor({ generalPages: [page('start', { icon: { url: '/icons/../../x.svg', width: 1, height: 1 } })] }),
  },
  'every resource has a page': {
    bad: () => {},
    without: 'static/main/index.html',
    seen: true,
    asks: () => descriptor({ generalPages: [page('start')], dialogs: [{ key: 'dialog', url: '/dialog' }] }),
  },
  'every handler is exported': {
    bad: (manifest) => { manifest.modules.function[0].handler = 'index.nothing'; },
    seen: true,
    asks: () => descriptor({ generalPages: [page('start')], webhooks: [{ event: 'jira:issue_created', url: '/class' }, { event: 'jira:issue_deleted', url: '/1' }, { event: 'jira:issue_updated', url: '/default' }] }),
  },
  'package.json is JSON and pins what the code imports': {
    bad: () => {},
    without: 'package.json',
    asks: () => descriptor({ generalPages: [page('start')] }, { name: 'Quotes " and \\ and \u2028', key: 'com.example.q' }),
  },
  'nothing says that no end-user data leaves': {
    bad: (manifest) => { manifest.permissions = { external: { fetch: { backend: [{ address: 'https://x.example.com', category: 'analytics', inScopeEUD: false }] } } }; },
    asks: () => descriptor({ generalPages: [page('start')] }),
  },
  'the limits of the platform hold': {
    bad: (manifest) => { manifest.resources = Array.from({ length: 51 }, (_, n) => ({ key: n ? `r${n}` : 'main', path: 'static/main' })); },
    seen: true,
    asks: () => descriptor({ generalPages: [page('start', { name: { value: 'long '.repeat(200) } })] }),
  },
};

test('every rule has a case', () => assert.deepEqual(Object.keys(cases), Object.keys(rules)));

for (const [rule, { bad, without, seen, asks }] of Object.entries(cases)) {
  test(`${rule}: forgeshift keeps to it`, async () => {
    const wrong = write(bad, without ? { [without]: undefined } : {});
    assert.notEqual(rules[rule](wrong).length, 0, 'the rule sees a manifest that breaks it');
    if (!seen) assert.deepEqual(errorsOf(await validate(wrong.out)), [], 'the validator lets it through');
    const path = asks();
    for (const target of ['connect-on-forge', 'remote', 'native']) {
      const out = `${path}.${target}`;
      const { code, message } = await apply(path, target, '--out', out);
      assert.equal(code, 0, `${target}: ${message}`);
      assert.deepEqual(problems(appIn(out)), [], target);
      assert.deepEqual(errorsOf(await validate(out)), [], target);
    }
  });
}

test('a sound app has no problems', async () => {
  const app = write(() => {});
  assert.deepEqual(problems(app), []);
  assert.deepEqual(errorsOf(await validate(app.out)), []);
});
