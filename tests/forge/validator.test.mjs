// Atlassian's own validator and linter accept every app that forgeshift writes.
import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { canLint, lint } from './lint.mjs';
import { apply, each, scratch, targets } from './program.mjs';
import { missing, name, ours, real } from './subjects.mjs';
import { errorsOf, validate } from './validate.mjs';

const folder = scratch();

/** Applies every descriptor for every target; an app each, or the reason why there is none. */
function build(descriptors) {
  const wanted = descriptors.flatMap((path) => targets.map((target) => ({ path, target })));
  return each(wanted, async ({ path, target }) => {
    const title = `${name(path)} → ${target}`;
    const out = join(folder, title.replaceAll('/', '-'));
    const { code, message } = await apply(path, target, '--out', out);
    return { title, path, target, out, code, message };
  });
}

/** An app is written, or the message says which place of which file stands in the way. */
function isRefusalWithReason({ code, message, path }) {
  if (code !== 2) return false;
  const place = message.includes(`${basename(path)}:`) && /:\d+:\d+/.test(message);
  return place || message.startsWith('nothing to generate') || message.startsWith('Bitbucket has no Connect-on-Forge');
}

async function judge(built) {
  for (const app of built.filter((app) => app.code !== 0)) {
    assert.ok(isRefusalWithReason(app), `${app.title}: exit ${app.code}: ${app.message}`);
  }
  const apps = built.filter((app) => app.code === 0);
  const wrong = [];
  for (const app of apps) {
    for (const { line, message } of errorsOf(await validate(app.out))) wrong.push(`${app.title}: manifest.yml:${line}: ${message}`);
  }
  assert.deepEqual(wrong, [], `${apps.length} apps were judged`);
  return apps;
}

async function judgeCode(apps) {
  const native = apps.filter((app) => app.target === 'native');
  const wrong = [];
  for (const app of native) {
    for (const { file, line, message } of errorsOf(await lint(app.out))) wrong.push(`${app.title}: ${file}:${line}: ${message}`);
  }
  assert.deepEqual(wrong, [], `${native.length} apps were linted`);
  assert.notEqual(native.length, 0, 'something was linted');
  return native.length;
}

for (const [what, descriptors, without] of [
  ['descriptors of our own', ours, false],
  ['real descriptors', real, missing(real, 'real descriptors')],
]) {
  let apps = [];
  test(`the validator accepts what is made of ${what}`, { skip: without }, async (t) => {
    const built = await build(descriptors);
    apps = await judge(built);
    t.diagnostic(`${apps.length} apps without errors, ${built.length - apps.length} refused with a reason`);
    assert.ok(apps.length > descriptors.length, 'most descriptors give an app for most targets');
  });
  const unlinted = !canLint && '0 apps linted: the descriptions of the product APIs are not there';
  test(`the linter accepts the code that is made of ${what}`, { skip: without || unlinted }, async (t) => {
    t.diagnostic(`${await judgeCode(apps)} native apps without errors`);
  });
}
