// The product's side of a new page: what `@forge/bridge` calls. What a page asks for goes into `effects`, in words
// that both sides share.

/** `request(url, init)` asks the product as the user; `invoke(key, payload)` calls the app's resolver. */
export function forgeHost({ request, invoke, context, effects, waiting, adopt }) {
  const listeners = new Map();
  const note = (...effect) => effects.push(effect);

  async function fetchProduct({ restPath, fetchRequestInit: { method, body, headers } }) {
    const response = await request(restPath, { method, body: body || undefined, headers });
    return {
      body: await response.text(),
      headers: Object.fromEntries(response.headers),
      status: response.status,
      statusText: response.statusText,
      isAttachment: false,
    };
  }

  const commands = {
    getContext: () => context,
    invoke: ({ functionKey, payload }) => invoke(functionKey, payload),
    fetchProduct,
    showFlag: ({ title, description, type }) => note('flag', { title, body: description, type }),
    closeFlag() {},
    emit: ({ event, payload }) => note('emit', event, payload),
    emitPublic: ({ event, payload }) => note('emit', event, payload),
    on: ({ event, callback }) => listen(event, callback),
    onPublic: ({ event, callback }) => listen(event, callback),
    close: (payload) => note('close', payload),
    refresh: () => note('refresh'),
    reload: () => note('reload'),
    submit: (payload) => note('save-macro', payload?.config ?? payload),
    navigate: ({ url, target, contentId }) => note('go', url ?? target, contentId && { contentId }),
    openModal: ({ resource, opts }) => note('dialog', resource, opts?.context),
    resize() {},
    enableTheming() {},
    emitReadyEvent() {},
  };

  const listen = (name, listener) => {
    listeners.set(name, [...(listeners.get(name) ?? []), listener]);
    return { unsubscribe() {} };
  };

  return {
    async callBridge(name, data) {
      const command = commands[name];
      if (!command) throw new Error(`the bridge has no ${name} here`);
      waiting.count += 1;
      try {
        // Values cross a frame's border, so that what arrives is the page's own kind of object.
        const value = await command(data);
        return ['on', 'onPublic'].includes(name) ? value : adopt(value);
      } finally {
        waiting.count -= 1;
      }
    },
    /** Not of the product: lets a scenario play another frame. */
    deliver: (name, payload) => listeners.get(name)?.forEach((listener) => listener(payload)),
  };
}
