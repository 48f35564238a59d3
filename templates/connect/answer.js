"use strict";

// Where a call of Forge becomes a request of the old server, and what the old handler answered becomes what the page
// or the platform gets.

const { request, response } = require("./call");
const { contextOf } = require("./context");
const { within } = require("./work");
const host = require("./host");

/**
 * A resolver function for one route.
 *
 * `address` names the values that the product put into the page's address: they come from the context, which the
 * platform signs, and never from the payload, which the page's user can choose.
 */
function answer(method, path, { address = {}, page = false } = {}) {
  return async ({ payload = {}, context = {} }) => {
    const query = { ...payload.query };
    for (const [name, places] of Object.entries(address)) {
      delete query[name];
      const value = places.map((place) => at(context, place)).find((found) => found !== undefined && found !== null);
      if (value !== undefined) {
        query[name] = String(value);
      }
    }
    if (page && context.license) {
      query.lic = (context.license.active ?? context.license.isActive) ? "active" : "none";
    }
    const verb = method === "ALL" ? payload.method || "POST" : method;
    return serve({ method: verb, path, params: payload.params, query, body: payload.body, context });
  };
}

/**
 * What an event of Forge did before, as a request to the address that the webhook had. `names` gives the events
 * their old names. Where no route has the address, the listeners of `addon.on(name, …)` are called.
 */
async function deliver(method, path, event, context, names = {}) {
  const name = names[event && event.eventType] || Object.values(names)[0];
  const body = { ...(name ? { timestamp: Date.now(), webhookEvent: name } : {}), ...event };
  return run(method, path, body, context, name);
}

/** What Connect sent to a lifecycle address. */
async function lifecycle(method, path, name, payload, context) {
  const { identity } = require("./ace");
  const own = await identity({ ...payload, ...context });
  return run(method, path, { ...own, eventType: name }, { ...payload, ...context }, name);
}

/** Runs schedules of the old server, by the names that they were noted under. */
async function schedule(names, context = {}) {
  host.application();
  await within(await contextOf(context), () => require("./clock").run(names));
}

/** What another service sends to a web trigger, for these routes and no others. */
async function hook(routes, event, context = {}) {
  const path = `/${String(event.userPath ?? event.path ?? "").replace(/^\/+/, "")}`.split("?")[0];
  const known = routes.some((route) => {
    const [method, pattern] = route.split(" ");
    return (method === "ALL" || method === event.method) && fits(pattern, path);
  });
  if (!known) {
    return { statusCode: 404, headers: { "Content-Type": ["text/plain"] }, body: "Not found" };
  }
  const headers = first(event.headers);
  const result = await serve({
    method: event.method,
    path,
    query: first(event.queryParameters),
    body: bodyOf(event.body, headers),
    rawBody: event.body ?? "",
    headers,
    context,
  });
  const isText = typeof result.body === "string";
  const type = isText ? "text/html; charset=utf-8" : "application/json; charset=utf-8";
  return {
    statusCode: result.status,
    headers: { "Content-Type": [type], ...(result.location && { Location: [result.location] }) },
    body: isText ? result.body : (JSON.stringify(result.body) ?? ""),
  };
}

const parts = (path) => path.split("/").filter(Boolean);

function fits(pattern, path) {
  const [wanted, given] = [parts(pattern), parts(path)];
  return wanted.length === given.length && wanted.every((part, index) => part.startsWith(":") || part === given[index]);
}

const first = (lists = {}) =>
  Object.fromEntries(Object.entries(lists).map(([name, list]) => [name.toLowerCase(), [].concat(list)[0]]));

function bodyOf(text, headers) {
  if (!text) {
    return {};
  }
  if (String(headers["content-type"]).includes("urlencoded")) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

async function run(method, path, body, context, name) {
  const { emit } = require("./ace");
  const given = { method, path, body, context, query: {}, params: {} };
  const result = await serve(given, { optional: true });
  if (result === null) {
    const req = await request(given);
    await within(req.connect, () => emit(name, body, req));
    return;
  }
  if (result.status >= 500) {
    throw new Error(`${method} ${path} answered ${result.status}: ${JSON.stringify(result.body)}`);
  }
  if (result.status >= 400) {
    console.warn(`${method} ${path} answered ${result.status}`, result.body);
  }
}

/** Runs the handlers of a route; with `optional`, gives null where no route has this address. */
async function serve(given, { optional = false } = {}) {
  const app = host.application();
  const req = await request(given);
  req.app = app;
  const res = response(req);
  return within(
    req.connect,
    () =>
      new Promise((resolve, reject) => {
        res.onAnswer(resolve);
        app.handle(req, res, (err) => {
          if (err) {
            reject(err instanceof Error ? err : new Error(typeof err === "string" ? err : JSON.stringify(err)));
          } else if (optional) {
            resolve(null);
          } else {
            resolve({ status: 404, body: `Cannot ${given.method} ${req.path}` });
          }
        });
      }),
  );
}

function at(value, place) {
  return place.split(".").reduce((inner, name) => (inner === undefined || inner === null ? undefined : inner[name]), value);
}

module.exports = { answer, deliver, lifecycle, schedule, hook };
