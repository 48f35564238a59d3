'use strict';

/** What "now" is on both sides. */
const NOW = Date.parse('2026-03-02T09:30:00.000Z');

/** A Date that stands still: both sides must write the same times. */
function frozen(RealDate, now = NOW) {
  return new Proxy(RealDate, {
    construct: (target, values, self) => Reflect.construct(target, values.length ? values : [now], self),
    apply: () => new RealDate(now).toString(),
    get: (target, name) => (name === 'now' ? () => now : target[name]),
  });
}

module.exports = { NOW, frozen };
