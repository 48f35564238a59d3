// The old side: a sample as it is, asked over HTTP with signed requests.
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { claimsOf, tokensOf } from '../host/context.mjs';
import { freePort, serve } from '../host/server.mjs';
import * as tenant from '../host/tenant.mjs';

const BOOT = fileURLToPath(new URL('boot.cjs', import.meta.url));

/** Starts the app in `folder` and installs it on the product. */
export async function startOld({ folder, product, external, env = {} }) {
  const descriptor = JSON.parse(readFileSync(join(folder, 'atlassian-connect.json'), 'utf8'));
  const keys = await serve(({ path }) => (path === `/${tenant.KEY_ID}` ? [200, tenant.publicKey] : [404, '']));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = await boot(folder, {
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: String(port),
    AC_LOCAL_BASE_URL: url,
    CONNECT_KEYS_CDN_URL: keys.url,
    ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.replace('EXTERNAL', external.url)])),
  });
  const app = new OldApp({ child, url, descriptor, product, external });
  app.close = async () => {
    child.process.kill();
    await keys.close();
  };
  const { status } = await app.lifecycle({ lifecycle: 'installed' });
  if (status !== 204) throw new Error(`${folder}: the install was answered with ${status}`);
  product.take();
  return app;
}

class OldApp {
  side = 'old';

  constructor(parts) {
    Object.assign(this, parts);
  }

  /** A site that has the app, and nothing stored but `values`. */
  async reset(values = {}) {
    if (this.gone) await this.lifecycle({ lifecycle: 'installed' });
    await this.child.ask('reset', { clientKey: tenant.CLIENT_KEY, values });
  }

  /** From now on nothing can be stored or read (`broken`), or only be read (`read-only`). */
  breakStore(how) {
    return this.child.ask('break', { how });
  }

  /** What is stored, without what the framework keeps for itself. */
  async stored() {
    const all = await this.child.ask('stored', { clientKey: tenant.CLIENT_KEY });
    return Object.fromEntries(
      Object.entries(all).filter(([key]) => key !== 'clientInfo' && !key.startsWith('bearer:'))
    );
  }

  /** The answer of one route to a page's script. */
  async call({ call, params = {}, query, body, as, context }) {
    const [method, pattern] = call.split(' ');
    const path = pattern.replace(/:(\w+)/g, (_, name) => encodeURIComponent(params[name]));
    const token = tenant.pageToken({ as, claims: claimsOf(context) });
    return this.send(method, path + search(query), { token, body });
  }

  /** The HTML of one route that a module opens. */
  async page({ page, query, as, context }) {
    const [, path] = page.split(' ');
    const url = path + search(query);
    const token = tenant.tokenFor('GET', url, { as, claims: claimsOf(context) });
    const { status, text } = await this.send('GET', `${url}${query ? '&' : '?'}jwt=${token}`);
    return { status, html: text };
  }

  /** Renders a view with a model that the new side gave; nothing else of the request helps. */
  async render({ view, model }, { as, context }) {
    const url = '/__parity/render';
    const token = tenant.tokenFor('POST', url, { as, claims: claimsOf(context) });
    const { status, text } = await this.send('POST', url, { token, body: { view, model } });
    if (status !== 200) throw new Error(`the view ${view} cannot be rendered: ${text}`);
    return text;
  }

  async webhook({ webhook, body, as }) {
    const { url } = this.descriptor.modules.webhooks.find((each) => each.event === webhook);
    const token = tenant.tokenFor('POST', url, { as });
    return this.send('POST', url, { token, body: { webhookEvent: webhook, timestamp: Date.now(), ...body } });
  }

  async lifecycle({ lifecycle }) {
    const path = this.descriptor.lifecycle[lifecycle];
    if (!path) return { status: 204 };
    this.gone = lifecycle === 'uninstalled';
    const asymmetric = ['installed', 'uninstalled'].includes(lifecycle);
    const token = asymmetric ? tenant.lifecycleToken(path, this.url) : tenant.tokenFor('POST', path);
    return this.send('POST', path, { token, body: tenant.installation(this.product, this.descriptor.key, lifecycle) });
  }

  async schedule() {
    return { jobs: await this.child.ask('schedule') };
  }

  /** A call of a third party, as it comes: no token. */
  async hook({ hook, headers, text, query }) {
    const [method, path] = hook.split(' ');
    return this.send(method, path.replace('CLIENT_KEY', tenant.CLIENT_KEY) + search(query), { headers, text });
  }

  /** The address that the product puts into the frame of a module. */
  address({ open, as, context }) {
    const module = find(this.descriptor.modules, open);
    const tokens = tokensOf(context);
    const url = module.url.replace(/\{([\w.]+)\}/g, (_, name) => encodeURIComponent(tokens[name] ?? ''));
    const token = tenant.tokenFor('GET', url, { as, claims: claimsOf(context) });
    return `${this.url}${url}${url.includes('?') ? '&' : '?'}jwt=${token}`;
  }

  /** Work goes on after the answer. */
  async settle() {
    await this.child.ask('idle');
  }

  async send(method, path, { token, body, text, headers } = {}) {
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `JWT ${token}` }), ...headers },
      body: text ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
    const answer = await response.text();
    const json = (response.headers.get('content-type') ?? '').includes('json');
    return { status: response.status, body: json ? JSON.parse(answer) : answer, text: answer };
  }
}

/** The old app's templates from another thread: it renders, and nothing else. */
export class Renderer extends OldApp {
  async reset() {}
}

/** A module by its key; `key/part` is an address inside of it, such as a macro's editor. */
function find(modules, name) {
  const [key, part] = name.split('/');
  const found = Object.values(modules).flat().find((each) => each?.key === key);
  return part ? found[part] : found.url ? found : found.target;
}

const search = (query) => (query ? `?${new URLSearchParams(query)}` : '');

async function boot(folder, env) {
  const child = fork(BOOT, [folder], { env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const waiting = new Map();
  let next = 0;
  await new Promise((ready, failed) => {
    child.on('message', ({ ready: up, id, value, error }) => {
      if (up) return ready();
      const { done, fail } = waiting.get(id);
      waiting.delete(id);
      return error ? fail(new Error(error)) : done(value);
    });
    child.once('exit', (code) => failed(new Error(`${folder} ended with ${code} before it listened`)));
  });
  return {
    process: child,
    ask: (command, rest = {}) =>
      new Promise((done, fail) => {
        next += 1;
        waiting.set(next, { done, fail });
        child.send({ id: next, command, ...rest });
      }),
  };
}
