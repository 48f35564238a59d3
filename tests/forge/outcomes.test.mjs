// Every declared thing is accounted for, every manifest is sound, and nothing changes sides unseen.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { accounted, declared, fate, holds } from './declared.mjs';
import { each, plan, planned, root, targets } from './program.mjs';
import { problems } from './soundness.mjs';
import { missing, name, ours, real, strict } from './subjects.mjs';

const found = [...ours, ...real];
const wanted = found.flatMap((path) => targets.map((target) => ({ path, target, title: `${name(path)} → ${target}` })));
const plans = await each(wanted, async (one) => ({ ...one, ...(await plan(one.path, one.target)) }));
const made = plans.filter(({ code }) => code === 0).map((one) => ({ ...one, app: app(one.plan) }));
const without = missing(real, 'real descriptors');

/** The app that a plan would write. */
function app(plan) {
  const text = planned(plan, 'manifest.yml');
  return { text, manifest: parse(text), files: plan.changes.map(({ path }) => path), file: (path) => planned(plan, path) };
}

test('every declared thing is accounted for once', (t) => {
  const wrong = [];
  const looked = made.filter(({ path }) => strict(path) !== undefined);
  for (const { path, title, plan } of looked) {
    const [there, said] = [declared(strict(path)), accounted(plan.outcomes)];
    if (JSON.stringify(there) !== JSON.stringify(said)) {
      wrong.push({ title, notSaid: without1(there, said), notThere: without1(said, there) });
    }
  }
  assert.deepEqual(wrong, []);
  t.diagnostic(`${looked.length} plans of ${new Set(looked.map(({ path }) => path)).size} descriptors that are plain JSON`);
});

/** The items of one list that the other does not have as often. */
function without1(list, other) {
  const rest = [...other];
  return list.filter((item) => {
    const at = rest.indexOf(item);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

test('what counts as written is in the manifest, and what is lost has a code, a place and a reason', (t) => {
  const wrong = [];
  let total = 0;
  for (const { title, plan, app } of made) {
    for (const outcome of plan.outcomes) {
      total += 1;
      const what = `${title}: ${outcome.connect ?? ''} ${outcome.key ?? outcome.event ?? ''}`;
      if (fate(outcome) === 'lost') {
        const told = plan.findings.some(({ code, place }) => code === outcome.lost && place?.line >= outcome.place.line && place?.end_line <= outcome.place.end_line);
        if (!/^FS\d{4}$/.test(outcome.lost) || outcome.written.length > 0 || !told) wrong.push(`${what} is lost as ${outcome.lost} without a word`);
      } else if (outcome.written.length === 0) {
        wrong.push(`${what} is neither written nor lost`);
      }
      for (const written of outcome.written) {
        if (!holds(app.manifest, written)) wrong.push(`${what}: no ${written.kind} ${written.key}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
  t.diagnostic(`${total} declared things in ${made.length} plans`);
});

test('a module that keeps its key has it in the manifest', () => {
  const wrong = made.flatMap(({ title, plan }) =>
    plan.outcomes.filter(({ keeps_key, key, written }) => keeps_key && !written.some((entry) => entry.key === key))
      .map(({ key }) => `${title}: ${key}`));
  assert.deepEqual(wrong, []);
});

test('every manifest is sound where the validator does not look', () => {
  assert.deepEqual(made.flatMap(({ title, app }) => problems(app).map((what) => `${title}: ${what}`)), []);
});

test('the licence flag is carried as it was', () => {
  const wrong = made.filter(({ path, app }) => {
    const was = strict(path)?.enableLicensing;
    return typeof was === 'boolean' && app.manifest.app.licensing?.enabled !== was;
  });
  assert.deepEqual(wrong.map(({ title }) => title), []);
});

test('the key of the Connect app is carried as it was', () => {
  const wrong = made.filter(({ path, plan, app }) => {
    const was = strict(path)?.key;
    const plain = /^[A-Za-z0-9._-]{1,90}$/.test(was ?? '') && !plan.analysis.app.products.includes('bitbucket');
    return plain && app.manifest.app.connect?.key !== was;
  });
  assert.deepEqual(wrong.map(({ title }) => title), []);
});

test('a refusal names the file, the line and the reason, or says that there is nothing to generate', () => {
  const wrong = plans.filter(({ code, message, path }) => {
    if (code === 0) return false;
    const placed = message.includes(`${basename(path)}:`) && /:\d+:\d+/.test(message);
    return code !== 2 || !(placed || /^(nothing to generate|Bitbucket has no Connect-on-Forge)/.test(message));
  });
  assert.deepEqual(wrong.map(({ title, code, message }) => `${title}: ${code} ${message}`), []);
});

// The table of outcomes. After a change that is meant, run the test with UPDATE_SNAPSHOTS=1 and read the diff.
function rows(paths) {
  const chosen = plans.filter(({ path }) => paths.includes(path));
  return chosen.map(({ path, target, plan, message }) => {
    if (!plan) return `${name(path)} | ${target} | refused | ${message.split('\n')[0]}`;
    const count = { written: 0, kept: 0, lost: 0 };
    for (const outcome of plan.outcomes) count[fate(outcome)] += 1;
    const first = plan.outcomes.find((outcome) => outcome.lost !== null);
    const lost = first ? `${first.lost} ${first.connect ?? first.event}` : '-';
    return `${name(path)} | ${target} | ${count.written} written, ${count.kept} kept, ${count.lost} lost | ${lost}`;
  });
}

function compare(file, paths) {
  const now = `file | target | outcome | first loss, or why it is refused\n${rows(paths).join('\n')}\n`;
  const path = join(root, 'tests/forge', file);
  if (process.env.UPDATE_SNAPSHOTS) writeFileSync(path, now);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  assert.deepEqual(now.split('\n'), before.split('\n'), `tests/forge/${file} has changed: UPDATE_SNAPSHOTS=1 npm test writes it anew`);
}

test('our own descriptors have the outcomes of the table', () => compare('ours.snapshot.txt', ours));
test('real descriptors have the outcomes of the table', { skip: without }, () => compare('corpus.snapshot.txt', real));
test('at least 91 real descriptors are plain JSON, and each gives an app or says why not', { skip: without }, (t) => {
  const plain = real.filter((path) => strict(path) !== undefined);
  assert.ok(plain.length >= 91, `${plain.length}`);
  const withApp = new Set(made.map(({ path }) => path));
  t.diagnostic(`${plain.length} of ${real.length} are plain JSON, ${real.filter((path) => withApp.has(path)).length} give an app for some target`);
});
