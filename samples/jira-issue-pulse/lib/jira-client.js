'use strict';

const PROPERTY_KEY = 'pulse';

/** Promises around the signed HTTP client. All calls are made as the app. */
function jiraClient(addon, clientKey) {
  const httpClient = addon.httpClient({ clientKey });

  function call(method, options) {
    return new Promise((resolve, reject) => {
      httpClient[method]({ json: true, ...options }, (err, response, body) => {
        if (err) {
          return reject(err instanceof Error ? err : new Error(String(err)));
        }
        if (response.statusCode >= 400) {
          const error = new Error(`Jira answered ${response.statusCode} to ${method} ${options.url}`);
          error.statusCode = response.statusCode;
          return reject(error);
        }
        return resolve(body);
      });
    });
  }

  return {
    getProject(projectKey) {
      return call('get', { url: `/rest/api/3/project/${encodeURIComponent(projectKey)}` });
    },

    countIssues(jql) {
      return call('post', { url: '/rest/api/3/search/approximate-count', json: { jql } }).then(({ count }) => count);
    },

    setPulse(issueKey, pulse) {
      return call('put', {
        url: `/rest/api/3/issue/${encodeURIComponent(issueKey)}/properties/${PROPERTY_KEY}`,
        json: pulse,
      });
    },
  };
}

module.exports = jiraClient;
