// The page's calls to the app's own server, which go through Forge now. Forge tells the server who calls: a token of
// the page is neither read nor sent.
const { invokeRemote } = require("@forge/bridge");

/** What stands where the page had its token. It opens nothing. */
const NO_TOKEN = "forge";

/** In place of the call that gave the token, as a promise and through a callback. */
function pageToken(callback) {
  if (callback) {
    callback(NO_TOKEN);
  }
  return Promise.resolve(NO_TOKEN);
}

/** As `fetch`, for paths of the server: the answer is a Response. */
async function fetchRoute(address, options = {}) {
  const url = new URL(String(address), "https://app.invalid");
  const headers = Object.fromEntries(new Headers(options.headers));
  delete headers.authorization;
  const { status, headers: given, body } = await invokeRemote({
    method: String(options.method || "GET").toUpperCase(),
    path: url.pathname + url.search,
    headers,
    body: await bodyOf(options),
  });
  const isEmpty = body === undefined || body === null || [101, 204, 205, 304].includes(status);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new Response(isEmpty ? null : text, { status: status || 200, headers: given });
}

/** The body as text or as an object, which is what travels. */
async function bodyOf({ body, headers }) {
  if (body === undefined || body === null) {
    return undefined;
  }
  if (typeof FormData !== "undefined" && body instanceof FormData) {
    throw new TypeError("Forms with files go through requestRemote of @forge/bridge.");
  }
  const text = typeof body === "string" ? body : await new Response(body).text();
  const type = new Headers(headers).get("content-type") || "";
  return type.includes("json") ? JSON.parse(text) : text;
}

module.exports = { fetchRoute, pageToken };
