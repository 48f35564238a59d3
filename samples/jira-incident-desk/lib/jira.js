'use strict';

/**
 * The few Jira calls that we need. One instance per tenant; with an account id
 * the calls are made in the name of that user.
 */
function Jira(addon, clientKey, accountId) {
  const client = addon.httpClient({ clientKey: clientKey });
  this.client = accountId ? client.asUserByAccountId(accountId) : client;
}

Jira.prototype._request = function (method, options) {
  const client = this.client;
  options.headers = Object.assign({ Accept: 'application/json' }, options.headers);
  return new Promise(function (resolve, reject) {
    client[method](options, function (err, response, body) {
      if (err) {
        reject(err);
        return;
      }
      if (response.statusCode === 404) {
        resolve(null);
        return;
      }
      if (response.statusCode < 200 || response.statusCode > 299) {
        const failure = new Error(method.toUpperCase() + ' ' + (options.uri || options.url) + ' gave ' + response.statusCode);
        failure.status = 502;
        reject(failure);
        return;
      }
      resolve(typeof body === 'string' && body ? JSON.parse(body) : body || {});
    });
  });
};

Jira.prototype.issue = function (issueKey, fields) {
  return this._request('get', {
    url: '/rest/api/3/issue/' + encodeURIComponent(issueKey),
    qs: { fields: fields.join(',') },
  });
};

Jira.prototype.property = function (issueKey, name) {
  return this._request('get', {
    url: `/rest/api/3/issue/${encodeURIComponent(issueKey)}/properties/${name}`,
  }).then(function (property) {
    return property && property.value;
  });
};

Jira.prototype.setProperty = function (issueKey, name, value) {
  return this._request('put', {
    url: `/rest/api/3/issue/${encodeURIComponent(issueKey)}/properties/${name}`,
    json: value,
  });
};

Jira.prototype.removeProperty = function (issueKey, name) {
  return this._request('del', {
    url: `/rest/api/3/issue/${encodeURIComponent(issueKey)}/properties/${name}`,
  });
};

Jira.prototype.comment = function (issueKey, text) {
  const paragraph = { type: 'paragraph', content: [{ type: 'text', text: text }] };
  return this._request('post', {
    url: '/rest/api/3/issue/' + encodeURIComponent(issueKey) + '/comment',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ body: { type: 'doc', version: 1, content: [paragraph] } }),
  });
};

module.exports = Jira;
