// Requests to the product as the user, called as before: request(url, options) or request(options), with callbacks
// or as a promise of { body, xhr }.
const { requestConfluence, requestJira } = require("@forge/bridge");

/** Asks Jira. */
function request(first, second) {
  return ask("jira", first, second);
}

/** Asks Confluence. */
function confluenceRequest(first, second) {
  return ask("confluence", first, second);
}

/** Sends the request; an answer that is no success is an error, as it was. */
function ask(product, first, second) {
  const options = typeof first === "string" ? { ...second, url: first, product } : { ...first, product };
  const { success = () => {}, error = () => {} } = options;
  const sent = send(options);
  if (options.success || options.error) {
    sent.then(
      ({ body, xhr }) => success(body, xhr.statusText, xhr),
      (failure) => error(failure.xhr, failure.xhr.statusText, failure.err),
    );
    return undefined;
  }
  return sent;
}

async function send(options) {
  const { path, init } = requestOf(options);
  const sender = options.product === "confluence" ? requestConfluence : requestJira;
  let response;
  try {
    response = await sender(path, init);
  } catch (cause) {
    throw failure({ status: 0, statusText: String(cause), responseText: "" }, cause);
  }
  const body = options.binaryAttachment ? await response.arrayBuffer() : await response.text();
  const xhr = {
    status: response.status,
    statusText: response.statusText,
    responseText: typeof body === "string" ? body : "",
    response: body,
    getResponseHeader: (name) => response.headers.get(name),
  };
  if (!response.ok) {
    throw failure(xhr, xhr.responseText);
  }
  return { body, xhr };
}

function failure(xhr, err) {
  return Object.assign(new Error(`The product answered ${xhr.status}.`), { xhr, err });
}

/** Path and options of the bridge. Paths of Confluence were written without /wiki. */
function requestOf({ url, type, method, data, contentType, headers, product }) {
  const verb = String(type || method || "GET").toUpperCase();
  const sent = { Accept: "application/json", ...headers };
  const init = { method: verb, headers: sent };
  let path = String(url).startsWith("/") ? String(url) : `/${url}`;
  if (product === "confluence" && !path.startsWith("/wiki/")) {
    path = `/wiki${path}`;
  }
  if (data !== undefined && data !== null) {
    const text = typeof data === "string" ? data : undefined;
    if (verb === "GET") {
      const query = text ?? new URLSearchParams(data).toString();
      path += (path.includes("?") ? "&" : "?") + query;
    } else if (text !== undefined || isJson(contentType)) {
      sent["Content-Type"] = contentType || "application/x-www-form-urlencoded";
      init.body = text ?? JSON.stringify(data);
    } else {
      sent["Content-Type"] = contentType || "application/x-www-form-urlencoded";
      init.body = new URLSearchParams(data).toString();
    }
  }
  return { path, init };
}

function isJson(contentType) {
  return String(contentType || "").includes("json");
}

module.exports = { request, confluenceRequest };
