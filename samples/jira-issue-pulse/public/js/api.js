'use strict';

/* Calls to the app's own server, signed with the token of the iframe. */
window.pulseApi = (function () {
  function getToken() {
    return new Promise(function (resolve) {
      AP.context.getToken(resolve);
    });
  }

  async function send(path, options) {
    const token = await getToken();
    const response = await fetch(path, {
      ...options,
      headers: {
        'Content-Type': 'application/json',
        Authorization: `JWT ${token}`,
      },
    });
    const body = await response.json();
    if (!response.ok) {
      const error = new Error(body.message || 'The request failed.');
      error.errors = body.errors || {};
      throw error;
    }
    return body;
  }

  return {
    get: (path) => send(path, { method: 'GET' }),
    post: (path, data) => send(path, { method: 'POST', body: JSON.stringify(data) }),
  };
})();
