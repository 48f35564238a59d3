// A wrapped app moves one module at a time: valid after each step, and in any order the same in the end.

import assert from 'node:assert/strict';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { parse } from 'yaml';
import { apply, root, scratch } from './program.mjs';
import { errorsOf, validate } from './validate.mjs';

const SAMPLE = join(root, 'samples/jira-issue-pulse/atlassian-connect.json');
const CONFLUENCE = join(root, 'tests/cases/descriptors/every-confluence-module.json');

for (const [file, target, most] of [[SAMPLE, 'native'], [SAMPLE, 'remote'], [CONFLUENCE, 'native', 24]]) {
  test(`moves one at a time, in three orders: ${file.split('/').at(-2)} ${target}`, async (t) => {
    const folder = scratch();
    const wrapped = join(folder, 'wrapped');
    assert.equal((await apply(file, 'connect-on-forge', '--out', wrapped)).code, 0);
    // Each copy starts without the record of the first apply.
    rmSync(join(wrapped, '.forgeshift'), { recursive: true });
    const keys = Object.values(parse(text(join(wrapped, 'manifest.yml'))).connectModules).flatMap((list) => list.map((entry) => entry.key)).slice(0, most);
    const once = copy(wrapped, join(folder, 'once'));
    assert.equal((await apply(once, target, ...(most ? ['--only', keys.join(',')] : []))).code, 0);
    for (const [label, order] of orders(keys)) {
      const app = copy(wrapped, join(folder, label));
      for (const key of order) {
        const { code, message } = await apply(app, target, '--only', key);
        assert.equal(code, 0, `${label} ${key}: ${message}`);
        assert.deepEqual(errorsOf(await validate(app)), [], `${label}: not valid after ${key}`);
      }
      assert.deepEqual(sorted(app), sorted(once), `${label} ends elsewhere`);
    }
    t.diagnostic(`${keys.length} steps in each of three orders`);
  });
}

const text = (file) => readFileSync(file, 'utf8');
const copy = (from, to) => (cpSync(from, to, { recursive: true }), to);

/** Forwards, backwards, and a mix that is the same on every machine. */
function orders(keys) {
  const mixed = [...keys].sort((a, b) => hash(a) - hash(b));
  return [['forwards', keys], ['backwards', [...keys].reverse()], ['mixed', mixed]];
}
const hash = (key) => [...key].reduce((sum, c) => (sum * 31 + c.codePointAt(0)) % 9973, 7);

/** A manifest as a value in which the order of keys and entries does not count. */
const sorted = (app) => order(parse(text(join(app, 'manifest.yml'))));
function order(value) {
  if (Array.isArray(value)) return value.map(order).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, order(value[key])]));
}
