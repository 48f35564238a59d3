'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { computePulse, bandOf } = require('../lib/score');

const NOW = Date.parse('2024-06-30T12:00:00Z');
const OPTIONS = { now: NOW, staleAfterDays: 7 };

function issue(fields) {
  return {
    key: 'PULSE-1',
    fields: {
      created: '2024-06-28T12:00:00.000+0000',
      updated: '2024-06-29T12:00:00.000+0000',
      priority: { name: 'Medium' },
      status: { name: 'In Progress', statusCategory: { key: 'indeterminate' } },
      assignee: { accountId: 'a-1' },
      ...fields,
    },
  };
}

test('an issue in motion is healthy', () => {
  assert.deepEqual(computePulse(issue(), OPTIONS), { score: 100, band: 'healthy', reasons: [] });
});

test('a done issue is left alone', () => {
  const done = issue({ status: { statusCategory: { key: 'done' } }, updated: '2020-01-01T00:00:00Z', assignee: null });
  assert.equal(computePulse(done, OPTIONS).band, 'done');
});

test('each cause takes its share', () => {
  const idle = issue({ updated: '2024-06-20T12:00:00Z' });
  assert.deepEqual(computePulse(idle, OPTIONS), {
    score: 74,
    band: 'healthy',
    reasons: ['No change for 10 days'],
  });
  assert.equal(computePulse(issue({ assignee: null }), OPTIONS).score, 85);
  assert.equal(computePulse(issue({ duedate: '2024-06-25' }), OPTIONS).score, 85);
});

test('a higher priority fades faster', () => {
  const fields = { updated: '2024-06-20T12:00:00Z' };
  const highest = computePulse(issue({ ...fields, priority: { name: 'Highest' } }), OPTIONS);
  const lowest = computePulse(issue({ ...fields, priority: { name: 'Lowest' } }), OPTIONS);
  assert.equal(highest.score, 61);
  assert.equal(lowest.score, 87);
});

test('the score never leaves 0 to 100', () => {
  const dead = issue({
    created: '2020-01-01T00:00:00Z',
    updated: '2020-01-01T00:00:00Z',
    duedate: '2020-02-01',
    priority: { name: 'Highest' },
    status: { statusCategory: { key: 'new' } },
    assignee: null,
  });
  const pulse = computePulse(dead, OPTIONS);
  assert.equal(pulse.score, 0);
  assert.equal(pulse.reasons.length, 4);
});

test('bands', () => {
  assert.deepEqual([100, 70, 69, 40, 39, 0].map(bandOf), [
    'healthy',
    'healthy',
    'slowing',
    'slowing',
    'stalled',
    'stalled',
  ]);
});
