// One wrapper, one call of AP.request, several operations.
export const ask = (path, options = {}) => new Promise((resolve, reject) => {
  AP.request({ url: path, type: 'GET', ...options, success: resolve, error: reject });
});
export function send(type, path, data) {
  return AP.request(path, { type, data: JSON.stringify(data), contentType: 'application/json' });
}
export const anything = options => AP.request(window.where, options);
