// What is done to samples/confluence-decision-log on both sides.
const EDITOR = 'editor-1';
const READER = 'reader-1';
const space = { id: '1', key: 'ARCH' };
const on = (id, macro) => ({ content: { id, type: 'page' }, space, macro });
const value = (status, more = {}) => ({ status, owner: EDITOR, note: 'Because', changed: '2026-01-01T00:00:00.000Z', ...more });
const entry = (pageId, title, status) => ({ pageId, title, status });

const read = (pageId, more = {}) => ({ call: 'GET /api/decisions/:pageId', params: { pageId }, as: READER, context: on('100'), from: 'decision-byline', ...more });
const decide = (pageId, body, more = {}) => ({
  call: 'PUT /api/decisions/:pageId',
  params: { pageId },
  body,
  as: EDITOR,
  context: on(pageId),
  from: 'decision-byline',
  ...more,
});
const recent = (query) => ({ call: 'GET /api/decisions/recent', query, as: READER, context: on('100'), from: 'decision-list' });
const macro = (query) => ({
  page: 'GET /macro',
  query: { pageId: '100', spaceKey: 'ARCH', label: '', limit: '', showOwner: '', ...query },
  as: READER,
  context: on('100', query),
  from: 'decision-list',
});
const labelled = (name, id, as = EDITOR) => ({
  webhook: 'label_added',
  as,
  body: { label: { name, prefix: 'global' }, content: { id: Number(id) }, userAccountId: as },
  event: { name: 'avi:confluence:added:label', label: { name, prefix: 'global' }, content: { id: Number(id) } },
});
const removed = (id) => ({
  webhook: 'page_removed',
  as: EDITOR,
  body: { page: { id: Number(id), title: 'Gone', spaceKey: 'ARCH' }, userAccountId: EDITOR },
  event: { name: 'avi:confluence:deleted:page', content: { id: String(id), type: 'page', title: 'Gone', space } },
});
const list = [entry('101', 'Drop IE 11', 'rejected'), entry('100', 'Use PostgreSQL', 'accepted')];

