// What is done to samples/jira-issue-pulse on both sides.
const ADMIN = 'admin-1';
const USER = 'user-1';
const project = { id: '100', key: 'PULSE' };
const at = (key, id) => ({ issue: { id, key }, project });
const one = at('PULSE-1', '10001');
const two = at('PULSE-2', '10002');

const fields = (more) => ({
  summary: 'Login works <sometimes>',
  status: { name: 'In Progress', statusCategory: { key: 'indeterminate' } },
  priority: { name: 'High' },
  assignee: { accountId: USER, displayName: 'Ada' },
  created: '2026-02-27T09:00:00.000Z',
  updated: '2026-03-01T09:00:00.000Z',
  duedate: null,
  ...more,
});
const stale = fields({
  summary: 'Nobody remembers this one',
  status: { name: 'To Do', statusCategory: { key: 'new' } },
  assignee: null,
  created: '2025-12-01T09:00:00.000Z',
  updated: '2026-01-02T09:00:00.000Z',
});
const slowing = fields({ updated: '2026-02-19T09:00:00.000Z', duedate: '2026-02-25', priority: { name: 'Low' } });
const done = fields({ status: { name: 'Done', statusCategory: { key: 'done' } }, updated: '2024-01-01T09:00:00.000Z' });

const comment = (name, text) => ({
  author: { displayName: name },
  body: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] },
});

const SETTINGS = { staleAfterDays: 14, alertBelow: 55, channel: '#pulse-team', notify: true };
const note = (text, created, author = USER) => ({ text, author, created });

const panel = (issueKey, more = {}) => ({
  page: 'GET /issue-pulse',
  query: { issueKey, projectId: '100' },
  as: USER,
  context: one,
  from: 'issue-pulse-panel',
  ...more,
});
const settings = (body, as = ADMIN) => ({ call: 'POST /settings', body, as, from: 'pulse-settings' });
const notes = (issueKey, more = {}) => ({ call: 'GET /api/notes', query: { issueKey }, as: USER, context: one, from: 'issue-pulse-panel', ...more });
const addNote = (text, more = {}) => ({ call: 'POST /api/notes', body: { issueKey: 'PULSE-1', text }, as: USER, context: one, from: 'log-note', ...more });
const changed = (key, id, content, kind = 'updated') => ({
  webhook: `jira:issue_${kind}`,
  as: USER,
  body: { user: { accountId: USER }, issue: { id, key, fields: content } },
  event: { name: `avi:jira:${kind}:issue`, issue: { id, key, fields: content } },
});

const idle = (priority, more = {}) => fields({ priority: priority && { name: priority }, updated: '2026-02-20T09:30:00.000Z', ...more });
const broken = { storage: 'broken' };

