// Plays a scenario on mutants, one after the other, and tells for each where it first differs from the old app.
import { parentPort, workerData } from 'node:worker_threads';
import clock from '../host/clock.cjs';

globalThis.Date = clock.frozen(Date);
for (const level of ['info', 'warn', 'error', 'log', 'debug']) console[level] = () => {};
// A mistake may leave failures that nobody waits for.
process.on('unhandledRejection', () => {});

const { bundle, load } = await import('../new/bundle.mjs');
const { Runtime } = await import('../new/runtime.mjs');
const { NewApp } = await import('../new/app.mjs');
const { Renderer } = await import('../old/app.mjs');
const { scenarioOf, setVariables, surroundings } = await import('../world.mjs');
const { steps } = await import('../compare/observe.mjs');
const { differences } = await import('../compare/differ.mjs');

const { sample, folder, renderer, expected, accepted } = workerData;
const scenario = await scenarioOf(sample);
const around = await surroundings(scenario);
setVariables(scenario, around.external);
const old = new Renderer(renderer);
const before = new Map(expected.map((each) => [each.at, each]));

/** The first difference, or nothing where the mutant does all that the old app does. */
async function firstDifference({ path, text }) {
  const runtime = new Runtime(around.product, around.external);
  runtime.install();
  try {
    const exported = load(await bundle(folder, new Map(path ? [[path, text]] : [])), folder);
    const app = new NewApp({ folder, exported, runtime, ...around });
    for await (const seen of steps(scenario, { app, old, ...around, pages: false })) {
      const [found] = differences([before.get(seen.at)], [seen], accepted);
      if (found) return found;
    }
    return undefined;
  } catch (error) {
    return { at: 'loading', facet: error.message.split('\n')[0], gone: [], came: [] };
  }
}

parentPort.on('message', async ({ id, mutant }) => parentPort.postMessage({ id, difference: await firstDifference(mutant) }));
parentPort.postMessage({ ready: true });