export default {
  sample: 'confluence-decision-log',
  product: 'confluence',
  fixtures: {
    editors: [EDITOR],
    pages: {
      100: { title: 'Use PostgreSQL', author: 'Ada', labels: ['decision'] },
      101: { title: 'Drop <IE> 11', author: 'Bob', labels: ['decision', 'adr'] },
      102: { title: 'Ship weekly', author: 'Cy', labels: [] },
      105: { title: 'Refused', author: 'Fay', labels: [] },
      104: { title: 'Dead', author: 'Ed', labels: [] },
      103: { title: 'Frozen', author: 'Di', labels: [] },
    },
    properties: { 101: { decision: { key: 'decision', value: value('accepted', { note: '"Old"' }), version: { number: 4 } } } },
    failing: { 103: 503, 105: 400 },
    dead: ['104'],
  },
  external: {},
  stories: [
    {
      name: 'the macro is rendered',
      steps: [
        macro({}),
        macro({ label: 'adr', limit: '3', showOwner: 'true' }),
        macro({ label: 'a"b', limit: '900', showOwner: 'false' }),
        macro({ limit: 'many' }),
      ],
    },
    {
      name: 'the macro follows the settings',
      given: { settings: { label: 'adr', keep: 2 } },
      steps: [macro({}), { page: 'GET /macro-editor', query: { spaceKey: 'ARCH' }, as: EDITOR, context: on('100'), from: 'decision-list' }],
    },
    {
      name: 'the byline is rendered',
      steps: [{ page: 'GET /byline', query: { pageId: '100' }, as: READER, context: on('100'), from: 'decision-byline' }],
    },
    {
      name: 'decisions are read',
      given: { 'recent-decisions': list },
      steps: [
        read('100'),
        read('101', { context: on('101') }),
        read('101'),
        read('100', { context: { space } }),
        read('103', { context: on('103') }),
        recent(),
        recent({ status: 'accepted' }),
        recent({ status: 'proposed' }),
      ],
    },
    {
      name: 'decisions are made',
      steps: [
        decide('100', { status: 'proposed', note: 'n'.repeat(300) }),
        decide('100', { status: 'superseded' }),
        decide('100', { status: 'accepted' }),
        decide('101', { status: 'superseded', note: 5 }),
        decide('101', { status: 'accepted' }),
        decide('102', { status: 'rejected' }),
        decide('102', { status: 'proposed', note: 'again' }),
        recent(),
      ],
    },
    {
      name: 'decisions that cannot be made',
      steps: [
        decide('100', { status: 'maybe' }),
        decide('100', {}),
        decide('100', { status: 'proposed' }, { as: READER }),
        decide('100', { status: 'proposed' }, { context: on('101') }),
        decide('103', { status: 'proposed' }),
        decide('105', { status: 'proposed' }),
      ],
    },
    {
      name: 'only as many are kept as the settings say',
      given: { settings: { label: 'decision', keep: 2 }, 'recent-decisions': list },
      steps: [decide('102', { status: 'proposed' }), decide('100', { status: 'proposed' }), recent()],
    },
    {
      name: 'events',
      given: { 'recent-decisions': list },
      steps: [
        labelled('meeting', '100'),
        labelled('decision', '100'),
        labelled('decision', '100'),
        labelled('decision', '101'),
        labelled('decision', '103'),
        removed('102'),
        removed('101'),
        recent(),
      ],
    },
    {
      name: 'events follow the settings',
      given: { settings: { label: 'adr', keep: 5 } },
      steps: [labelled('decision', '100'), labelled('adr', '102')],
    },
    { name: 'enabled for the first time', steps: [{ lifecycle: 'enabled' }] },
    { name: 'enabled again', given: { settings: { label: 'adr', keep: 2 } }, steps: [{ lifecycle: 'enabled' }] },
    {
      name: 'five are kept where no settings say so',
      given: { 'recent-decisions': ['1', '2', '3', '4', '5'].map((id) => entry(id, `Page ${id}`, 'accepted')) },
      steps: [decide('100', { status: 'proposed' }), recent()],
    },
    {
      name: 'the line breaks',
      steps: [read('104', { context: on('104') }), decide('104', { status: 'proposed' })],
    },
    {
      name: 'nothing can be stored',
      given: { 'recent-decisions': list },
      steps: [{ storage: 'read-only' }, decide('100', { status: 'proposed' }), labelled('decision', '102'), { lifecycle: 'uninstalled' }],
    },
    {
      name: 'the store is down',
      steps: [
        { storage: 'broken' },
        recent(),
        macro({}),
        decide('100', { status: 'proposed' }),
        { page: 'GET /macro-editor', query: { spaceKey: 'ARCH' }, as: EDITOR, context: on('100'), from: 'decision-list' },
      ],
    },
    {
      name: 'pages in a browser',
      given: { 'recent-decisions': list },
      steps: [
        { open: 'decision-list', as: READER, context: on('100', { label: 'decision', limit: '10', showOwner: 'true' }) },
        { open: 'decision-list', as: READER, context: on('100', { label: 'adr', limit: '1', showOwner: 'false' }) },
        { open: 'decision-list', as: READER, context: on('100', { label: 'nothing', limit: '1', showOwner: 'true' }) },
        {
          open: 'decision-byline',
          as: EDITOR,
          context: on('100'),
          actions: [{ fill: ['[name=note]', 'Why not'] }, { click: '[data-status=accepted]' }, { click: '[data-status=proposed]' }],
        },
        { open: 'decision-byline', as: READER, context: on('101'), actions: [{ click: '[data-status=superseded]' }] },
        {
          open: 'decision-list/editor',
          as: EDITOR,
          context: on('100'),
          macroData: { label: 'adr', limit: '7', showOwner: 'false' },
          actions: [
            { fill: ['[name=limit]', '0'] },
            { button: 'submit' },
            { fill: ['[name=limit]', '12'] },
            { check: ['[name=showOwner]', true] },
            { button: 'submit' },
          ],
        },
      ],
    },
    {
      name: 'the app goes',
      given: { settings: { label: 'adr', keep: 2 }, 'recent-decisions': list },
      steps: [{ lifecycle: 'uninstalled' }],
    },
  ],
};
