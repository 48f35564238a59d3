const promisify = f => new Promise(r => f(r));
promisify(AP.context.getToken);
export const api = { getLocation: AP.getLocation };
