import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorsOf, validate } from './validate.mjs';

const APP = `app:
  id: ari:cloud:ecosystem::app/invalid-run-forge-register
  runtime:
    name: nodejs24.x
`;
const TRIGGER = (event) => `modules:
  trigger:
    - key: listener
      function: main
      events: [${event}]
  function:
    - key: main
      handler: index.run
`;
const SCOPES = (...scopes) => `permissions:\n  scopes: [${scopes.join(', ')}]\n`;

async function problemsOf(manifest) {
  const dir = mkdtempSync(join(tmpdir(), 'forgeshift-validate-'));
  try {
    mkdirSync(join(dir, 'src'));
    writeFileSync(join(dir, 'src/index.js'), 'export const run = () => {};\n');
    writeFileSync(join(dir, 'manifest.yml'), manifest);
    return await validate(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

test('a sound manifest has no problems', async () => {
  assert.deepEqual(await problemsOf(APP + TRIGGER('avi:jira:created:issue') + SCOPES('read:jira-work')), []);
});

test('a missing event scope is an error', async () => {
  const errors = errorsOf(await problemsOf(APP + TRIGGER('avi:jira:created:issue') + SCOPES('read:jira-user')));
  assert.equal(errors.length, 1);
  assert.match(errors[0].message, /read:jira-work/);
});

test('a module that does not exist is an error', async () => {
  const errors = errorsOf(await problemsOf(`${APP}modules:\n  jira:isuePanel:\n    - key: panel\n`));
  assert.ok(errors.some(({ message }) => message.includes('jira:isuePanel')), JSON.stringify(errors));
});

test('a folder without a manifest is an error', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'forgeshift-validate-'));
  assert.notEqual(errorsOf(await validate(dir)).length, 0);
  rmSync(dir, { recursive: true });
});

test('a folder that is not there is refused, and the next one is judged all the same', async () => {
  await assert.rejects(validate(join(tmpdir(), 'forgeshift-nothing-here')));
  assert.deepEqual(await problemsOf(APP + TRIGGER('avi:jira:created:issue') + SCOPES('read:jira-work')), []);
});

test('the validator knows no event names, which is why the catalog has to', async () => {
  assert.deepEqual(await problemsOf(APP + TRIGGER('avi:jira:craeted:issue') + SCOPES('read:jira-work')), []);
});
