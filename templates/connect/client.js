"use strict";

// The framework's HTTP client over Forge's: the same options, callbacks and errors.

const { Readable } = require("stream");
const { default: api, assumeTrustedRoute, fetch: fetchOutside } = require("@forge/api");
const { current, track } = require("./work");
const host = require("./host");

const METHODS = ["get", "post", "put", "del", "head", "patch"];

class HostClient {
  /** `from` is a request, or the options of `addon.httpClient({ clientKey, userAccountId })`. */
  constructor(from = {}, user) {
    this.from = from;
    this.user = user === undefined && !from.context ? from.userAccountId || from.userKey : user;
  }

  /** As a user. The one who makes the call needs no more; another needs `allowImpersonation` in the manifest. */
  asUserByAccountId(accountId) {
    if (!accountId) {
      throw new Error("A userAccountId must be provided to make a request as a user");
    }
    return new HostClient(this.from, accountId);
  }

  asUser(userKey) {
    throw new Error(`FORGE-TODO(FS6102): httpClient.asUser(${typeof userKey}) takes a user key; Forge knows account ids only`);
  }

  defaults() {
    return this;
  }

  principal() {
    if (!this.user) {
      return api.asApp();
    }
    const { userAccountId } = current.getStore() || {};
    return this.user === userAccountId ? api.asUser() : api.asUser(this.user);
  }

  async send(method, given) {
    const options = typeof given === "string" ? { url: given } : { ...given };
    const { path, outside } = addressOf(options);
    const init = { method: method === "del" ? "DELETE" : method.toUpperCase(), headers: { ...options.headers } };
    fill(init, method, options);
    for (const name of Object.keys(init.headers)) {
      if (name.toLowerCase() === "authorization" && !outside) {
        delete init.headers[name];
      }
    }
    const ask = host.product === "confluence" ? "requestConfluence" : "requestJira";
    const found = outside ? fetchOutside(outside, init) : this.principal()[ask](assumeTrustedRoute(path), init);
    return track(found.then((answer) => read(answer, options)));
  }
}

for (const method of METHODS) {
  HostClient.prototype[method] = async function call(options, callback) {
    let answered;
    try {
      answered = await this.send(method, options);
    } catch (err) {
      if (!callback) {
        throw err;
      }
      return callback(err);
    }
    if (callback) {
      return callback(null, answered, answered.body);
    }
    // Without a callback the old client gave the stream of the answer.
    const body = answered.body === undefined ? [] : [Buffer.from(typeof answered.body === "string" ? answered.body : JSON.stringify(answered.body))];
    return Object.assign(Readable.from(body), { response: answered });
  };
}
HostClient.prototype.delete = HostClient.prototype.del;

/** The path at the product, or the whole address where it is another host's. */
function addressOf(options) {
  let url = String(options.url || options.uri || "");
  if (options.qs) {
    const pairs = Object.entries(options.qs).flatMap(([name, value]) => [].concat(value).map((one) => [name, one ?? ""]));
    url = `${url.split("?")[0]}?${new URLSearchParams(pairs)}`;
  }
  if (/^[a-z]+:\/\//i.test(url)) {
    const { hostname, pathname, search } = new URL(url);
    if (!/\.(atlassian\.net|jira-dev\.com|jira\.com)$/.test(hostname)) {
      return { outside: url };
    }
    return { path: `${pathname}${search}` };
  }
  const path = url.startsWith("/") ? url : `/${url}`;
  return { path: host.product === "confluence" ? `/wiki${path}` : path };
}

function fill(init, method, options) {
  const { json } = options;
  const header = (name, value) => {
    if (!Object.keys(init.headers).some((known) => known.toLowerCase() === name.toLowerCase())) {
      init.headers[name] = value;
    }
  };
  if (json) {
    header("Accept", "application/json");
  }
  if (method === "get" || method === "head") {
    return;
  }
  if (options.multipartFormData || options.form) {
    throw new Error("FORGE-TODO(FS6102): multipart forms have to be sent from the page, or built by hand");
  }
  if (options.urlEncodedFormData) {
    init.body = new URLSearchParams(options.urlEncodedFormData).toString();
    header("Content-Type", "application/x-www-form-urlencoded");
  } else if (json !== undefined && json !== null && typeof json !== "boolean") {
    init.body = JSON.stringify(json);
    header("Content-Type", "application/json");
  } else if (options.body !== undefined) {
    init.body = json && typeof options.body !== "string" ? JSON.stringify(options.body) : options.body;
    if (json || !looksBinary(options.body)) {
      header("Content-Type", "application/json");
    }
  }
}

const looksBinary = (body) => Buffer.isBuffer(body) || body instanceof ArrayBuffer;

/** The answer in the shape that callbacks get. */
async function read(found, options) {
  let body = options.encoding === null ? Buffer.from(await found.arrayBuffer()) : await found.text();
  if (options.json) {
    try {
      body = body === "" ? undefined : JSON.parse(body);
    } catch {
      // Not JSON: the text, as before.
    }
  }
  const headers = {};
  if (found.headers && typeof found.headers.forEach === "function") {
    found.headers.forEach((value, name) => {
      headers[String(name).toLowerCase()] = value;
    });
  }
  return { statusCode: found.status, statusMessage: found.statusText, headers, body, toJSON: () => ({ statusCode: found.status, headers, body }) };
}

module.exports = { HostClient };
