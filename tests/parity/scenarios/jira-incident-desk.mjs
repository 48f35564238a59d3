// What is done to samples/jira-incident-desk on both sides.
import { createHmac } from 'node:crypto';

const ADMIN = 'admin-1';
const USER = 'user-1';
const project = { id: '10', key: 'OPS' };
const at = (key, id) => ({ issue: { id, key, typeId: '7' }, project });
const one = at('OPS-1', '1');
const two = at('OPS-2', '2');

const CONFIG = {
  pageId: 'page01',
  apiToken: 'beacon-token',
  hookSecret: 'hush',
  notifySubscribers: true,
  openAutomatically: true,
  commentAsUser: true,
};
const connected = { 'beacon-config': CONFIG };
const incident = (id, state = 'investigating', severity = 'major') => ({ id, url: `https://status.example.com/${id}`, severity, state });

const panel = (issueKey, context = one, as = USER) => ({ page: 'GET /incident', query: { issueKey, issueType: '7' }, as, context, from: 'incident-glance' });
const openIncident = (body = {}, more = {}) => ({
  call: 'POST /api/incidents',
  body: { issueKey: 'OPS-1', title: 'Checkout is down', severity: 'major', ...body },
  as: USER,
  context: one,
  from: 'incident-glance',
  ...more,
});
const resolve = (issueKey, body = {}, more = {}) => ({
  call: 'POST /api/incidents/:issueKey/resolve',
  params: { issueKey },
  body,
  as: USER,
  context: one,
  from: 'incident-glance',
  ...more,
});
const unlink = (issueKey, more = {}) => ({
  call: 'DELETE /api/incidents/:issueKey',
  params: { issueKey },
  as: USER,
  context: one,
  from: 'incident-glance',
  ...more,
});
const config = (body, as = ADMIN) => ({ call: 'POST /admin/config', body, as, from: 'incident-admin' });
const attempt = (body, as = ADMIN) => ({ call: 'POST /admin/test', body, as, from: 'incident-admin' });
const updated = (key, items) => {
  const issue = { id: key.slice(4), key, fields: { summary: `Summary of ${key}` } };
  return {
    webhook: 'jira:issue_updated',
    as: USER,
    body: { issue, changelog: { items } },
    event: { name: 'avi:jira:updated:issue', issue, changelog: { items } },
  };
};
const deleted = (key) => ({
  webhook: 'jira:issue_deleted',
  as: USER,
  body: { issue: { id: '1', key } },
  event: { name: 'avi:jira:deleted:issue', issue: { id: '1', key } },
});
const signed = (incident, { secret = 'hush', prefix = 'sha256=' } = {}) => {
  const text = JSON.stringify(incident === undefined ? {} : { incident });
  const signature = prefix + createHmac('sha256', secret).update(text).digest('hex');
  return { hook: 'POST /hooks/beacon/CLIENT_KEY', text, headers: { 'x-beacon-signature': signature } };
};
const raised = { field: 'priority', from: '3', to: '1', fromString: 'High', toString: 'Highest' };
const finished = { field: 'resolution', from: null, to: '10000', toString: 'Done' };

/** The status page: incidents by id, and how it feels. */
function beacon({ method, path, body, headers }, state) {
  if (headers.authorization !== 'Token beacon-token') return [401, { error: 'token' }];
  if (state.down) return [500, { error: 'down' }];
  if (path === '/v1/account') return [200, { name: 'Example Operations' }];
  const [, id] = /^\/v1\/pages\/page01\/incidents(?:\/(\w+))?$/.exec(path) ?? [];
  if (method === 'POST') {
    const created = { ...body, id: `i${Object.keys(state.incidents).length + 1}`, state: 'investigating' };
    created.url = `https://status.example.com/${created.id}`;
    state.incidents[created.id] = created;
    return [201, created];
  }
  const found = state.incidents[id];
  if (!found) return [404, { error: 'unknown' }];
  if (method === 'PATCH') Object.assign(found, body);
  return [200, found];
}

