// Each sample twice: as it is, and as the Forge app that it becomes. The same happens to both, the same must be seen.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { differences, readable } from './compare/differ.mjs';
import { noBinary } from './new/migrate.mjs';
import { acceptedOf } from './sides.mjs';
import { notInstalled, SAMPLES } from './world.mjs';

/** `{before, after}`: what was seen on each side. */
function playBoth(sample) {
  const worker = new Worker(new URL('both.mjs', import.meta.url), { workerData: { sample } });
  return new Promise((done, fail) => {
    worker.once('message', done);
    worker.once('error', fail);
    worker.once('exit', () => fail(new Error(`${sample} was not played to its end`)));
  });
}

describe('on Forge', { concurrency: 2 }, () => {
  for (const sample of SAMPLES) {
    test(`${sample} does the same as before`, { skip: noBinary ?? notInstalled(sample) }, async (t) => {
      const { before, after } = await playBoth(sample);
      const accepted = acceptedOf(sample);
      const used = new Set();
      const found = differences(before, after, accepted, used);
      const gaps = accepted.filter((rule) => rule.gap);
      t.diagnostic(`${before.length} steps, ${found.length} differences`);
      for (const { reason } of gaps) t.diagnostic(`a gap: ${reason}`);
      assert.ok(before.length > 0, 'something was played');
      assert.equal(found.length, 0, `old (-) and new (+) differ:\n${readable(found)}`);
      const unused = accepted.filter((rule) => !used.has(rule));
      assert.deepEqual(unused, [], 'what is accepted happens; take out what does not');
    });
  }
});
