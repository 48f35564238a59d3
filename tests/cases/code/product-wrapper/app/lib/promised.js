// A wrapper that takes the method and options, and callers that know both.
module.exports = function client(addon, clientKey) {
  const httpClient = addon.httpClient({ clientKey });
  function call(method, options) {
    return new Promise((resolve, reject) => {
      httpClient[method]({ json: true, ...options }, (err, response, body) => (err ? reject(err) : resolve(body)));
    });
  }
  return {
    getProject: key => call('get', { url: `/rest/api/3/project/${encodeURIComponent(key)}` }),
    count: jql => call('post', { url: '/rest/api/3/search/approximate-count', json: { jql } }),
    setPulse(key, pulse) {
      return call('put', { url: `/rest/api/3/issue/${key}/properties/pulse`, json: pulse });
    },
  };
};
