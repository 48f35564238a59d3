// Calls that have no successor yet. None of them does nothing: each throws.

/** Throws, and says what is missing. */
function missing(code, what) {
  throw new Error(`FORGE-TODO(${code}): ${what}`);
}

/** In place of a function that gave a promise: what it gives is refused. */
function refused(code, what) {
  return async () => missing(code, what);
}

module.exports = { missing, refused };
