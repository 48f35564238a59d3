"use strict";

// What handlers of the old server asked of its framework: who calls, the product's REST interface, and settings.

const { HostClient } = require("./client");
const { contextOf } = require("./context");
const host = require("./host");
const { authorizeConfluence, authorizeJira } = require("./permissions");
const settings = require("./settings");

const listeners = new Map();

/** The context of a call, put where the framework's middleware put it. */
function connected(req, res, next) {
  const http = new HostClient(req);
  res.locals = { ...res.locals, ...req.connect };
  req.context = { ...req.context, http, ...res.locals };
  next();
}

// Forge has made sure who calls before a function runs; what is left of these is the context.
const authenticated = () => connected;

const logger = {
  trace: (...args) => console.debug(...args),
  debug: (...args) => console.debug(...args),
  info: (...args) => console.info(...args),
  log: (...args) => console.log(...args),
  warn: (...args) => console.warn(...args),
  error: (...args) => console.error(...args),
  fatal: (...args) => console.error(...args),
};

const addon = {
  key: host.key,
  name: host.name,
  descriptor: { key: host.key, name: host.name },
  logger,
  settings,
  store: settings,
  schema: { models: {} },
  config: {
    environment: () => process.env.NODE_ENV || "production",
    product: () => ({ id: host.product, isJIRA: host.product === "jira", isConfluence: host.product === "confluence", isBitbucket: false }),
    port: () => undefined,
    appKey: () => host.key,
    // The app has no address of its own any more: what is built from this one leads nowhere.
    localBaseUrl: () => "https://no-server.invalid",
    store: () => ({}),
  },
  middleware: authenticated,
  authenticate: authenticated,
  authenticateForge: authenticated,
  associateConnect: authenticated,
  authenticateInstall: authenticated,
  authenticateAsymmetric: authenticated,
  verifyInstallation: authenticated,
  checkValidToken: authenticated,
  authorizeJira,
  authorizeConfluence,
  httpClient: (reqOrOptions) => new HostClient(reqOrOptions),
  loadClientInfo: (clientKey) => settings.get("clientInfo", clientKey),
  register() {},
  deregister() {},
  reloadDescriptor() {},
  postInstallation: () => (req, res) => res.status(204).send(),
  on(name, listener) {
    listeners.set(name, [...(listeners.get(name) || []), listener]);
    return addon;
  },
  once: (name, listener) => addon.on(name, listener),
  off(name, listener) {
    listeners.set(name, (listeners.get(name) || []).filter((known) => known !== listener));
    return addon;
  },
  emit(name, ...args) {
    const known = listeners.get(name) || [];
    known.forEach((listener) => listener(...args));
    return known.length > 0;
  },
};
addon.addListener = addon.on;
addon.removeListener = addon.off;

/** Calls the listeners of an event, and waits for them: nothing runs once a function has returned. */
async function emit(name, body, req) {
  const installed = name === "installed";
  const args = installed ? [body.clientKey, body] : [name, body, req];
  const known = [...(listeners.get(installed ? "host_settings_saved" : name) || [])];
  await connectedFirst(req);
  await Promise.all(known.map((listener) => listener(...args)));
}

function connectedFirst(req) {
  return new Promise((resolve) => connected(req, { locals: {} }, resolve));
}

/** What Connect told of an installation, as far as Forge knows it. */
async function identity(context) {
  const { clientKey, hostBaseUrl } = await contextOf(context);
  return { key: host.key, clientKey, baseUrl: hostBaseUrl, productType: host.product };
}

const ace = () => addon;
ace.store = { register() {} };
ace.default = ace;
ace.addon = addon;
ace.emit = emit;
ace.identity = identity;

module.exports = ace;
