// What each sample becomes is an app that Forge's own tools take: its bundler, the type checker, Node's parser.
// (Validator and linter look at the same samples in tests/forge.)
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { noBinary, buildPages, migrate, run } from './new/migrate.mjs';
import { readManifest } from './new/app.mjs';
import { folderOf, notInstalled, SAMPLES } from './world.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const migratedOnce = new Map();
const migratedApp = (sample) => migratedOnce.get(sample) ?? migratedOnce.set(sample, migrate(folderOf(sample))).get(sample);

function files(folder, ending) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', '.forgeshift'].includes(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return files(path, ending);
    return ending.test(entry.name) ? [path] : [];
  });
}

describe('what a sample becomes', { concurrency: 2 }, () => {
  for (const sample of SAMPLES) {
    const skip = noBinary ?? notInstalled(sample);

    test(`${sample} is bundled by @forge/bundler`, { skip }, async () => {
      const folder = await migratedApp(sample);
      const exported = JSON.parse(await run(process.execPath, [here('forge-bundle.cjs'), folder]));
      for (const { handler } of readManifest(folder).modules.function) {
        const [file, name] = handler.split('.');
        assert.equal(exported[`${file}.${name}`], 'function', `${handler} is a function of the bundle`);
      }
    });

    test(`${sample} has pages that are built and complete`, { skip }, async () => {
      const folder = await migratedApp(sample);
      await buildPages(folder);
      for (const { key, path } of readManifest(folder).resources) {
        const page = join(folder, path, 'index.html');
        assert.ok(existsSync(page), `${key} has an index.html`);
        const named = [...readFileSync(page, 'utf8').matchAll(/(?:src|href)="([^"#:]+)"/g)].map(([, address]) => address);
        const missing = named.filter((address) => !existsSync(join(folder, path, address)));
        assert.deepEqual(missing, [], `${key}: what the page loads is there`);
      }
    });

    test(`${sample} is JavaScript that Node can read`, { skip }, async () => {
      const folder = await migratedApp(sample);
      const scripts = ['src', 'pages', 'bridge'].map((name) => join(folder, name)).filter(existsSync);
      const paths = scripts.flatMap((each) => files(each, /\.[cm]?js$/));
      assert.ok(paths.length > 0);
      const refused = JSON.parse(await run(process.execPath, ['--experimental-vm-modules', '--no-warnings', here('parse.cjs'), ...paths]));
      assert.deepEqual(refused, []);
    });

    test(`${sample} has types that fit, where it has types`, { skip }, async (t) => {
      const folder = await migratedApp(sample);
      if (!existsSync(join(folder, 'tsconfig.json'))) return t.skip('no TypeScript');
      await run(process.execPath, [here('node_modules/typescript/bin/tsc'), '--noEmit', '-p', folder]);
    });
  }
});