export default {
  sample: 'jira-issue-pulse',
  product: 'jira',
  fixtures: {
    admins: [ADMIN],
    dead: ['GET /rest/api/3/issue/PULSE-7', 'GET /rest/api/3/issue/PULSE-8/properties/pulse'],
    failing: { 'PUT /rest/api/3/issue/PULSE-8/properties/pulse': 500, 'PUT /rest/api/3/issue/PULSE-7/properties/pulse': 400 },
    projects: { PULSE: { id: '100', key: 'PULSE', name: 'Pulse & co' } },
    issues: {
      'PULSE-1': { id: '10001', key: 'PULSE-1', fields: fields(), comments: [comment('Ada', 'On it'), comment('Bob', 'Thanks')] },
      'PULSE-2': { id: '10002', key: 'PULSE-2', fields: stale },
      'PULSE-7': { id: '10007', key: 'PULSE-7', fields: stale },
      'PULSE-8': { id: '10008', key: 'PULSE-8', fields: stale },
    },
    properties: { 'PULSE-1': { pulse: { score: 71, band: 'healthy', computed: '2026-02-28T10:00:00.000Z' } }, 'PULSE-2': { pulse: { score: 11, band: 'stalled' } }, 'PULSE-7': { pulse: { score: 12, band: 'stalled' } }, 'PULSE-8': { pulse: { score: 13, band: 'stalled' } } },
  },
  env: { PULSE_HOOK_URL: 'EXTERNAL' },
  external: {
    initial: () => ({ down: false }),
    answer: (request, state) => (state.down ? [503, { error: 'down' }] : [200, { ok: true }]),
  },
  stories: [
    {
      name: 'the panel is rendered',
      steps: [
        panel('PULSE-1'),
        panel('PULSE-2', { context: two }),
        panel('PULSE-404', { context: at('PULSE-404', '404') }),
        panel('PULSE-1', { query: { issueKey: 'PULSE-1', projectId: '100', lic: 'none' }, license: 'none' }),
      ],
    },
    {
      name: 'the panel follows the settings',
      given: { 'pulse-settings': { ...SETTINGS, staleAfterDays: 90 } },
      steps: [panel('PULSE-2', { context: two })],
    },
    {
      name: 'the overview',
      given: { 'pulse-settings': SETTINGS },
      steps: [
        { page: 'GET /pulse-overview', as: USER, from: 'pulse-overview' },
        { page: 'GET /pulse-overview', query: { projectKey: 'PULSE' }, as: USER, context: { project }, from: 'project-pulse' },
        { page: 'GET /pulse-overview', query: { projectKey: 'a"b' }, as: USER, context: { project: { id: '1', key: 'a"b' } }, from: 'project-pulse' },
        { page: 'GET /pulse-overview', query: { projectKey: 'GONE' }, as: USER, context: { project: { id: '1', key: 'GONE' } }, from: 'project-pulse' },
      ],
    },
    {
      name: 'the dialog and the settings are rendered',
      steps: [
        { page: 'GET /log-note', query: { issueKey: 'PULSE-1' }, as: USER, context: one, from: 'log-note' },
        { page: 'GET /settings', as: ADMIN, from: 'pulse-settings' },
        { page: 'GET /settings', as: USER, from: 'pulse-settings' },
        settings(SETTINGS),
        { page: 'GET /settings', as: ADMIN, from: 'pulse-settings' },
      ],
    },
    {
      name: 'settings are checked',
      given: { 'pulse-settings': SETTINGS },
      steps: [
        settings({ staleAfterDays: 0, alertBelow: 'x' }),
        settings({ staleAfterDays: '366', alertBelow: '101', channel: 'team' }),
        settings({ staleAfterDays: '365', alertBelow: '100', channel: '#team', notify: 'on' }),
        settings({ staleAfterDays: 1, alertBelow: 0, channel: ' #t ' }),
        settings({ staleAfterDays: 1.5, alertBelow: -1, channel: '#T' }),
        settings(SETTINGS, USER),
      ],
    },
    {
      name: 'notes go round',
      steps: [
        notes('PULSE-1'),
        addNote('first'),
        addNote('  second  '),
        notes('PULSE-1'),
        addNote('   '),
        addNote(undefined),
        addNote('x'.repeat(600)),
        addNote('by nobody', { as: undefined }),
        addNote('elsewhere', { body: { issueKey: 'PULSE-2', text: 'elsewhere' } }),
        addNote('no issue', { body: { text: 'no issue' } }),
        notes('PULSE-2'),
        notes('PULSE-2', { context: two }),
        notes('PULSE-1', { context: { project } }),
      ],
    },
    {
      name: 'old notes fall off the end',
      given: { 'notes:PULSE-1': Array.from({ length: 50 }, (_, n) => note(`note ${n}`, '2026-01-01T00:00:00.000Z')) },
      steps: [addNote('the newest'), notes('PULSE-1')],
    },
    {
      name: 'events write the score',
      steps: [
        changed('PULSE-1', '10001', fields()),
        changed('PULSE-2', '10002', stale),
        changed('PULSE-2', '10002', slowing),
        changed('PULSE-1', '10001', done),
        changed('PULSE-1', '10001', fields({ priority: { name: 'Highest' }, updated: '2026-01-20T00:00:00.000Z' }), 'created'),
        changed('PULSE-1', '10001', fields({ priority: null, updated: null, created: '2026-01-20T00:00:00.000Z' }), 'created'),
      ],
    },
    {
      name: 'each cause takes its share',
      steps: [
        ...['Highest', 'High', 'Medium', 'Low', 'Lowest', 'Blocker', null].map((name) => changed('PULSE-1', '10001', idle(name))),
        changed('PULSE-1', '10001', idle('Medium', { updated: '2026-02-23T09:30:00.000Z' })),
        changed('PULSE-1', '10001', idle('Medium', { updated: '2026-02-22T09:30:00.000Z', duedate: '2026-03-01T09:30:00.000Z' })),
        changed('PULSE-1', '10001', fields({ duedate: '2026-03-01T09:30:00.000Z' })),
        changed('PULSE-1', '10001', fields({ duedate: '2026-03-03T09:30:00.000Z' })),
        changed('PULSE-1', '10001', fields({ duedate: '2025-03-01T09:30:00.000Z' })),
        changed('PULSE-1', '10001', fields({ priority: { name: 'Medium' }, assignee: null })),
        changed('PULSE-1', '10001', fields({ status: stale.status, created: '2026-02-23T09:30:00.000Z' })),
        changed('PULSE-1', '10001', fields({ status: stale.status, created: '2026-02-22T09:30:00.000Z' })),
        changed('PULSE-1', '10001', fields({ status: null })),
        changed('PULSE-1', '10001', { ...stale, priority: { name: 'Highest' }, updated: '2020-01-01T09:30:00.000Z', duedate: '2020-01-01' }),
        changed('PULSE-1', '10001', undefined),
      ],
    },
    {
      name: 'the alert has a limit',
      given: { 'pulse-settings': { ...SETTINGS, staleAfterDays: 7, alertBelow: 74 } },
      steps: [changed('PULSE-1', '10001', idle('Medium')), changed('PULSE-1', '10001', idle('High'))],
    },
    {
      name: 'settings that were stored in part',
      given: { 'pulse-settings': { alertBelow: 90 } },
      steps: [{ page: 'GET /settings', as: ADMIN, from: 'pulse-settings' }, changed('PULSE-2', '10002', stale)],
    },
    {
      name: 'one thing wrong is wrong enough',
      steps: [settings({ ...SETTINGS, channel: 'x y' }), settings({ ...SETTINGS, alertBelow: 101 }), settings({ ...SETTINGS, notify: 'off' })],
    },
    {
      name: 'the line breaks',
      steps: [
        panel('PULSE-7', { context: at('PULSE-7', '10007') }),
        panel('PULSE-8', { context: at('PULSE-8', '10008') }),
        changed('PULSE-8', '10008', stale),
        changed('PULSE-7', '10007', stale),
      ],
    },
    {
      name: 'nothing can be stored',
      steps: [{ storage: 'read-only' }, addNote('lost'), settings(SETTINGS), changed('PULSE-1', '10001', fields())],
    },
    {
      name: 'the store is down',
      steps: [
        broken,
        panel('PULSE-1'),
        notes('PULSE-1'),
        addNote('lost'),
        settings(SETTINGS),
        { page: 'GET /settings', as: ADMIN, from: 'pulse-settings' },
        { page: 'GET /pulse-overview', as: USER, from: 'pulse-overview' },
        changed('PULSE-1', '10001', fields()),
      ],
    },
    {
      name: 'a stalled issue is told',
      given: { 'pulse-settings': { ...SETTINGS, staleAfterDays: 7, alertBelow: 40 } },
      steps: [
        changed('PULSE-2', '10002', stale),
        changed('PULSE-1', '10001', fields()),
        changed('PULSE-2', '10002', slowing),
        { external: (state) => (state.down = true) },
        changed('PULSE-2', '10002', stale),
      ],
    },
    {
      name: 'nobody is told who does not want to',
      given: { 'pulse-settings': { ...SETTINGS, notify: false } },
      steps: [changed('PULSE-2', '10002', stale)],
    },
    {
      name: 'an event of an issue that is gone',
      steps: [changed('PULSE-9', '10009', fields())],
    },
    {
      name: 'pages in a browser',
      given: { 'pulse-settings': { ...SETTINGS, notify: false }, 'notes:PULSE-1': [note('seen', '2026-02-02T08:00:00.000Z')] },
      steps: [
        { open: 'issue-pulse-panel', as: USER, context: one, actions: [{ deliver: ['pulse-note-added', { issueKey: 'PULSE-1' }] }] },
        { open: 'issue-pulse-panel', as: USER, context: two },
        { open: 'log-note', as: USER, context: one, actions: [{ fill: ['textarea', 'from the page'] }, { submit: 'form' }] },
        { open: 'log-note', as: USER, context: one, actions: [{ submit: 'form' }, { click: '#cancel' }] },
        { open: 'pulse-overview', as: USER, actions: [{ click: '#refresh' }] },
        { open: 'project-pulse', as: USER, context: { project } },
        {
          open: 'pulse-settings',
          as: ADMIN,
          actions: [
            { fill: ['[name=staleAfterDays]', '0'] },
            { submit: 'form' },
            { fill: ['[name=staleAfterDays]', '30'] },
            { check: ['[name=notify]', true] },
            { submit: 'form' },
          ],
        },
      ],
    },
    {
      name: 'the app goes',
      given: { 'pulse-settings': SETTINGS, 'notes:PULSE-1': [note('seen', '2026-02-02T08:00:00.000Z')] },
      steps: [{ lifecycle: 'uninstalled' }],
    },
  ],
};
