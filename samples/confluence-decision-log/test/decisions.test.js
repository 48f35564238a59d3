'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { isStatus, mayBecome } = require('../dist/services/decisions');

test('a new decision may have any state', () => assert.ok(mayBecome(undefined, 'superseded')));

test('states follow each other in one direction', () => {
  assert.ok(mayBecome('proposed', 'accepted'));
  assert.ok(mayBecome('accepted', 'superseded'));
  assert.ok(mayBecome('accepted', 'accepted'));
  assert.ok(!mayBecome('accepted', 'proposed'));
  assert.ok(!mayBecome('superseded', 'accepted'));
});

test('only four words are states', () => {
  assert.ok(isStatus('rejected'));
  assert.ok(!isStatus('maybe'));
  assert.ok(!isStatus(undefined));
});
