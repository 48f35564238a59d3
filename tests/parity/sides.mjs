// Both sides of one sample, started once and closed together.
import { readFileSync } from 'node:fs';
import { play } from './compare/observe.mjs';
import { NewApp } from './new/app.mjs';
import { bundle, load } from './new/bundle.mjs';
import { buildPages, migrate } from './new/migrate.mjs';
import { Runtime } from './new/runtime.mjs';
import { buildSample, folderOf, oldSide, scenarioOf, setVariables, surroundings } from './world.mjs';

/** Differences that are accepted, as data: what, and why. */
export const acceptedOf = (sample) => JSON.parse(readFileSync(new URL(`accepted/${sample}.json`, import.meta.url), 'utf8'));

/** The old app and all around it. */
export async function startSample(sample) {
  const scenario = await scenarioOf(sample);
  await buildSample(sample);
  const around = await surroundings(scenario);
  const old = await oldSide(scenario, around);
  return {
    scenario,
    around,
    old,
    /** What the old app does. */
    playOld: (options) => play(scenario, { app: old, ...around, ...options }),
    close: async () => {
      await old.close();
      await around.close();
    },
  };
}

/** The migrated app on the surroundings of a sample that was started. */
export async function migrated(sample, { scenario, around, old }) {
  const folder = await migrate(folderOf(sample));
  await buildPages(folder);
  setVariables(scenario, around.external);
  const runtime = new Runtime(around.product, around.external);
  runtime.install();
  const app = new NewApp({ folder, exported: load(await bundle(folder), folder), runtime, ...around });
  return { folder, app, playNew: (options) => play(scenario, { app, old, ...around, ...options }) };
}
