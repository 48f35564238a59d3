'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const createQueue = require('../lib/queue');

test('jobs run one at a time, in order', async () => {
  const seen = [];
  const queue = createQueue(
    async (n) => {
      seen.push(`start ${n}`);
      await new Promise((done) => setTimeout(done, 5));
      seen.push(`end ${n}`);
    },
    assert.fail
  );
  queue.push(1);
  queue.push(2);
  await queue.drained();
  assert.deepEqual(seen, ['start 1', 'end 1', 'start 2', 'end 2']);
});

test('a job that fails is tried once more, then reported', async () => {
  const failures = [];
  let tries = 0;
  const queue = createQueue(
    () => {
      tries += 1;
      throw new Error('no');
    },
    (err, data) => failures.push(`${data}: ${err.message}`)
  );
  queue.push('job');
  await queue.drained();
  assert.equal(tries, 2);
  assert.deepEqual(failures, ['job: no']);
});

test('nothing pushed, nothing to wait for', () => createQueue(assert.fail, assert.fail).drained());
