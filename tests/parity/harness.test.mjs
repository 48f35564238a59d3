// Whether the comparison can be trusted: the same app twice is equal, an app with a fault is not.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import clock from './host/clock.cjs';
import { linesOf } from './browser/markup.mjs';
import { differences } from './compare/differ.mjs';
import { play } from './compare/observe.mjs';
import { Runtime } from './new/runtime.mjs';
import { folderOf, notInstalled, oldSide, scenarioOf, surroundings } from './world.mjs';

globalThis.Date = clock.frozen(Date);
const SAMPLE = 'jira-incident-desk';
const scratch = [];
after(() => scratch.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A copy of the sample with one fault: `from` becomes `to` in a file. */
function faulty(file, from, to) {
  const folder = join(mkdtempSync(join(tmpdir(), 'forgeshift-fault-')), 'app');
  scratch.push(folder);
  cpSync(folderOf(SAMPLE), folder, { recursive: true, filter: (path) => !/node_modules/.test(path) });
  symlinkSync(join(folderOf(SAMPLE), 'node_modules'), join(folder, 'node_modules'));
  if (file) {
    const text = readFileSync(join(folder, file), 'utf8');
    assert.ok(text.includes(from), `${file} has ${from}`);
    writeFileSync(join(folder, file), text.replace(from, to));
  }
  return folder;
}

async function playFolder(folder, pages = false) {
  const scenario = await scenarioOf(SAMPLE);
  const around = await surroundings(scenario);
  const app = await oldSide(scenario, around, folder);
  try {
    return await play(scenario, { app, ...around, pages });
  } finally {
    await app.close();
    await around.close();
  }
}

let untouched;
const original = () => (untouched ??= playFolder(folderOf(SAMPLE)));
const skip = notInstalled(SAMPLE);

test('an app is equal to itself', { skip }, async () => {
  assert.deepEqual(differences(await original(), await playFolder(faulty())), []);
});

const FAULTS = [
  ['writes', 'routes/incident.js', 'req.context.userAccountId', 'undefined', 'a call made as the app instead of the user'],
  ['external', 'lib/incidents.js', 'await beacon.connect(config).resolve(', 'await ((...none) => none)(', 'a call to another service that is left out'],
  ['stored', 'lib/incidents.js', 'await remember(addon', 'await (() => {})(addon', 'a value that is not stored'],
  ['answer', 'routes/incident.js', 'res.status(201)', 'res.status(200)', 'another status'],
  ['shows', 'routes/incident.js', "return 'critical'", "return 'major'", 'another view model'],
];

for (const [facet, file, from, to, what] of FAULTS) {
  test(`${what} is noticed`, { skip }, async () => {
    const found = differences(await original(), await playFolder(faulty(file, from, to)));
    assert.ok(found.some((each) => each.facet === facet), `${facet} among ${found.map((each) => each.facet)}`);
  });
}

const one = (facet, ...lines) => [{ at: 'story › 1', facets: { [facet]: lines } }];

test('a rule accepts what it names and nothing else', () => {
  const rule = { facet: 'writes', gone: '^POST /a as app$', came: '^POST /a as user:', reason: 'asked as the user' };
  const used = new Set();
  assert.deepEqual(differences(one('writes', 'POST /a as app'), one('writes', 'POST /a as user:1'), [rule], used), []);
  assert.ok(used.has(rule));
  assert.equal(differences(one('writes', 'POST /a as app'), one('writes'), [rule]).length, 1, 'one side alone is no pair');
  assert.equal(differences(one('reads', 'POST /a as app'), one('reads', 'POST /a as user:1'), [rule]).length, 1);
});

test('a step that is not played is a difference', () => {
  assert.equal(differences(one('answer', 'status 200'), []).length, 1);
});

test('order counts where something is changed', () => {
  assert.equal(differences(one('writes', 'PUT /a', 'PUT /b'), one('writes', 'PUT /b', 'PUT /a')).length, 1);
});

test('markup is the same however it is written, and another where it says something else', () => {
  const plain = linesOf('<body><p  class="a" id="b">one\n  two</p><script>x</script></body>');
  assert.deepEqual(linesOf('<p id="b" class="a">one two</p>'), plain);
  assert.notDeepEqual(linesOf('<p id="b" class="c">one two</p>'), plain);
  assert.notDeepEqual(linesOf('<p id="b" class="a">one two three</p>'), plain);
});

test('what a function leaves under way does not happen', async () => {
  const runtime = new Runtime({ kind: 'jira', url: 'http://127.0.0.1:9' });
  const set = (key) => runtime.fetch({ type: 'kvs' }, '/api/v1/set', { body: JSON.stringify({ key, value: 1 }) });
  await runtime.invoke(async () => {
    await set('awaited');
    set('lost');
  });
  await new Promise((done) => setTimeout(done, 20));
  assert.deepEqual(runtime.kvs.all(), { awaited: 1 });
});

test('a function that never answers is stopped', async () => {
  const runtime = new Runtime({ kind: 'jira', url: 'http://127.0.0.1:9' });
  await assert.rejects(runtime.invoke(() => new Promise(() => {})), /too long/);
});
