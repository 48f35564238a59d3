// Runs mutants in threads. One that does not come to an end is stopped, and counts as caught.
import { Worker } from 'node:worker_threads';

const WORKER = new URL('worker.mjs', import.meta.url);

/** `[{mutant, caught, difference}]` in the order of `mutants`. */
export async function runMutants(mutants, { workerData, threads = 2, limit = 30_000 }) {
  const results = new Array(mutants.length);
  let next = 0;
  const lane = async () => {
    let worker = await start(workerData);
    for (let at = next++; at < mutants.length; at = next++) {
      const outcome = await one(worker, mutants[at], limit);
      results[at] = { mutant: mutants[at], ...outcome };
      if (outcome.stuck) {
        await worker.terminate();
        worker = await start(workerData);
      }
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: threads }, lane));
  return results;
}

function start(workerData) {
  const worker = new Worker(WORKER, { workerData });
  return new Promise((ready, failed) => {
    worker.once('message', () => ready(worker));
    worker.once('error', failed);
  });
}

function one(worker, { path, text }, limit) {
  return new Promise((done) => {
    const finish = (outcome) => {
      clearTimeout(timer);
      worker.removeAllListeners('message');
      worker.removeAllListeners('error');
      done(outcome);
    };
    const timer = setTimeout(() => finish({ caught: true, stuck: true, difference: { at: 'never ends', facet: 'time' } }), limit);
    worker.once('message', ({ difference }) => finish({ caught: Boolean(difference), difference }));
    worker.once('error', (error) => finish({ caught: true, stuck: true, difference: { at: 'the process', facet: error.message } }));
    worker.postMessage({ mutant: { path, text } });
  });
}
