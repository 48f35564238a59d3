const { promisify } = require('util');
exports.getIssue = async (client, key) => {
  const get = promisify(client.get.bind(client));
  return get({ url: `/rest/api/3/issue/${key}` });
};
exports.search = client => new Promise((resolve, reject) => {
  client.get('/rest/api/3/search', (e, r, b) => (e ? reject(e) : resolve(b)));
});
