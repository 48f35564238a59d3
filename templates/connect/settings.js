"use strict";

// `addon.settings` over Forge's storage. Forge keeps customers apart by itself: the client key is not part of a key.

const { kvs } = require("@forge/kvs");
const { current, track } = require("./work");
const host = require("./host");

/** Characters that a key of Forge's storage may not have are written as `#` and their code. */
const stored = (key) => String(key).replace(/[^a-zA-Z0-9:._\s-]/g, (char) => `#${char.codePointAt(0).toString(16)}`);

async function get(key, clientKey) {
  if (key === "clientInfo") {
    // There is no shared secret any more: what is left is who and where.
    const { hostBaseUrl } = current.getStore() || {};
    return { key: host.key, clientKey, baseUrl: hostBaseUrl, productType: host.product };
  }
  const value = await track(kvs.get(stored(key)));
  return value === undefined ? null : parsed(value);
}

/** Texts that are JSON were parsed by the old store; callers count on it. */
function parsed(value) {
  if (typeof value !== "string") {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

async function set(key, value, clientKey) {
  if (key === "clientInfo") {
    return value;
  }
  const plain = value === undefined ? null : JSON.parse(JSON.stringify(value));
  await track(kvs.set(stored(key), plain));
  return parsed(plain);
}

/** `del(key, clientKey)` drops one value, `del(clientKey)` everything of this customer. */
async function del(...args) {
  if (args.length > 1) {
    await track(kvs.delete(stored(args[0])));
    return;
  }
  for (;;) {
    const { results } = await track(kvs.query().limit(100).getMany());
    if (results.length === 0) {
      return;
    }
    for (const { key } of results) {
      await track(kvs.delete(key));
    }
  }
}

/** Forge keeps customers apart: all that a call can see is the one that it is made for. */
async function getAllClientInfos() {
  const { clientKey } = current.getStore() || {};
  return [await get("clientInfo", clientKey)];
}

const ofInstallation = { get: (key) => get(key), set: (key, value) => set(key, value), del: (key) => del(key, "") };

module.exports = {
  get,
  set,
  del,
  getAllClientInfos,
  saveInstallation: async (value) => value,
  associateInstallations: async () => undefined,
  deleteAssociation: async () => undefined,
  getClientSettingsForForgeInstallation: async () => get("clientInfo"),
  forForgeInstallation: () => ofInstallation,
  isMemoryStore: () => false,
};
