import type { AddOn } from '../types';

export class ConfluenceError extends Error {
  constructor(
    message: string,
    readonly status: number
  ) {
    super(message);
  }
}

interface Property<T> {
  value: T;
  version: { number: number };
}

interface Page {
  id: string;
  title: string;
  metadata: { labels: { results: Array<{ name: string }> } };
}

/** Calls made as the app, in one tenant. */
export class Confluence {
  private readonly client;

  constructor(addon: AddOn, clientKey: string) {
    this.client = addon.httpClient({ clientKey });
  }

  private send<T>(method: 'get' | 'post' | 'put' | 'del', url: string, body?: unknown): Promise<T | undefined> {
    const options = body === undefined ? { url, json: true } : { url, json: true, body };
    return new Promise((resolve, reject) => {
      void this.client[method](options as any, (error, response, answer) => {
        if (error) {
          reject(error);
        } else if (response.statusCode === 404) {
          resolve(undefined);
        } else if (response.statusCode >= 400) {
          reject(new ConfluenceError(`Confluence answered ${response.statusCode}`, response.statusCode));
        } else {
          resolve(answer);
        }
      });
    });
  }

  page(pageId: string): Promise<Page | undefined> {
    return this.send<Page>('get', `/rest/api/content/${pageId}?expand=metadata.labels`);
  }

  property<T>(pageId: string, key: string): Promise<Property<T> | undefined> {
    return this.send<Property<T>>('get', `/rest/api/content/${pageId}/property/${key}`);
  }

  /** Confluence wants the next version of a property that is there already. */
  async setProperty<T>(pageId: string, key: string, value: T): Promise<void> {
    const current = await this.property<T>(pageId, key);
    if (current) {
      await this.send('put', `/rest/api/content/${pageId}/property/${key}`, {
        key,
        value,
        version: { number: current.version.number + 1 },
      });
    } else {
      await this.send('post', `/rest/api/content/${pageId}/property`, { key, value });
    }
  }
}
