// The product's side of an old page: the global `AP`. What a page asks for goes into `effects`, in words that both
// sides share.

/** `request(url, init)` asks the product as the user; `token()` signs for the app's own server. */
export function connectHost({ request, token, macro, effects, waiting }) {
  const listeners = new Map();
  const note = (...effect) => effects.push(effect);
  const wait = async (work) => {
    waiting.count += 1;
    try {
      return await work();
    } finally {
      waiting.count -= 1;
    }
  };
  /** Old calls take a callback, younger ones give a promise as well. */
  const both = (promise, callback) => {
    promise.then((value) => callback?.(value), () => {});
    return promise;
  };

  async function ask(first, second = {}) {
    const options = typeof first === 'string' ? { ...second, url: first } : first;
    const { url, type = 'GET', data, contentType, success, error } = options;
    const headers = contentType ? { 'content-type': contentType } : {};
    const response = await request(url, { method: type, body: data, headers });
    const body = await response.text();
    const xhr = { status: response.status, statusText: response.statusText, responseText: body };
    if (response.ok) {
      success?.(body, 'success', xhr);
      return { body, xhr };
    }
    if (error) {
      error(xhr, response.statusText, 'error');
      return undefined;
    }
    throw { xhr, err: response.statusText };
  }

  return {
    context: {
      getToken: (callback) => both(Promise.resolve(token()), callback),
      getContext: (callback) => both(Promise.resolve({}), callback),
    },
    request: (first, second) => wait(() => ask(first, second)),
    resize() {},
    sizeToParent() {},
    hideFooter() {},
    flag: {
      create: ({ title, body, type }) => note('flag', { title, body, type }),
    },
    events: {
      on: (name, listener) => listeners.set(name, [...(listeners.get(name) ?? []), listener]),
      emit: (name, ...values) => note('emit', name, ...values),
      /** Not of the product: lets a scenario play another frame. */
      deliver: (name, ...values) => listeners.get(name)?.forEach((listener) => listener(...values)),
    },
    dialog: {
      close: (value) => note('close', value),
      create: (options) => note('dialog', options.key, options.customData),
      disableCloseOnSubmit() {},
      getButton: (name) => ({ bind: (listener) => listeners.set(`button:${name}`, [listener]) }),
    },
    jira: { refreshIssuePage: () => note('refresh') },
    navigator: { reload: () => note('reload'), go: (target, context) => note('go', target, context) },
    user: { getCurrentUser: (callback) => both(Promise.resolve({ atlassianAccountId: 'user-1' }), callback) },
    confluence: {
      getMacroData: (callback) => callback(macro),
      saveMacro: (parameters) => note('save-macro', { ...parameters }),
      closeMacroEditor() {},
    },
  };
}
