type Values = Map<string, string>;

/**
 * Keeps everything in the process, for development and tests. Offers what the
 * adapters of atlassian-connect-express offer; values go through JSON, as they
 * would in a database.
 */
class MemoryStore {
  private readonly tenants = new Map<string, Values>();
  private readonly forge = new Map<string, Values>();
  private readonly installations = new Map<string, string>();

  async get(key: string, clientKey: string) {
    return read(this.tenants, clientKey, key);
  }

  async set(key: string, value: unknown, clientKey: string) {
    return write(this.tenants, clientKey, key, value);
  }

  async del(...args: string[]) {
    if (args.length < 2) {
      this.tenants.delete(args[0]);
      return;
    }
    this.tenants.get(args[1])?.delete(args[0]);
  }

  async getAllClientInfos() {
    return [...this.tenants.keys()].map((key) => read(this.tenants, key, 'clientInfo')).filter(Boolean);
  }

  async saveInstallation(value: any, clientKey: string) {
    const saved = await this.set('clientInfo', value, clientKey);
    if (saved.installationId) {
      await this.associateInstallations(saved.installationId, clientKey);
    }
    return saved;
  }

  async associateInstallations(installationId: string, clientKey: string) {
    this.installations.set(installationId, clientKey);
  }

  async deleteAssociation(installationId: string) {
    this.installations.delete(installationId);
  }

  async getClientSettingsForForgeInstallation(installationId: string) {
    const clientKey = this.installations.get(installationId);
    return clientKey ? this.get('clientInfo', clientKey) : null;
  }

  forForgeInstallation(installationId: string) {
    return {
      get: async (key: string) => read(this.forge, installationId, key),
      set: async (key: string, value: unknown) => write(this.forge, installationId, key, value),
      del: async (key: string) => {
        this.forge.get(installationId)?.delete(key);
      },
    };
  }
}

function read(spaces: Map<string, Values>, space: string, key: string): any {
  const text = spaces.get(space)?.get(key);
  return text === undefined ? null : JSON.parse(text);
}

function write(spaces: Map<string, Values>, space: string, key: string, value: unknown): any {
  const values = spaces.get(space) ?? new Map<string, string>();
  spaces.set(space, values);
  values.set(key, JSON.stringify(value));
  return read(spaces, space, key);
}

export const createMemoryStore = () => new MemoryStore();
