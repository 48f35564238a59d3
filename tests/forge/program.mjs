// Runs forgeshift the way a user does.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top of the repository. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
/** The program under test. */
export const binary = resolve(process.env.FORGESHIFT_BIN ?? join(root, 'target/debug/forgeshift'));
/** The three ways to move an app. */
export const targets = ['connect-on-forge', 'remote', 'native'];

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

/** `plan --format json`: the exit code, the plan where there is one, and the message where there is none. */
export async function plan(path, target, ...more) {
  const { code, stdout, stderr } = await run(['plan', path, '--target', target, '--format', 'json', ...more]);
  return { code, plan: code === 0 ? JSON.parse(stdout) : undefined, message: message(stderr) };
}

/** `apply`: the exit code and the message. */
export async function apply(path, target, ...more) {
  const { code, stderr } = await run(['apply', path, '--target', target, ...more]);
  return { code, message: message(stderr) };
}

/** What the program says went wrong. */
function message(stderr) {
  const start = stderr.indexOf('error: ');
  return start < 0 ? '' : stderr.slice(start + 'error: '.length).trim();
}

/** The text of one file as a plan would leave it. */
export function planned(plan, path) {
  return plan.changes.find((change) => change.path === path)?.content;
}

/** A folder that goes away when the test process ends. */
export function scratch() {
  const folder = mkdtempSync(join(tmpdir(), 'forgeshift-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Does a piece of work for every item, as many at a time as there are processors; the results keep their order. */
export async function each(items, work) {
  const results = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index], index);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}
