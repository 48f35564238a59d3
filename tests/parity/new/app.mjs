// The new side: the migrated app's functions, called as Forge calls them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { extensionOf } from '../host/context.mjs';
import { CLIENT_KEY } from '../host/tenant.mjs';

const SITE = 'https://site.example.net';
const INSTALL_CONTEXT = { jira: 'ari:cloud:jira::site/cloud-1', confluence: 'ari:cloud:confluence::site/cloud-1' };

export const readManifest = (folder) => parse(readFileSync(join(folder, 'manifest.yml'), 'utf8'));

export class NewApp {
  side = 'new';

  /** `exported` is what `src/index` exports, `runtime` what lies below it. */
  constructor({ folder, exported, runtime, product, external }) {
    Object.assign(this, { folder, exported, runtime, product, external });
    this.manifest = readManifest(folder);
    this.functions = new Map(this.manifest.modules.function?.map(({ key, handler }) => [key, handler.split('.').at(-1)]));
  }

  async reset(values = {}) {
    this.runtime.kvs.reset(values);
    this.runtime.queue.length = 0;
  }

  breakStore(how) {
    this.runtime.kvs.state = how;
  }

  async stored() {
    return this.runtime.kvs.all();
  }

  async call({ params, query, body, ...step }) {
    const payload = { params, query: query && strings(query), body };
    const answer = await this.resolve(step.call, payload, step);
    return { status: answer?.status, body: answer?.body };
  }

  /** A page's route gives a view and a model; `old` renders both as the old app would. */
  async page(step, old) {
    const answer = await this.resolve(step.page, { query: step.query && strings(step.query) }, step);
    if (answer?.view === undefined) return { status: answer?.status, html: String(answer?.body ?? ''), location: answer?.location };
    return { status: answer.status, html: await old.render(answer, step) };
  }

  /** What `invoke(key, payload)` gives to a page. Errors go to the page as errors. */
  async invoke(key, payload, { as, context, from, license }) {
    const request = { call: { functionKey: key, payload }, context: this.context(from, context) };
    const rest = {
      installContext: INSTALL_CONTEXT[this.product.kind],
      principal: { accountId: as },
      license: { active: license !== 'none', isActive: license !== 'none' },
      installation: { ari: { installationId: 'installation-1' } },
    };
    for (const name of this.resolvers()) {
      try {
        const result = await this.runtime.invoke(() => this.exported[name](copy(request), rest), { accountId: as });
        await this.drain();
        return copy(result);
      } catch (error) {
        if (!/^Resolver has no definition for/.test(error.message)) throw error;
      }
    }
    throw new Error(`No resolver defines '${key}'`);
  }

  /** The same, where what is thrown is an answer: the old app's error page is a 500. */
  async resolve(key, payload, step) {
    try {
      return await this.invoke(key, copy(payload), step);
    } catch (error) {
      return failure(error);
    }
  }

  async webhook({ event: { name, ...event }, as }) {
    const triggers = (this.manifest.modules.trigger ?? []).filter(({ events }) => events.includes(name));
    if (triggers.length === 0) return { status: `nothing listens to ${name}` };
    return this.all(triggers, { eventType: name, atlassianId: as, ...event });
  }

  async lifecycle({ lifecycle }) {
    const { trigger = [], preUninstall = [] } = this.manifest.modules;
    if (lifecycle === 'uninstalled') return this.all(preUninstall, {});
    const event = 'avi:forge:installed:app';
    return this.all(trigger.filter(({ events }) => events.includes(event)), { eventType: event, id: 'installation-1' });
  }

  async schedule() {
    const triggers = this.manifest.modules.scheduledTrigger ?? [];
    const { status, threw } = await this.all(triggers, {});
    return { jobs: triggers.length, ...(status !== 204 && { status, threw }) };
  }

  async hook({ hook, headers = {}, text, query = {} }) {
    const [method, path] = hook.split(' ');
    const [trigger] = this.manifest.modules.webtrigger ?? [];
    if (!trigger) return { status: 'no web trigger' };
    const request = {
      method,
      path: path.replace('CLIENT_KEY', CLIENT_KEY),
      userPath: path.replace('CLIENT_KEY', CLIENT_KEY),
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      queryParameters: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]])),
      body: text,
    };
    const { result, threw, status } = await this.run(trigger.function, request);
    if (threw) return { status, threw };
    const type = Object.entries(result?.headers ?? {}).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
    const json = String(type).includes('json') && result.body;
    return { status: result?.statusCode, body: json ? JSON.parse(result.body) : result?.body };
  }

  async settle() {}

  /** Functions that answer nothing: 204 where all went well, as the old app says. */
  async all(modules, payload) {
    for (const { function: name } of modules) {
      const { threw, status } = await this.run(name, payload);
      if (threw) return { status, threw };
    }
    return { status: 204 };
  }

  async run(name, payload) {
    const context = { ...this.context(), installContext: INSTALL_CONTEXT[this.product.kind], principal: undefined };
    try {
      const handler = this.exported[this.functions.get(name)];
      const result = await this.runtime.invoke(() => handler(copy(payload), copy(context)));
      await this.drain();
      return { result };
    } catch (error) {
      return { threw: error.message, status: failure(error).status };
    }
  }

  /** Delivers what was pushed to queues; what fails comes once more. */
  async drain() {
    for (let event = this.runtime.queue.shift(); event; event = this.runtime.queue.shift()) {
      const consumer = this.manifest.modules.consumer?.find(({ queue }) => queue === event.queueName);
      if (!consumer) throw new Error(`no consumer for the queue ${event.queueName}`);
      const { result, threw } = await this.consume(consumer, event);
      if ((threw || result?._retry) && !event.again) this.runtime.queue.push({ ...event, again: true });
    }
  }

  async consume(consumer, event) {
    const name = consumer.function ?? consumer.resolver.function;
    const handler = this.exported[this.functions.get(name)];
    const given = consumer.resolver
      ? { call: { functionKey: consumer.resolver.method, payload: event.body, jobId: event.jobId }, context: this.context() }
      : event;
    try {
      return { result: await this.runtime.invoke(() => handler(copy(given), this.context())) };
    } catch (error) {
      return { threw: error.message };
    }
  }

  context(module, context) {
    const [type] = this.find(module) ?? [];
    return {
      cloudId: 'cloud-1',
      environmentId: 'env-1',
      environmentType: 'DEVELOPMENT',
      moduleKey: module,
      siteUrl: SITE,
      timezone: 'Europe/Berlin',
      locale: 'en_GB',
      extension: extensionOf(type, context),
    };
  }

  /** `[type, module]` of a module's key. */
  find(key) {
    for (const [type, modules] of Object.entries(this.manifest.modules)) {
      const module = modules.find?.((each) => each.key === key?.split('/')[0]);
      if (module) return [type, module];
    }
    return undefined;
  }

  /** The exports that are resolvers of pages. */
  resolvers() {
    const named = Object.values(this.manifest.modules).flat().map((module) => module.resolver?.function);
    return [...new Set(named)].filter(Boolean).map((name) => this.functions.get(name));
  }
}

/** What is thrown is what a 500 was; what never comes to an end is not. */
const failure = (error) =>
  /took too long/.test(error.message) ? { status: 'never answered' } : { status: 500, body: `threw: ${error.message}` };

const strings = (query) => Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
const copy = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
