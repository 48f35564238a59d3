"use strict";

// The call that is being answered, and what it has begun. A server went on working after it had answered; a function
// is stopped, so what a call has begun is waited for: calls of the product, of storage and of other hosts.

const { AsyncLocalStorage } = require("async_hooks");
const channels = require("diagnostics_channel");

/** The context of the call that is being answered, for code that is handed no request. */
const current = new AsyncLocalStorage();

/** How long is waited after the answer, at most. */
const PATIENCE = 15_000;

const owners = new WeakMap();

function begin(key) {
  const work = current.getStore();
  if (work) {
    work.open += 1;
    owners.set(key, work);
  }
}

function end(key) {
  const work = owners.get(key);
  if (work) {
    owners.delete(key);
    work.open -= 1;
  }
}

// Node tells of every request to another host, whatever library makes it.
channels.subscribe("http.client.request.start", ({ request }) => begin(request));
channels.subscribe("http.client.response.finish", ({ request }) => end(request));
channels.subscribe("http.client.request.error", ({ request }) => end(request));
channels.subscribe("undici:request:create", ({ request }) => begin(request));
channels.subscribe("undici:request:trailers", ({ request }) => end(request));
channels.subscribe("undici:request:error", ({ request }) => end(request));

/** Counts a promise among what the call has begun. */
function track(promise) {
  const key = {};
  begin(key);
  return promise.finally(() => end(key));
}

/** Runs something as a call with this context, and waits for what it has begun. */
async function within(context, what) {
  const work = { ...context, open: 0 };
  return current.run(work, async () => {
    const result = await what();
    await idle(work);
    return result;
  });
}

async function idle(work) {
  const until = Date.now() + PATIENCE;
  for (let quiet = 0; quiet < 3 && Date.now() < until; ) {
    const wait = work.open > 0 ? (done) => setTimeout(done, 2) : setImmediate;
    await new Promise((done) => wait(done));
    quiet = work.open > 0 ? 0 : quiet + 1;
  }
}

module.exports = { current, track, within };
