"use strict";

// Stands in for packages that only a server needs (parsers, compression, logs of requests). Whatever is called on it
// gives something that does nothing; as middleware it is left out.

const MARK = Symbol.for("forge.inert");

const inert = new Proxy(function nothing() {}, {
  get(target, name) {
    if (name === MARK) {
      return true;
    }
    // Not a promise, not a list, not a module with a default of its own.
    if (name === "then" || name === "__esModule" || name === Symbol.iterator || name === Symbol.asyncIterator) {
      return undefined;
    }
    if (name === Symbol.toPrimitive) {
      return () => "";
    }
    return name === "prototype" ? target.prototype : inert;
  },
  set: () => true,
  apply: () => inert,
  construct: () => inert,
});

module.exports = inert;
