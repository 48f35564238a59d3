// A sample with all that is around it: a product, the rest of the internet, and the app itself.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startExternal } from './host/external.mjs';
import { startProduct } from './host/product.mjs';
import { root, run } from './new/migrate.mjs';
import { startOld } from './old/app.mjs';

export const SAMPLES = ['jira-issue-pulse', 'jira-incident-desk', 'confluence-decision-log'];

export const folderOf = (sample) => join(root, 'samples', sample);
export const scenarioOf = async (sample) => (await import(`./scenarios/${sample}.mjs`)).default;

/** Why a sample cannot run here; nothing where it can. */
export const notInstalled = (sample) =>
  existsSync(join(folderOf(sample), 'node_modules')) ? undefined : `npm ci --prefix samples/${sample} comes first`;

/** The product and the internet of a scenario. */
export async function surroundings(scenario) {
  const [product, external] = await Promise.all([
    startProduct(scenario.product, scenario.fixtures),
    startExternal(scenario.external),
  ]);
  return { product, external, close: () => Promise.all([product.close(), external.close()]) };
}

/** The old app, running; `folder` may be a copy of the sample. */
export async function oldSide(scenario, around, folder = folderOf(scenario.sample)) {
  return startOld({ folder, env: scenario.env, ...around });
}

/** Makes what a sample runs from, where it is made of something else. */
export async function buildSample(sample) {
  const folder = folderOf(sample);
  const { scripts } = JSON.parse(await (await import('node:fs/promises')).readFile(join(folder, 'package.json'), 'utf8'));
  if (scripts.build) await run('npm', ['run', '--silent', 'build'], { cwd: folder });
}

/** Sets the variables that the new side reads, as `forge variables set` would. */
export function setVariables(scenario, external) {
  for (const [name, value] of Object.entries(scenario.env ?? {})) process.env[name] = value.replace('EXTERNAL', external.url);
}
