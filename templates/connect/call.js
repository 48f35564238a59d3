"use strict";

// The request that a handler reads and the response that it fills in.

const { EventEmitter } = require("events");
const { contextOf } = require("./context");

/** A request made of what a page sent, or of an event. */
async function request({ method, path, params = {}, query = {}, body = {}, context = {}, headers: given, rawBody }) {
  const real = path
    .split("/")
    .map((part) => (part.startsWith(":") ? encodeURIComponent(params[part.slice(1).replace(/\W.*$/, "")] ?? "") : part))
    .join("/");
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined)).toString();
  const url = search ? `${real}?${search}` : real;
  const headers = given ?? { accept: "application/json, text/html", "content-type": "application/json" };
  const req = Object.assign(new EventEmitter(), {
    method,
    pattern: path,
    path: real,
    url,
    originalUrl: url,
    baseUrl: "",
    params: { ...params },
    query,
    body: body ?? {},
    headers,
    cookies: {},
    protocol: "https",
    secure: true,
    xhr: true,
    ...(rawBody !== undefined && { rawBody }),
    get: (name) => headers[String(name).toLowerCase()],
    header: (name) => headers[String(name).toLowerCase()],
    is: (type) => String(type).includes("json"),
    accepts: (...types) => types.flat().find((type) => /json|html/.test(type)) ?? false,
  });
  req.connect = await contextOf(context);
  // Until the app's own middleware says otherwise, the context is that of the call.
  req.context = { ...req.connect };
  return req;
}

/** A response that collects what a handler says. It is settled once it is answered and nothing is awaited. */
function response(req) {
  const res = new EventEmitter();
  const headers = {};
  const awaited = [];
  let settle = () => {};

  const answer = (result) => {
    if (res.headersSent) {
      throw new Error("Cannot set headers after they are sent to the client");
    }
    res.headersSent = true;
    res.finished = true;
    res.writableEnded = true;
    res.emit("finish");
    res.emit("close");
    settleAll().then(() => settle({ status: res.statusCode, ...result }));
    return res;
  };

  // What a handler goes on doing after it has answered is waited for: nothing runs once a function has returned.
  async function settleAll() {
    for (let done = 0; done < awaited.length; ) {
      const open = awaited.slice(done);
      done = awaited.length;
      await Promise.allSettled(open);
    }
  }

  const refuse = (what) => () => {
    throw new Error(`FORGE-TODO(FS6102): ${req.method} ${req.pattern} ${what}; a function answers once, as JSON`);
  };

  Object.assign(res, {
    req,
    statusCode: 200,
    headersSent: false,
    locals: {},
    onAnswer(done) {
      settle = done;
    },
    waitFor(promise) {
      awaited.push(promise);
    },
    status(code) {
      res.statusCode = code;
      return res;
    },
    sendStatus: (code) => res.status(code).send(String(code)),
    json: (value) => answer({ body: plain(value) }),
    jsonp: (value) => answer({ body: plain(value) }),
    send(value) {
      if (value === undefined) {
        return answer({});
      }
      return answer({ body: Buffer.isBuffer(value) ? value.toString() : plain(value) });
    },
    end: (value) => (value === undefined || typeof value === "function" ? answer({}) : res.send(value)),
    render(view, options, callback) {
      const model = { ...(req.app && req.app.locals), ...res.locals, ...(typeof options === "object" ? options : {}) };
      if (callback || typeof options === "function") {
        throw new Error(`FORGE-TODO(FS6102): ${req.method} ${req.pattern} wants the HTML of the view ${view}`);
      }
      return answer({ view: String(view).replace(/\.\w+$/, ""), model: plain(model) });
    },
    redirect(...args) {
      const location = args.pop();
      res.statusCode = typeof args[0] === "number" ? args[0] : 302;
      return answer({ location });
    },
    format(choices) {
      const name = ["json", "application/json", "html", "text/html", "text", "default"].find((key) => choices[key]);
      return name ? choices[name](req, res) : answer({});
    },
    set(name, value) {
      Object.assign(headers, typeof name === "object" ? lower(name) : { [String(name).toLowerCase()]: value });
      return res;
    },
    getHeader: (name) => headers[String(name).toLowerCase()],
    get: (name) => headers[String(name).toLowerCase()],
    removeHeader(name) {
      delete headers[String(name).toLowerCase()];
    },
    type: (type) => res.set("content-type", type),
    vary: () => res,
    links: () => res,
    // A page of Forge keeps no cookies of the app.
    cookie: () => res,
    clearCookie: () => res,
    write: refuse("writes its answer piece by piece"),
    pipe: refuse("streams its answer"),
    sendFile: refuse("sends a file"),
    download: refuse("sends a file"),
    attachment: refuse("sends a file"),
  });
  res.setHeader = res.set;
  res.header = res.set;
  res.contentType = res.type;
  res.writeHead = (code, given) => res.status(code).set(given && typeof given === "object" ? given : {});
  return res;
}

function lower(headers) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** What a value is once it has been JSON, as it was on its way to a page. */
function plain(value) {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value) ?? "null");
}

module.exports = { request, response };
