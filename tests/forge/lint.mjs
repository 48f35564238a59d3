// Atlassian's own linter over a folder that holds a Forge app. No network is used.
import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { root } from './program.mjs';

const load = createRequire(import.meta.url);
/** Where the descriptions of the products' APIs lie that the linter looks calls up in. */
const descriptions = process.env.FORGESHIFT_API_DESCRIPTIONS ?? join(root, '../shared/forge-check/specs');
/** Whether the linter has what it needs. */
export const canLint = existsSync(join(descriptions, 'jira-platform.json'));

/** What the linter says of the app in a folder. */
export async function lint(folder) {
  const { lint } = linter();
  return inside(folder, async () => {
    const manifest = parse(readFileSync('manifest.yml', 'utf8'));
    const sources = existsSync('src') ? code('src') : [];
    const silent = new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : () => {}) });
    const never = new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : async () => false) });
    const options = { linter: { mode: 'client-side' } };
    const results = await lint(sources, manifest, 'development', silent, never, options);
    return results.flatMap((result) => [
      ...result.errors.map((found) => ({ ...found, level: 'error' })),
      ...result.warnings.map((found) => ({ ...found, level: 'warning' })),
    ].map(({ level, line, message }) => ({ level, line, message, file: relative('.', result.file ?? '') })));
  });
}

let loaded;
function linter() {
  if (loaded) return loaded;
  const empty = join(mkdtempSync(join(tmpdir(), 'forgeshift-none-')), 'none.json');
  writeFileSync(empty, '{"paths":{}}');
  const at = (name) => join(descriptions, name);
  // With these set the linter reads files where it would ask the network.
  Object.assign(process.env, {
    USE_LOCAL_SWAGGER: '1',
    LOCAL_JIRA_SWAGGER: at('jira-platform.json'),
    LOCAL_JSW_SWAGGER: at('jira-software.json'),
    LOCAL_JSM_SWAGGER: empty,
    LOCAL_BB_SWAGGER: empty,
    LOCAL_CONF_SWAGGER: at('confluence-v1.json'),
    LOCAL_CONF_V2_SWAGGER: at('confluence-v2.json'),
  });
  loaded = load('@forge/lint/out/lint/lint.js');
  return loaded;
}

/** Both packages look at the working directory alone. */
async function inside(folder, work) {
  const before = process.cwd();
  process.chdir(folder);
  try {
    return await work();
  } finally {
    process.chdir(before);
  }
}

function code(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return code(path);
    return /\.[cm]?[jt]sx?$/.test(entry.name) ? [path] : [];
  });
}
