// Forge's key-value store, with the rules that a program meets: names, sizes, pages of a query.
import { json } from './runtime.mjs';

const KEY = /^(?!\s+$)[a-zA-Z0-9:._\s-#]+$/;
const MAX_KEY = 500;
const MAX_VALUE = 240 * 1024;

export class Kvs {
  values = new Map();
  secrets = new Map();

  state = 'works';

  reset(values = {}) {
    this.state = 'works';
    this.values = new Map(Object.entries(structuredClone(values)));
    this.secrets.clear();
  }

  all() {
    return structuredClone(Object.fromEntries([...this.values, ...this.secrets]));
  }

  answer(path, body) {
    const reads = /\/(get|query)$/.test(path);
    if (this.state === 'broken' || (this.state === 'read-only' && !reads)) return json(500, { code: 'INTERNAL', message: 'The store is down' });
    const [, secret, verb] = /^\/api\/v1\/(secret\/)?([\w/]+)$/.exec(path) ?? [];
    const store = secret ? this.secrets : this.values;
    const keys = [body.key, ...(Array.isArray(body) ? body.map((each) => each.key ?? each) : [])].filter((key) => key !== undefined);
    const bad = keys.find((key) => typeof key !== 'string' || key.length > MAX_KEY || !KEY.test(key));
    if (bad !== undefined) return json(400, { code: 'INVALID_KEY', message: `Invalid key ${bad}` });
    switch (verb) {
      case 'get':
        return store.has(body.key)
          ? json(200, { key: body.key, value: structuredClone(store.get(body.key)) })
          : json(404, { code: 'KEY_NOT_FOUND', message: 'Key not found' });
      case 'set':
        return this.set(store, body);
      case 'delete':
        store.delete(body.key);
        return new Response(null, { status: 204 });
      case 'query':
        return this.query(body);
      case 'batch/delete':
        return this.each(body, (item) => store.delete(item.key ?? item));
      case 'batch/set':
        return this.each(body, (item) => store.set(item.key, item.value));
      case 'transaction':
        for (const item of body.set ?? []) store.set(item.key, item.value);
        for (const item of body.delete ?? []) store.delete(item.key);
        return new Response(null, { status: 204 });
      default:
        return json(404, { code: 'UNKNOWN', message: path });
    }
  }

  set(store, { key, value }) {
    if (value === undefined) return json(400, { code: 'INVALID_VALUE', message: 'A value is needed' });
    if (JSON.stringify(value).length > MAX_VALUE) return json(413, { code: 'VALUE_TOO_LARGE', message: 'Too large' });
    store.set(key, structuredClone(value));
    return new Response(null, { status: 204 });
  }

  query({ where = [], limit = 10, after }) {
    const rules = Array.isArray(where) ? where : [where];
    const fits = (key) => rules.every(({ values: [start] = [''] }) => key.startsWith(start));
    const found = [...this.values.keys()].filter(fits).sort();
    const from = after ? Number(after) : 0;
    const data = found.slice(from, from + limit).map((key) => ({ key, value: structuredClone(this.values.get(key)) }));
    return json(200, { data, cursor: from + limit < found.length ? String(from + limit) : undefined });
  }

  each(items, work) {
    for (const item of items) work(item);
    return json(200, { successfulKeys: items.map((item) => ({ key: item.key ?? item })), failedKeys: [] });
  }
}
