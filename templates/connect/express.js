"use strict";

// Routes and middleware of the old server, without the server: the same handlers run in the same order, and what
// they answer is collected instead of sent. Nothing listens here. See answer.js for who calls.

const INERT = Symbol.for("forge.inert");
const METHODS = ["get", "post", "put", "patch", "delete", "del", "head", "options", "all"];

/** Applications in the order in which they were made: the first is the app's own. */
const made = [];

/** A list of layers; each is a function with the method and path that it answers. */
function createRouter() {
  const layers = [];

  function router(req, res, next) {
    run(layers, req, res, router.base || "", next);
  }

  router.layers = layers;

  router.use = function use(...args) {
    const paths = hasPath(args) ? [].concat(args.shift()) : [""];
    for (const handle of flat(args)) {
      for (const path of paths) {
        layers.push({ path, handle, prefix: true });
      }
    }
    return router;
  };

  for (const method of METHODS) {
    router[method] = function register(path, ...handlers) {
      add(layers, method, path, handlers);
      return router;
    };
  }

  router.route = function route(path) {
    const chain = {};
    for (const method of METHODS) {
      chain[method] = (...handlers) => {
        add(layers, method, path, handlers);
        return chain;
      };
    }
    return chain;
  };

  router.param = function param(name, check) {
    layers.push({ path: "", prefix: true, param: name, handle: check });
    return router;
  };

  return router;
}

function add(layers, method, path, handlers) {
  const group = {};
  const verb = method === "del" ? "DELETE" : method.toUpperCase();
  for (const one of [].concat(path)) {
    for (const handle of flat(handlers)) {
      layers.push({ path: one, handle, method: verb, group });
    }
  }
}

function hasPath(args) {
  const isPath = (value) => typeof value === "string" || value instanceof RegExp;
  return isPath(args[0]) || (Array.isArray(args[0]) && args[0].length > 0 && args[0].every(isPath));
}

/** Handlers, lists of them undone; what only a server needs is left out. */
function flat(handlers) {
  return handlers.flat(Infinity).filter((handle) => typeof handle === "function" && !handle[INERT]);
}

/** Runs the layers that match, one after the other, until one answers. */
function run(layers, req, res, base, done) {
  let index = 0;
  let skipped = null;

  function next(err) {
    let error = err;
    if (error === "route" || error === "router") {
      skipped = error === "route" ? layers[index - 1].group : layers;
      error = undefined;
    }
    while (index < layers.length) {
      const layer = layers[index++];
      if (skipped === layers || (skipped && layer.group === skipped) || res.headersSent) {
        continue;
      }
      const found = match(layer, req, base);
      const takesError = !layer.handle.layers && !layer.param && layer.handle.length === 4;
      if (!found || Boolean(error) !== takesError) {
        continue;
      }
      req.params = { ...req.params, ...found.params };
      return call(layer, found.base, error);
    }
    return done(error);
  }

  function call(layer, below, error) {
    const step = once(next);
    try {
      let result;
      if (layer.handle.layers) {
        result = run(layer.handle.layers, req, res, below, step);
      } else if (layer.param) {
        const value = req.params[layer.param];
        result = value === undefined ? step() : layer.handle(req, res, step, value, layer.param);
      } else if (error) {
        result = layer.handle(error, req, res, step);
      } else {
        req.baseUrl = layer.prefix ? below : base;
        result = layer.handle(req, res, step);
      }
      if (result && typeof result.then === "function") {
        res.waitFor(Promise.resolve(result).catch(step));
      }
    } catch (thrown) {
      step(thrown);
    }
    return undefined;
  }

  next();
}

function once(next) {
  let called = false;
  return (err) => {
    if (!called) {
      called = true;
      next(err);
    }
  };
}

const parts = (path) => String(path).split("/").filter(Boolean);

/**
 * Whether a layer answers a request. The request carries the path as it was registered (`/notes/:id`); a parameter
 * of the layer takes whatever stands in its place.
 */
function match(layer, req, base) {
  if (layer.method && layer.method !== "ALL" && layer.method !== req.method) {
    return layer.method === "GET" && req.method === "HEAD" ? compare(layer, req, base) : null;
  }
  return compare(layer, req, base);
}

function compare(layer, req, base) {
  if (layer.path instanceof RegExp) {
    return layer.path.test(req.path) ? { params: {}, base } : null;
  }
  const full = `${base}/${layer.path || ""}`;
  const wanted = parts(full);
  const given = parts(req.pattern);
  const real = parts(req.path);
  const params = {};
  for (let at = 0; at < wanted.length; at += 1) {
    const part = wanted[at];
    if (part.startsWith("*") || part === "(.*)") {
      return { params, base: full };
    }
    if (at >= given.length) {
      if (part.startsWith(":") && part.endsWith("?")) {
        continue;
      }
      return null;
    }
    if (part.startsWith(":")) {
      const name = part.slice(1).replace(/[?+*(].*$/, "");
      params[name] = given[at].startsWith(":") ? req.params[given[at].slice(1).replace(/\W.*$/, "")] : decode(real[at]);
    } else if (part !== given[at]) {
      return null;
    }
  }
  return layer.prefix || given.length <= wanted.length ? { params, base: full } : null;
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** What `express()` gave: a router with settings. */
function express() {
  const app = createRouter();
  const settings = new Map([["env", process.env.NODE_ENV || "production"]]);
  const route = app.get;
  app.locals = {};
  app.get = (name, ...handlers) => (handlers.length === 0 && typeof name === "string" ? settings.get(name) : route(name, ...handlers));
  app.set = (name, value) => {
    settings.set(name, value);
    return app;
  };
  app.enable = (name) => app.set(name, true);
  app.disable = (name) => app.set(name, false);
  app.enabled = (name) => Boolean(settings.get(name));
  app.disabled = (name) => !settings.get(name);
  app.engine = () => app;
  // Nothing listens in a function: what would have run once the server did has no moment here.
  app.listen = () => ({ close() {}, on() {}, address: () => null });
  app.on = () => app;
  app.handle = (req, res, done) => run(app.layers, req, res, "", done);
  made.push(app);
  return app;
}

const pass = () => (req, res, next) => next();

// Bodies arrive parsed and pages are static resources: what read and served them only passes on.
express.json = pass;
express.urlencoded = pass;
express.text = pass;
express.raw = pass;
express.static = pass;
express.Router = createRouter;
express.application = () => made[0];
express.default = express;

module.exports = express;
