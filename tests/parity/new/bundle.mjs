// Makes one module of a Forge app's functions, and loads it afresh each time.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * The functions of the app in `folder` as source. `replaced` gives the text of files that a mutation changed, by
 * absolute path. Packages stay outside: they are the real ones.
 */
export async function bundle(folder, replaced = new Map()) {
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'src/index')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    logLevel: 'silent',
    nodePaths: [new URL('../node_modules', import.meta.url).pathname],
    plugins: [replacing(replaced)],
  });
  return outputFiles[0].text;
}

const replacing = (replaced) => ({
  name: 'replaced',
  setup({ onLoad }) {
    if (replaced.size === 0) return;
    onLoad({ filter: /\.[cm]?[jt]sx?$/ }, ({ path }) =>
      replaced.has(path) ? { contents: replaced.get(path), loader: /\.[cm]?ts$/.test(path) ? 'ts' : 'js' } : undefined
    );
  },
});

const require = createRequire(import.meta.url);

/** What the bundle exports. */
export function load(source, folder) {
  const module = { exports: {} };
  // Compiled rather than required: nothing of an earlier load may be left.
  new Function('module', 'exports', 'require', '__filename', '__dirname', source)(
    module,
    module.exports,
    require,
    join(folder, 'src/index.js'),
    join(folder, 'src')
  );
  return module.exports;
}
