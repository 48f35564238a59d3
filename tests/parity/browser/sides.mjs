// Opens the page of a module on either side.
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { claimsOf } from '../host/context.mjs';
import { pageToken } from '../host/tenant.mjs';
import { connectHost } from './connect-host.mjs';
import { forgeHost } from './forge-host.mjs';
import { openPage } from './page.mjs';

const realFetch = globalThis.fetch;
const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.html': 'text/html' };

/** A page with what it asked the product for: `{page, effects, deliver, press}`. */
export function open(app, step) {
  return app.side === 'old' ? openOld(app, step) : openNew(app, step);
}

/** The product, asked from a page: as the user, whoever that is. */
const asker = (base, as, waiting) => async (url, init) => {
  waiting.count += 1;
  try {
    const headers = { ...Object.fromEntries(new Headers(init?.headers)), 'x-parity-as': `user:${as}` };
    delete headers['x-atlassian-token'];
    return await realFetch(base + url, { ...init, headers });
  } finally {
    waiting.count -= 1;
  }
};

async function openOld(app, step) {
  const { as, context } = step;
  const effects = [];
  const waiting = { count: 0 };
  const address = app.address(step);
  const response = await realFetch(address);
  const host = connectHost({
    request: asker(app.product.baseUrl, as, waiting),
    token: () => pageToken({ as, claims: claimsOf(context) }),
    macro: step.macroData,
    effects,
    waiting,
  });
  const page = await openPage({
    html: await response.text(),
    url: address,
    // The script that makes AP comes from the product's network; here AP is there already.
    files: (url) => (url.startsWith(app.url) ? download(url) : { body: '', type: 'text/javascript' }),
    busy: () => waiting.count,
    setup(window) {
      window.AP = host;
      window.fetch = async (target, init) => {
        waiting.count += 1;
        try {
          return await realFetch(new URL(target, address), init);
        } finally {
          waiting.count -= 1;
        }
      };
    },
  });
  /** The button that the product shows below the frame. */
  const press = async (name) => {
    host.events.deliver(`button:${name}`);
    await page.settle();
  };
  return { page, effects, deliver: host.events.deliver, press };
}

async function download(url) {
  const response = await realFetch(url);
  return response.ok ? { body: await response.text(), type: response.headers.get('content-type') } : undefined;
}

async function openNew(app, step) {
  const { as, context } = step;
  const effects = [];
  const waiting = { count: 0 };
  const [type, module] = app.find(step.open) ?? [];
  if (!module) throw new Error(`the manifest has no module ${step.open}`);
  const part = step.open.includes('/') ? module.config : module;
  const { path } = app.manifest.resources.find(({ key }) => key === part.resource);
  const folder = join(app.folder, path);
  const url = 'https://forge.example/app/index.html';
  let frame;
  const host = forgeHost({
    request: asker(app.product.url, as, waiting),
    invoke: (key, payload) => app.invoke(key, payload, { ...step, from: step.open }),
    context: { ...app.context(step.open, step.macroData ? { ...context, macro: step.macroData } : context), accountId: as, moduleType: type },
    effects,
    waiting,
    adopt: (value) => (value === undefined ? undefined : frame.JSON.parse(JSON.stringify(value))),
  });
  const page = await openPage({
    html: readFileSync(join(folder, 'index.html'), 'utf8'),
    url,
    files: (wanted) => local(folder, new URL(wanted), new URL(url)),
    busy: () => waiting.count,
    setup(window) {
      frame = window;
      window.__bridge = host;
      // A page of Forge has no server of its own to ask.
      window.fetch = async (target) => {
        throw new TypeError(`the page asks ${target}, which is not there on Forge`);
      };
    },
  });
  /** On Forge a page has buttons of its own. */
  const press = () => page.act({ click: '#dialog-buttons button' });
  return { page, effects, deliver: host.deliver, press };
}

function local(folder, wanted, base) {
  const path = join(folder, decodeURIComponent(wanted.pathname).replace(/^\/app\//, ''));
  if (wanted.origin !== base.origin || !existsSync(path)) return undefined;
  return { body: readFileSync(path), type: TYPES[extname(path)] ?? 'application/octet-stream' };
}
