'use strict';

/**
 * Storage adapter that keeps everything in the process.
 *
 * Offers what the bundled adapters of atlassian-connect-express offer, so
 * config.json can swap one for the other. Values go through JSON, as they
 * would in a database: nobody can change stored data by holding on to it.
 */
class MemoryStore {
  constructor() {
    this.tenants = new Map();
    this.installations = new Map();
    this.forge = new Map();
  }

  async get(key, clientKey) {
    return read(this.tenants, clientKey, key);
  }

  async set(key, value, clientKey) {
    return write(this.tenants, clientKey, key, value);
  }

  /** `del(key, clientKey)` drops one value, `del(clientKey)` a whole tenant. */
  async del(...args) {
    if (args.length < 2) {
      this.tenants.delete(args[0]);
      return;
    }
    const [key, clientKey] = args;
    remove(this.tenants, clientKey, key);
  }

  async getAllClientInfos() {
    return [...this.tenants.keys()]
      .map((clientKey) => read(this.tenants, clientKey, 'clientInfo'))
      .filter(Boolean);
  }

  async saveInstallation(value, clientKey) {
    const saved = await this.set('clientInfo', value, clientKey);
    if (saved.installationId) {
      await this.associateInstallations(saved.installationId, clientKey);
    }
    return saved;
  }

  async associateInstallations(installationId, clientKey) {
    this.installations.set(installationId, clientKey);
  }

  async deleteAssociation(installationId) {
    return this.installations.delete(installationId);
  }

  async getClientSettingsForForgeInstallation(installationId) {
    return this.get('clientInfo', this.installations.get(installationId));
  }

  forForgeInstallation(installationId) {
    return {
      get: async (key) => read(this.forge, installationId, key),
      set: async (key, value) => write(this.forge, installationId, key, value),
      del: async (key) => remove(this.forge, installationId, key),
    };
  }

  isMemoryStore() {
    return true;
  }
}

function read(spaces, space, key) {
  const values = spaces.get(space);
  return values && values.has(key) ? JSON.parse(values.get(key)) : null;
}

function write(spaces, space, key, value) {
  if (!spaces.has(space)) {
    spaces.set(space, new Map());
  }
  spaces.get(space).set(key, JSON.stringify(value));
  return read(spaces, space, key);
}

function remove(spaces, space, key) {
  const values = spaces.get(space);
  if (values) {
    values.delete(key);
  }
}

module.exports = () => new MemoryStore();
