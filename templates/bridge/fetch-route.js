// The page's calls to the app's own server, which are calls of its resolver now. Forge knows who calls: a token of
// the page is neither read nor sent.
const { invoke } = require("@forge/bridge");
const { ROUTES } = require("./routes.js");

/** What stands where the page had its token. It opens nothing. */
const NO_TOKEN = "forge";

/** In place of the call that gave the token, as a promise and through a callback. */
function pageToken(callback) {
  if (callback) {
    callback(NO_TOKEN);
  }
  return Promise.resolve(NO_TOKEN);
}

/** As `fetch`, for the routes of the app: the answer is a Response. */
async function fetchRoute(address, options = {}) {
  const url = new URL(String(address), "https://app.invalid");
  const method = String(options.method || "GET").toUpperCase();
  const found = find(method, url.pathname);
  if (!found) {
    throw new TypeError(`No resolver answers ${method} ${url.pathname}.`);
  }
  const answer = await invoke(found.route, {
    params: found.params,
    query: queryOf(url.searchParams),
    body: await bodyOf(options),
  });
  return responseOf(answer);
}

/** The route that answers, with the values of its parameters; a literal part wins over a parameter. */
function find(method, pathname) {
  const parts = split(pathname);
  let best;
  for (const route of ROUTES) {
    const [verb, path] = route.split(" ");
    const pattern = split(path);
    if ((verb !== method && verb !== "ALL") || pattern.length !== parts.length) {
      continue;
    }
    const params = {};
    let literal = 0;
    const fits = pattern.every((part, at) => {
      if (part.startsWith(":")) {
        params[part.slice(1).replace(/\W.*$/, "")] = decodeURIComponent(parts[at]);
        return true;
      }
      literal += 1;
      return part === parts[at];
    });
    if (fits && (!best || literal > best.literal)) {
      best = { route, params, literal };
    }
  }
  return best;
}

function split(path) {
  return path.split("/").filter(Boolean);
}

/** A parameter that comes more than once is a list, as servers read it. */
function queryOf(search) {
  const query = {};
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name);
    query[name] = values.length > 1 ? values : values[0];
  }
  return query;
}

/** The body as the server's parsers gave it: JSON and forms become objects. */
async function bodyOf({ body, headers }) {
  if (body === undefined || body === null) {
    return undefined;
  }
  if (typeof FormData !== "undefined" && body instanceof FormData) {
    if ([...body.values()].some((value) => typeof value !== "string")) {
      throw new TypeError("A resolver takes no files.");
    }
    return queryOf(body);
  }
  if (body instanceof URLSearchParams) {
    return queryOf(body);
  }
  const text = typeof body === "string" ? body : await new Response(body).text();
  const type = new Headers(headers).get("content-type") || "";
  if (type.includes("application/x-www-form-urlencoded")) {
    return queryOf(new URLSearchParams(text));
  }
  return type.includes("json") ? JSON.parse(text) : text;
}

/** What the resolver answered, as a Response. */
function responseOf(answer) {
  const { status = 200, body, location } = answer || {};
  if (location) {
    return new Response(null, { status: 303, headers: { location } });
  }
  if (body === undefined || [101, 204, 205, 304].includes(status)) {
    return new Response(null, { status });
  }
  const isText = typeof body === "string";
  const headers = { "content-type": isText ? "text/plain; charset=utf-8" : "application/json" };
  return new Response(isText ? body : JSON.stringify(body), { status, headers });
}

module.exports = { fetchRoute, pageToken, find };
