// Everything else on the internet that a sample calls, on loopback.
import { serve } from './server.mjs';

/** `answer(request, state)` is the scenario's; `initial()` makes the state anew. */
export async function startExternal({ answer, initial = () => ({}), keep = [] } = {}) {
  let state = initial();
  let calls = [];
  let listening = true;
  const server = await serve((request) => {
    const { method, path, query, body, headers } = request;
    const kept = Object.fromEntries(keep.filter((name) => headers[name]).map((name) => [name, headers[name]]));
    if (listening) calls.push({ method, path, query, body, headers: kept });
    return answer?.(request, state) ?? [404, {}];
  });
  return {
    url: server.url,
    close: server.close,
    reset() {
      state = initial();
      calls = [];
    },
    /** What comes while nobody listens is answered, and does not count: a function that is over sends nothing. */
    listen(on) {
      listening = on;
    },
    /** What the other side does by itself, between two steps. */
    change: (how) => how(state),
    get count() {
      return calls.length;
    },
    take() {
      const taken = calls;
      calls = [];
      return taken;
    },
  };
}
