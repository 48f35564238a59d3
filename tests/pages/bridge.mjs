// A page in jsdom, against a bridge that answers what a test says and remembers what it was asked.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'esbuild';
import jsdom from 'jsdom';

/** Bundles the pages of a Forge app, as its own build does. */
export async function bundle(out, pages) {
  await build({
    entryPoints: pages.map((page) => join(out, `pages/${page}/index.js`)),
    bundle: true,
    target: 'es2022',
    outbase: join(out, 'pages'),
    outdir: join(out, 'static'),
    logLevel: 'error',
  });
}

/** Opens a page: its document, what the bridge was asked, and what went wrong. */
export async function open(out, page, { context = {}, routes = {}, product = () => ({}), remote = () => ({}) }) {
  const calls = [];
  const errors = [];
  const virtualConsole = new jsdom.VirtualConsole();
  virtualConsole.on('jsdomError', (error) => errors.push(String(error.detail ?? error.message)));
  const html = readFileSync(join(out, `static/${page}/index.html`), 'utf8');
  const dom = new jsdom.JSDOM(html, { url: `https://cdn.example.com/${page}/`, runScripts: 'outside-only', virtualConsole });
  const { window } = dom;
  const absolute = (address) => String(new URL(String(address || '/'), 'https://cdn.example.com/'));
  Object.assign(window, {
    Response,
    Headers,
    Request: class extends Request {
      constructor(address, init) {
        super(absolute(address), init);
      }
    },
  });
  window.__bridge = {
    callBridge: async (name, payload) => {
      calls.push([name, payload]);
      switch (name) {
        case 'getContext':
          return { siteUrl: 'https://site.example.com', accountId: 'user', extension: {}, ...context };
        case 'invoke':
          if (payload.invokeType) {
            return { success: true, payload: await remote(payload) };
          }
          return routes[payload.functionKey](payload.payload);
        case 'fetchProduct': {
          const body = JSON.stringify(product(payload.restPath));
          return { body, headers: { 'content-type': 'application/json' }, status: 200, statusText: 'OK' };
        }
        default:
          return {};
      }
    },
  };
  const script = readFileSync(join(out, `static/${page}/index.js`), 'utf8');
  const tags = [...window.document.querySelectorAll('script[src$="index.js"]')];
  for (const tag of tags) {
    Object.defineProperty(window.document, 'currentScript', { value: tag, configurable: true });
    window.eval(script);
  }
  await wait(150);
  return { window, document: window.document, calls, errors, settled: () => wait(80) };
}