export default {
  sample: 'jira-incident-desk',
  product: 'jira',
  fixtures: {
    admins: [ADMIN],
    dead: ['GET /rest/api/3/issue/OPS-5'],
    failing: {
      'PUT /rest/api/3/issue/OPS-6/properties/incident': 500,
      'DELETE /rest/api/3/issue/OPS-6/properties/incident': 500,
      'PUT /rest/api/3/issue/OPS-7/properties/incident': 400,
      'POST /rest/api/3/issue/OPS-8/comment': 299,
    },
    issues: {
      'OPS-1': { id: '1', key: 'OPS-1', fields: { summary: 'Checkout "is" down', priority: { name: 'Highest' } } },
      'OPS-2': { id: '2', key: 'OPS-2', fields: { summary: 'Search is slow', priority: { name: 'High' } } },
      'OPS-3': { id: '3', key: 'OPS-3', fields: { summary: 'A typo', priority: null } },
      'OPS-5': { id: '5', key: 'OPS-5', fields: { summary: 'Dead line', priority: null } },
      'OPS-6': { id: '6', key: 'OPS-6', fields: { summary: 'Read only', priority: null } },
      'OPS-7': { id: '7', key: 'OPS-7', fields: { summary: 'Refused', priority: null } },
      'OPS-8': { id: '8', key: 'OPS-8', fields: { summary: 'Moved', priority: null } },
      'OPS-4': { id: '4', key: 'OPS-4', fields: { summary: 'It was slow', priority: { name: 'Low' } } },
    },
    properties: { 'OPS-2': { incident: incident('i7') }, 'OPS-6': { incident: incident('i7') }, 'OPS-4': { incident: incident('i8', 'resolved', 'minor') } },
  },
  env: { BEACON_API_URL: 'EXTERNAL' },
  external: {
    initial: () => ({ down: false, incidents: { i7: incident('i7'), i8: incident('i8', 'resolved') } }),
    answer: beacon,
    keep: ['authorization'],
  },
  stories: [
    { name: 'the panel before the app is connected', steps: [panel('OPS-1'), openIncident(), resolve('OPS-1'), unlink('OPS-1')] },
    {
      name: 'the panel',
      given: connected,
      steps: [panel('OPS-1'), panel('OPS-2', two), panel('OPS-3', at('OPS-3', '3')), panel('OPS-4', at('OPS-4', '4')), panel('OPS-9', at('OPS-9', '9'))],
    },
    {
      name: 'an incident lives and ends',
      given: connected,
      steps: [
        openIncident(),
        openIncident(),
        panel('OPS-1'),
        resolve('OPS-1', { message: 'Fixed' }),
        resolve('OPS-1', { message: 'Again' }),
        openIncident({ severity: 'minor', title: 't'.repeat(100) }),
        resolve('OPS-1'),
        unlink('OPS-1'),
        resolve('OPS-1'),
      ],
    },
    {
      name: 'what cannot be opened',
      given: connected,
      steps: [
        openIncident({ title: '  ' }),
        openIncident({ severity: 'awful' }),
        openIncident({ issueKey: 'OPS-2' }),
        openIncident({ issueKey: undefined }),
        openIncident({}, { context: { project } }),
        { external: (state) => (state.down = true) },
        openIncident(),
      ],
    },
    {
      name: 'what cannot be resolved or unlinked',
      given: { ...connected, 'open-incidents': { 'OPS-2': 'i7' } },
      steps: [
        resolve('OPS-2'),
        unlink('OPS-2'),
        resolve('OPS-3', {}, { context: at('OPS-3', '3') }),
        resolve('OPS-4', {}, { context: at('OPS-4', '4') }),
        { external: (state) => (state.down = true) },
        resolve('OPS-2', {}, { context: two }),
      ],
    },
    {
      name: 'comments in the name of the app',
      given: { 'beacon-config': { ...CONFIG, commentAsUser: false, notifySubscribers: false } },
      steps: [openIncident({ severity: 'critical' }), unlink('OPS-1')],
    },
    {
      name: 'settings',
      steps: [
        { page: 'GET /admin', as: ADMIN, from: 'incident-admin' },
        { page: 'GET /admin', as: USER, from: 'incident-admin' },
        config({ pageId: '?', apiToken: '' }),
        config({ pageId: ' page01 ', apiToken: ' beacon-token ', hookSecret: 'hush', notifySubscribers: 'true', openAutomatically: true }),
        { call: 'GET /admin/config', as: ADMIN, from: 'incident-admin' },
        { call: 'GET /admin/config', as: USER, from: 'incident-admin' },
        config({ pageId: 'page02', apiToken: '', hookSecret: '', commentAsUser: false, other: 1 }),
        config({ pageId: 'page03' }, USER),
        { page: 'GET /admin', as: ADMIN, from: 'incident-admin' },
      ],
    },
    {
      name: 'the settings page tells what is going on',
      given: { ...connected, 'open-incidents': { 'OPS-2': 'i7', 'OPS-1': 'i9' }, 'last-sync': { checked: 2, changed: 1 } },
      steps: [{ page: 'GET /admin', as: ADMIN, from: 'incident-admin' }],
    },
    {
      name: 'the connection is tried',
      given: connected,
      steps: [
        attempt({ apiToken: '' }),
        attempt({ apiToken: 'wrong' }),
        attempt({}, USER),
        { external: (state) => (state.down = true) },
        attempt({}),
      ],
    },
    {
      name: 'events open and close',
      given: { ...connected, 'open-incidents': { 'OPS-2': 'i7' } },
      steps: [
        updated('OPS-1', [{ field: 'summary', toString: 'Highest' }]),
        updated('OPS-1', [raised]),
        updated('OPS-1', [raised]),
        updated('OPS-2', [finished]),
        updated('OPS-3', [finished]),
        updated('OPS-1', [{ ...finished, to: null }]),
        updated('OPS-1', [{ ...raised, toString: 'Low' }, finished]),
        updated('OPS-1', undefined),
      ],
    },
    {
      name: 'events where nothing shall happen by itself',
      given: { 'beacon-config': { ...CONFIG, openAutomatically: false }, 'open-incidents': { 'OPS-1': 'i1' } },
      steps: [updated('OPS-1', [raised]), deleted('OPS-2'), deleted('OPS-1')],
    },
    {
      name: 'events before the app is connected',
      given: { 'beacon-config': { ...CONFIG, apiToken: '' } },
      steps: [updated('OPS-1', [raised])],
    },
    {
      name: 'work that fails is tried once more',
      given: connected,
      steps: [{ external: (state) => (state.down = true) }, updated('OPS-1', [raised])],
    },
    {
      name: 'the status page calls back',
      given: { ...connected, 'open-incidents': { 'OPS-2': 'i7' } },
      steps: [
        signed({ reference: 'OPS-2', state: 'monitoring', message: 'Looks better' }),
        signed({ reference: 'OPS-2', state: 'monitoring' }),
        signed({ reference: 'OPS-2', state: 'identified' }, { prefix: '' }),
        signed({ reference: 'OPS-2', state: 'resolved' }, { secret: 'wrong' }),
        signed({ reference: 'OPS-2', state: 'resolved' }),
        signed({ reference: 'OPS-3', state: 'resolved' }),
        signed({ reference: 'OPS-2' }),
        signed(undefined),
        { ...signed({ reference: 'OPS-2', state: 'x' }), headers: {} },
      ],
    },
    { name: 'nobody calls back without a secret', steps: [signed({ reference: 'OPS-2', state: 'resolved' }, { secret: '' })] },
    {
      name: 'the schedule asks for each open incident',
      given: { ...connected, 'open-incidents': { 'OPS-2': 'i7', 'OPS-1': 'gone' } },
      steps: [
        { schedule: true },
        { external: (state) => (state.incidents.i7.state = 'resolved') },
        { schedule: true },
        { schedule: true },
      ],
    },
    {
      name: 'the schedule while the status page is down',
      given: { ...connected, 'open-incidents': { 'OPS-2': 'i7' } },
      steps: [{ external: (state) => (state.down = true) }, { schedule: true }],
    },
    {
      name: 'the schedule before the app is connected',
      given: { 'open-incidents': { 'OPS-2': 'i7' } },
      steps: [{ schedule: true }],
    },
    {
      name: 'Jira fails',
      given: connected,
      steps: [
        panel('OPS-5', at('OPS-5', '5')),
        openIncident({ issueKey: 'OPS-7' }, { context: at('OPS-7', '7') }),
        openIncident({ issueKey: 'OPS-8' }, { context: at('OPS-8', '8') }),
        resolve('OPS-6', {}, { context: at('OPS-6', '6') }),
        unlink('OPS-6', { context: at('OPS-6', '6') }),
        signed({ reference: 'OPS-6', state: 'monitoring' }),
        openIncident({ issueKey: 'OPS-9' }, { context: at('OPS-9', '9') }),
      ],
    },
    {
      name: 'nothing can be stored',
      given: { ...connected, 'open-incidents': { 'OPS-2': 'i7' } },
      steps: [
        { storage: 'read-only' },
        openIncident(),
        resolve('OPS-2', {}, { context: two }),
        unlink('OPS-2', { context: two }),
        config({ pageId: 'page01' }),
        signed({ reference: 'OPS-4', state: 'monitoring' }),
        deleted('OPS-2'),
        { schedule: true },
        { lifecycle: 'uninstalled' },
      ],
    },
    {
      name: 'the store is down',
      given: connected,
      steps: [
        { storage: 'broken' },
        panel('OPS-1'),
        openIncident(),
        resolve('OPS-1'),
        unlink('OPS-1'),
        config({ pageId: 'page01' }),
        { call: 'GET /admin/config', as: ADMIN, from: 'incident-admin' },
        { page: 'GET /admin', as: ADMIN, from: 'incident-admin' },
        attempt({}),
        signed({ reference: 'OPS-2', state: 'resolved' }),
      ],
    },
    {
      name: 'pages in a browser',
      given: connected,
      steps: [
        {
          open: 'incident-glance',
          as: USER,
          context: one,
          actions: [{ fill: ['[name=title]', ''] }, { submit: '#open-form' }, { fill: ['[name=title]', 'Down'] }, { submit: '#open-form' }],
        },
        { open: 'incident-glance', as: USER, context: two, actions: [{ fill: ['[name=message]', 'Done'] }, { submit: '#resolve-form' }] },
        { open: 'incident-glance', as: USER, context: two },
        { open: 'incident-glance', as: USER, context: one, actions: [{ click: '#unlink' }] },
        {
          open: 'incident-admin',
          as: ADMIN,
          actions: [{ click: '#test' }, { fill: ['[name=pageId]', 'x'] }, { submit: '#config' }, { fill: ['[name=pageId]', 'page02'] }, { check: ['[name=commentAsUser]', false] }, { submit: '#config' }],
        },
      ],
    },
    {
      name: 'the app goes',
      given: { ...connected, 'open-incidents': { 'OPS-2': 'i7' }, 'last-sync': { checked: 1, changed: 0 } },
      steps: [{ lifecycle: 'uninstalled' }],
    },
  ],
};
