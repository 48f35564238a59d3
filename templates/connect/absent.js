"use strict";

// Stands in for a package that cannot run in a function. The app loads; whoever waits for a result of the package
// gets an error that names it.

function absent(name, why) {
  const fail = () => {
    throw new Error(`FORGE-TODO(FS6103): ${name} cannot run in a function: ${why}`);
  };
  const stand = new Proxy(class Absent {}, {
    get(target, key) {
      if (key === "prototype") {
        return target.prototype;
      }
      if (key === "then") {
        return (done, failed) => {
          try {
            return fail();
          } catch (err) {
            return failed ? failed(err) : Promise.reject(err);
          }
        };
      }
      if (key === Symbol.iterator || key === Symbol.asyncIterator || key === Symbol.toPrimitive) {
        return fail;
      }
      return key === "__esModule" ? false : stand;
    },
    set: () => true,
    apply: () => stand,
    construct: () => stand,
  });
  return stand;
}

module.exports = absent;
