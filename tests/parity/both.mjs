// In a thread of its own: plays a sample on both sides and hands back what was seen. What a page's scripts leave
// unhandled belongs to the page, and must not reach the test runner.
import { parentPort, workerData } from 'node:worker_threads';
import clock from './host/clock.cjs';
import { migrated, startSample } from './sides.mjs';

globalThis.Date = clock.frozen(Date);
if (!process.env.PARITY_LOUD) for (const level of ['info', 'warn', 'error', 'log', 'debug']) console[level] = () => {};

const started = await startSample(workerData.sample);
try {
  const before = await started.playOld();
  const { playNew } = await migrated(workerData.sample, started);
  parentPort.postMessage({ before, after: await playNew() });
} finally {
  await started.close();
}
