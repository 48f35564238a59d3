// A secret never leaves the file it is in: twenty kinds are planted, and no output of any command holds one.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { run, sample } from './subjects.mjs';

const folder = mkdtempSync(join(tmpdir(), 'forgeshift-secrets-'));
after(() => rmSync(folder, { recursive: true, force: true }));

// Put together here, so that no scanner takes this file for a leak.
const random = (length, seed) =>
  createHash('sha512').update(`seed ${seed}`).digest('base64').replace(/[^A-Za-z0-9]/g, '').slice(0, length);
const code = {
  'aws-key': `AKIA${random(16, 1).toUpperCase()}`,
  'github-token': `ghp_${random(36, 2)}`,
  'slack-token': `xoxb-123456789012-${random(24, 3)}`,
  'stripe-key': `sk_live_${random(24, 4)}`,
  'google-key': `AIza${random(35, 5)}`,
  'gitlab-token': `glpat-${random(20, 6)}`,
  'npm-token': `npm_${random(36, 7)}`,
  'sendgrid-key': `SG.${random(22, 8)}.${random(43, 9)}`,
  jwt: `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.${random(43, 10)}`,
  'atlassian-token': `ATATT3xFfGF0${random(60, 11)}`,
  entropy: random(48, 12),
};
const settings = {
  DATABASE_URL: `postgres://app:${random(20, 13)}@db.example.com/app`,
  SESSION_SECRET: random(32, 14),
  API_PASSWORD: `Tr0ub4dor-${random(8, 15)}`,
  CLIENT_SECRET: random(40, 16),
  PRIVATE_TOKEN: random(30, 17),
};
const files = {
  'credentials.json': JSON.stringify({ sharedSecret: random(40, 18) }),
  'server.key': `-----BEGIN PRIVATE KEY-----\n${random(64, 19)}\n-----END PRIVATE KEY-----\n`,
  'keys/signing.pem': `-----BEGIN RSA PRIVATE KEY-----\n${random(64, 20)}\n-----END RSA PRIVATE KEY-----\n`,
};
const password = (text) => text.match(/:\/\/[^:]+:([^@]+)@/)?.[1] ?? text;
const planted = [
  ...Object.values(code),
  ...Object.values(settings).map(password),
  ...[18, 19, 20].map((seed, at) => random([40, 64, 64][at], seed)),
  random(36, 21),
];

const app = join(folder, 'app');
cpSync(sample, app, { recursive: true, filter: (path) => !path.includes('node_modules') });
const lines = Object.entries(code).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},`);
writeFileSync(join(app, 'lib/tokens.js'), `'use strict';\n\nmodule.exports = {\n${lines.join('\n')}\n};\n`);
const notifier = join(app, 'lib/notifier.js');
writeFileSync(
  notifier,
  `${readFileSync(notifier, 'utf8')}\nconst tokens = require('./tokens');\nmodule.exports.send = () => fetch('https://x.example.com', { headers: { Authorization: 'Bearer ' + '${random(36, 21)}' + tokens.jwt } });\n`,
);
writeFileSync(join(app, '.env'), Object.entries(settings).map(([name, value]) => `${name}=${value}\n`).join(''));
for (const [name, text] of Object.entries(files)) {
  mkdirSync(join(app, name, '..'), { recursive: true });
  writeFileSync(join(app, name), text);
}

const clean = (text, where) => {
  const leaked = planted.filter((secret) => text.includes(secret)).map((secret) => planted.indexOf(secret));
  assert.deepEqual(leaked, [], `${where} holds planted secrets of these numbers`);
};

test('twenty kinds of secrets were planted', () => {
  assert.equal(new Set(planted).size, 20);
});

for (const format of ['text', 'json', 'sarif', 'junit', 'md', 'csv', 'html', 'cyclonedx']) {
  for (const command of ['analyze', 'report']) {
    test(`${command} as ${format} shows no secret`, async () => {
      const { stdout, stderr } = await run([command, app, '--format', format, ...(format === 'text' ? ['-v'] : [])]);
      assert.notEqual(stdout, '', stderr);
      clean(stdout, 'stdout');
      clean(stderr, 'stderr');
    });
  }
}

for (const target of ['native', 'remote']) {
  test(`the plan, its file and everything that apply writes for ${target} hold no secret`, async () => {
    const [saved, out] = [join(folder, `${target}.json`), join(folder, target)];
    const planned = await run(['plan', app, '--target', target, '--out', out, '--save', saved, '-v']);
    assert.equal(planned.code, 0, planned.stderr);
    clean(planned.stdout, 'the diff');
    clean(readFileSync(saved, 'utf8'), 'the plan file');
    const applied = await run(['apply', app, '--target', target, '--out', out, '--allow-dirty']);
    assert.equal(applied.code, 0, applied.stderr);
    let looked = 0;
    const walk = (at) => {
      for (const name of readdirSync(at)) {
        const path = join(at, name);
        if (statSync(path).isDirectory()) walk(path);
        else (clean(readFileSync(path, 'latin1'), path), (looked += 1));
      }
    };
    walk(out);
    assert.ok(looked > 5, 'nothing was written');
    assert.ok(!existsSync(join(out, 'src/credentials.json')));
  });
}
