// Migrates a sample with the program under test, into a folder that goes away.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(fileURLToPath(new URL('../../..', import.meta.url)));
export const binary = resolve(process.env.FORGESHIFT_BIN ?? join(root, 'target/debug/forgeshift'));
const packages = fileURLToPath(new URL('../node_modules', import.meta.url));

/** Why a migrated app cannot be had here; nothing where it can. */
export const noBinary = existsSync(binary) ? undefined : `${binary} is not there`;

const scratch = [];
process.once('exit', () => scratch.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** The folder of the Forge app that a sample becomes, with the packages of this project beside it. */
export async function migrate(sample) {
  const folder = mkdtempSync(join(tmpdir(), 'forgeshift-parity-'));
  scratch.push(folder);
  const app = join(folder, 'app');
  await run(binary, ['apply', sample, '--target', 'native', '--out', app, '--allow-dirty']);
  symlinkSync(packages, join(app, 'node_modules'));
  return app;
}

/** Builds the app's pages by its own script. */
export async function buildPages(app) {
  const { scripts = {} } = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8'));
  if (scripts.build) await run('npm', ['run', '--silent', 'build'], { cwd: app });
}

export function run(program, args, options = {}) {
  return new Promise((done, fail) => {
    execFile(program, args, { maxBuffer: 1 << 28, timeout: 120_000, ...options }, (error, stdout, stderr) => {
      if (error) fail(new Error(`${program} ${args.join(' ')}\n${stdout}${stderr}`));
      else done(stdout);
    });
  });
}
