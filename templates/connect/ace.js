"use strict";

// What handlers of the old server asked of its framework: who calls, the product's REST interface, and settings.

const { default: api, route } = require("@forge/api");
const { HostClient } = require("./client");
const { contextOf } = require("./context");
const host = require("./host");
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

/** Refuses a caller who lacks permissions in Jira. Asked as the user, at every call. */
function authorizeJira({ project = [], global = [] } = {}) {
  return async (req, res, next) => {
    try {
      const { issue, project: current } = (req.context.context || {}).jira || {};
      if (project.length > 0 && !issue && !current) {
        return res.status(401).send("Unauthorized: permissions could not be determined");
      }
      const place = {};
      if (project.length > 0) {
        Object.assign(place, issue && issue.key ? { issueKey: issue.key } : { projectKey: current && current.key });
      }
      const asked = new URLSearchParams({ permissions: [...project, ...global].join(","), ...place });
      const answer = await api.asUser().requestJira(route`/rest/api/3/mypermissions?${asked}`);
      const { permissions = {} } = answer.ok ? await answer.json() : {};
      const all = [...project, ...global].every((name) => permissions[name] && permissions[name].havePermission === true);
      return all ? next() : res.status(401).send("Unauthorized");
    } catch (err) {
      addon.logger.warn("Authorization check failed", err);
      return res.status(401).send("Unauthorized: permissions could not be determined");
    }
  };
}

/** Refuses a caller who lacks permissions in Confluence. Asked as the user, at every call. */
function authorizeConfluence({ content, application = [] } = {}) {
  return async (req, res, next) => {
    try {
      const id = (((req.context.context || {}).confluence || {}).content || {}).id;
      if (content && !id) {
        return res.status(401).send("Unauthorized: permissions could not be determined");
      }
      const may = (await mayContent(content, id, req)) && (await mayApplication(application));
      return may ? next() : res.status(401).send("Unauthorized");
    } catch (err) {
      addon.logger.warn("Authorization check failed", err);
      return res.status(401).send("Unauthorized: permissions could not be determined");
    }
  };
}

async function mayContent(operation, id, req) {
  if (!operation) {
    return true;
  }
  const answer = await api.asUser().requestConfluence(route`/wiki/rest/api/content/${id}/permission/check`, {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/json" },
    body: JSON.stringify({ subject: { type: "user", identifier: req.context.userAccountId }, operation }),
  });
  return answer.ok && (await answer.json()).hasPermission === true;
}

async function mayApplication(wanted) {
  if (wanted.length === 0) {
    return true;
  }
  const answer = await api.asUser().requestConfluence(route`/wiki/rest/api/user/current?expand=operations`);
  const { operations = [] } = answer.ok ? await answer.json() : {};
  return wanted.every((name) =>
    operations.some((one) => one.targetType === "application" && one.operation === name),
  );
}

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
