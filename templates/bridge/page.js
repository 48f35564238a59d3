// Shows a page that the old server rendered: asks its route for the values, renders the view here, and runs the
// page's scripts in their order.
const { invoke, invokeRemote, view } = require("@forge/bridge");
const { render } = require("./template.js");

/**
 * Opens the page.
 *
 * route: the resolver's key, such as "GET /panel".
 * address: what the old address carried ({ params, query }), for each module that shows the page.
 * locals: what the old framework gave to every view.
 * views: the views that the route may answer with, by name.
 * scripts: the scripts of the bundle, by the address that the view has for them.
 */
async function open({ route, address, locals, views, scripts }) {
  const context = await view.getContext();
  const { params = {}, query = {} } = address(context);
  const answer = await invoke(route, { params: texts(params), query: texts(query) });
  if (answer.location) {
    throw new Error(`${route} sends the browser to ${answer.location}: open that page through the router.`);
  }
  const page = answer.view === undefined ? undefined : views[answer.view];
  if (answer.view !== undefined && page === undefined) {
    throw new Error(`${route} answers with the view ${answer.view}, which this page does not have.`);
  }
  const html = page ? render(page, { ...locals(context), ...answer.model }) : asText(answer.body);
  await show(html, scripts);
}

/**
 * Opens a page that the server still renders.
 *
 * path: the address on the server, from the context.
 * scripts: the scripts of the bundle, by their paths on the server.
 * files: the other files that stand beside the page, by the same paths.
 */
async function openRemote({ path, scripts, files }) {
  const context = await view.getContext();
  const { body } = await invokeRemote({ method: "GET", path: path(context) });
  const parsed = new DOMParser().parseFromString(String(body), "text/html");
  for (const element of parsed.querySelectorAll("[src], link[href]")) {
    const name = element.hasAttribute("src") ? "src" : "href";
    const address = new URL(element.getAttribute(name), "https://app.invalid/");
    const own = address.pathname.replace(/^\//, "");
    if (/\/all(-debug)?\.(js|css)$/.test(address.pathname)) {
      element.remove();
    } else if (own in scripts || files.includes(own)) {
      element.setAttribute(name, own);
    }
  }
  await show(parsed.documentElement.outerHTML, scripts);
}

/** Values as an address carried them: as text, and empty where there was none. */
function texts(values) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value ?? "")]));
}

/** An answer that is no view, as HTML. */
function asText(body) {
  const element = document.createElement("pre");
  element.textContent = typeof body === "string" ? body : JSON.stringify(body, null, 2);
  return element.outerHTML;
}

/** Puts HTML into the document and runs its scripts. */
async function show(html, scripts) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const found = [...parsed.querySelectorAll("script")].filter(isCode);
  found.forEach((script) => script.remove());
  document.title = parsed.title;
  copyAttributes(parsed.documentElement, document.documentElement);
  copyAttributes(parsed.body, document.body);
  const head = [...parsed.head.children].filter((element) => !["TITLE", "META", "BASE"].includes(element.tagName));
  document.head.append(...head.map((element) => document.importNode(element, true)));
  document.body.replaceChildren(...[...parsed.body.childNodes].map((node) => document.importNode(node, true)));
  await run(found, scripts);
}

function isCode(script) {
  return !script.type || script.type === "module" || /(java|ecma)script$/.test(script.type);
}

function copyAttributes(from, to) {
  for (const { name, value } of from.attributes) {
    to.setAttribute(name, value);
  }
}

/** Runs scripts as a browser does: those that wait for the document come last. */
async function run(found, scripts) {
  const waits = (script) => script.src && !script.async && (script.defer || script.type === "module");
  for (const script of [...found.filter((one) => !waits(one)), ...found.filter(waits)]) {
    const address = script.getAttribute("src");
    const bundled = address && scripts[address];
    if (bundled) {
      // What the template wrote into a script that stood in the page.
      window.pageValues = { ...script.dataset };
      bundled();
    } else if (address) {
      await load(script);
    }
  }
  ready();
}

/** Loads a script that is a file of its own. */
function load(script) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    copyAttributes(script, element);
    element.async = false;
    element.onload = resolve;
    element.onerror = () => reject(new Error(`${script.getAttribute("src")} could not be loaded.`));
    document.head.append(element);
  });
}

/** Scripts that wait for the document are told once more: it was ready before they were there. */
function ready() {
  if (document.readyState !== "loading") {
    document.dispatchEvent(new Event("DOMContentLoaded", { bubbles: true }));
  }
  if (document.readyState === "complete") {
    window.dispatchEvent(new Event("load"));
  }
}

module.exports = { open, openRemote };
