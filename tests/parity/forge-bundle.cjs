'use strict';

// Bundles the app in a folder as Atlassian's command line does, and prints what the bundle exports. Only the two
// scripts that the command line would fetch and put beside the bundle are left empty.
const { readdirSync } = require('node:fs');
const path = require('node:path');
const { getNodeBundler } = require('@forge/bundler');

const folder = process.argv[2];
process.chdir(folder);
const quiet = new Proxy({}, { get: () => () => {} });

const fetched = {
  getNodeRuntimeWrapper: async () => ({ script: '' }),
  getNodeRuntimeLoader: async () => ({ script: '', version: '0' }),
};

(async () => {
  const bundler = getNodeBundler(quiet, fetched, { readConfig: async () => ({ app: {} }) });
  const { outputDir } = await bundler.bundle({ appDirectory: folder, entryPoints: [{ name: 'index', path: './src/index' }] });
  const exported = {};
  for (const file of readdirSync(outputDir).filter((name) => name === 'index.cjs')) {
    for (const [name, value] of Object.entries(require(path.join(outputDir, file)))) exported[`index.${name}`] = typeof value;
  }
  process.stdout.write(JSON.stringify(exported));
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
