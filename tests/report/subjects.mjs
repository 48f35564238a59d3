// What the formats are tried on, and the program under test.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
const binary = resolve(process.env.FORGESHIFT_BIN ?? join(root, 'target/debug/forgeshift'));

/** A whole app of our own. */
export const sample = join(root, 'samples/jira-issue-pulse');
/** Small apps in several languages, some without a descriptor, some with a manifest. */
export const cases = ['code/needs', 'code/descriptor-in-code', 'code-rust/axum-auth-layer', 'roa/3-egress-no'].map((name) =>
  join(root, 'tests/cases', name, 'app'),
);
/** An app whose descriptor and code hold what breaks tables, markup, formulas and scripts. */
export const hostile = join(here, 'hostile');

if (!existsSync(binary)) {
  throw new Error(`${binary} is not there: run \`cargo build\` first, or set FORGESHIFT_BIN`);
}

/** Runs the program; the result is its exit code and what it printed. */
export function run(args) {
  const options = { maxBuffer: 1 << 30, timeout: 120_000, env: { ...process.env, NO_COLOR: '1' } };
  return new Promise((done) => {
    execFile(binary, args, options, (error, stdout, stderr) => {
      const code = error ? (error.signal ? `signal ${error.signal}` : error.code) : 0;
      done({ code, stdout, stderr });
    });
  });
}
