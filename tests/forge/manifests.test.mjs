// Real manifests, most of them halfway: state, comments, order, undo.

import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { parse } from 'yaml';
import { run, scratch } from './program.mjs';
import { manifests, missing, name } from './subjects.mjs';
import { errorsOf, validate } from './validate.mjs';

/** The state by a reading of the test's own. */
function stateOf(manifest) {
  const connect = Object.values(manifest.connectModules ?? {}).flat().some((entry) => entry && typeof entry === 'object');
  if (!connect) return 'forge';
  const own = Object.keys(manifest.modules ?? {}).filter((kind) => kind !== 'function' && kind !== 'endpoint');
  return own.length > 0 ? 'hybrid' : 'connect-on-forge';
}

const skip = missing(manifests, 'real manifests');
const text = (file) => readFileSync(file, 'utf8');

test('the state of every real manifest is told, and Dhall is refused by name', { skip }, async (t) => {
  const counts = {};
  for (const file of manifests) {
    const { code, stdout, stderr } = await run(['analyze', file, '--format', 'json']);
    if (file.endsWith('.dhall')) {
      assert.equal(code, 2, name(file));
      assert.match(stderr, /Dhall/, name(file));
      counts.dhall = (counts.dhall ?? 0) + 1;
      continue;
    }
    assert.equal(code, 0, `${name(file)}: ${stderr}`);
    const { state } = JSON.parse(stdout).app;
    assert.equal(state, stateOf(parse(text(file))), name(file));
    counts[state] = (counts[state] ?? 0) + 1;
  }
  t.diagnostic(JSON.stringify(counts));
});

test('what still holds Connect modules is moved, and no comment and no order is lost', { skip }, async (t) => {
  const folder = scratch();
  let moved = 0;
  for (const file of manifests) {
    if (file.endsWith('.dhall') || stateOf(parse(text(file))) === 'forge') continue;
    for (const target of ['native', 'remote']) {
      const label = `${name(file)} ${target}`;
      const app = join(folder, name(file), target);
      mkdirSync(app, { recursive: true });
      const manifest = join(app, 'manifest.yml');
      copyFileSync(file, manifest);
      chmodSync(manifest, 0o644);
      const before = errorsOf(await validate(app)).map((problem) => problem.message);
      const { code, stderr } = await run(['apply', app, '--target', target]);
      assert.equal(code, 0, `${label}: ${stderr}`);
      moved += 1;
      const [was, is] = [text(file), text(manifest)];
      for (const comment of comments(was)) assert.ok(is.includes(comment), `${label} lost the comment: ${comment}`);
      assert.deepEqual(topKeys(is).filter((key) => topKeys(was).includes(key)), topKeys(was).filter((key) => topKeys(is).includes(key)), `${label}: order`);
      const fresh = errorsOf(await validate(app)).map((problem) => problem.message).filter((message) => !before.includes(message));
      assert.deepEqual(fresh, [], `${label} has errors that it did not have`);
      assert.match((await run(['apply', app, '--target', target])).stderr, /No changes/, `${label}: a second apply changes something`);
      assert.equal(text(manifest), is, label);
      assert.equal((await run(['undo', app])).code, 0, label);
      assert.equal(text(manifest), was, `${label}: undo does not give the bytes back`);
      assert.ok(!existsSync(join(app, 'MIGRATION.md')), `${label}: undo leaves the guide`);
    }
  }
  t.diagnostic(`${moved} moves`);
});

const comments = (source) =>
  source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('#'))
    .map((line) => line.replace(/^#+\s*/, '').trim())
    .filter((line) => line.length > 0);

const topKeys = (source) => [...source.matchAll(/^([A-Za-z]\w*):/gm)].map(([, key]) => key);
