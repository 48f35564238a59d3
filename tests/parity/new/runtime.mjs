// What lies below Forge's packages: the two doors that they use, `__forge_fetch__` and `__forge_runtime__`.
import { AsyncLocalStorage } from 'node:async_hooks';
import { Kvs } from './kvs.mjs';

const invocations = new AsyncLocalStorage();
const realFetch = globalThis.fetch;
const turn = () => new Promise((done) => setImmediate(done));
/** How long a function may run here; Forge gives 25 seconds. */
const LIMIT = 3_000;
const never = () => new Promise(() => {});

/** One installation of a Forge app on a fake product. */
export class Runtime {
  kvs = new Kvs();
  queue = [];

  constructor(product, external) {
    Object.assign(this, { product, external });
  }

  /** Opens the doors. They stay open in this process for the packages to find. */
  install() {
    globalThis.__forge_fetch__ = (options, path, init) => this.fetch(options, path, init);
    globalThis.__forge_runtime__ = platform();
    globalThis.fetch = async (...request) => (await this.running()) && realFetch(...request);
  }

  /**
   * Runs a function as one invocation. What it still has under way once it has answered does not happen: Forge stops
   * the function then. `undefined` stands for an account where no user is there.
   */
  async invoke(work, { accountId } = {}) {
    const invocation = { accountId, over: false };
    let timer;
    this.external?.listen(true);
    const timeUp = new Promise((_, fail) => {
      timer = setTimeout(() => fail(new Error('the function took too long')), LIMIT);
    });
    try {
      return await Promise.race([invocations.run(invocation, work), timeUp]);
    } finally {
      clearTimeout(timer);
      invocation.over = true;
      this.external?.listen(false);
    }
  }

  /** Waits one turn, and for ever where the invocation is over by then. */
  async running() {
    await turn();
    const invocation = invocations.getStore();
    return invocation?.over ? never() : (invocation ?? {});
  }

  async fetch({ type, provider, remote, accountId }, path, init = {}) {
    const invocation = await this.running();
    if (type === 'kvs' || remote === 'kvs') return this.kvs.answer(path, JSON.parse(init.body));
    if (remote === 'stargate') return this.stargate(path, init);
    if (remote !== this.product.kind) return json(404, { message: `no ${remote} here` });
    const user = provider === 'user' ? (accountId ?? invocation.accountId) : undefined;
    if (provider === 'user' && !user) return json(401, {}, { 'forge-proxy-error': 'NEEDS_AUTHENTICATION_ERR' });
    const as = provider === 'app' ? 'app' : user ? `user:${user}` : 'anonymous';
    return realFetch(this.product.url + path, { ...init, headers: { ...plain(init.headers), 'x-parity-as': as } });
  }

  /** Atlassian's own services: of these only queues are known here. */
  stargate(path, init) {
    if (!path.startsWith('/webhook/queue/publish')) return json(404, { errorMessage: `unknown ${path}` });
    const { queueName, jobId, payload } = JSON.parse(init.body);
    for (const event of payload) this.queue.push({ queueName, jobId, body: event.body });
    return json(201, {});
  }
}

const plain = (headers) => Object.fromEntries(new Headers(headers ?? {}));

export const json = (status, body, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

function platform() {
  const timer = { measure: () => ({ stop() {} }) };
  const metrics = { counter: () => ({ incr() {} }), timing: () => timer };
  return {
    metrics,
    appContext: { appId: 'app-1', environmentId: 'env-1', environmentType: 'DEVELOPMENT', installationId: 'installation-1' },
    lambdaContext: { getRemainingTimeInMillis: () => 25_000 },
    contextAri: 'ari:cloud:jira::site/cloud-1',
    tracing: { traceId: '0', spanId: '0' },
  };
}
