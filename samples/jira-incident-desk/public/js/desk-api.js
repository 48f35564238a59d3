/* Talks to our server with a fresh token. */
var deskApi = {
  request: function (method, url, data, callback) {
    AP.context.getToken(function (token) {
      fetch(url, {
        method: method,
        headers: {
          Authorization: 'JWT ' + token,
          'Content-Type': 'application/json',
        },
        body: data === undefined ? undefined : JSON.stringify(data),
      })
        .then(function (response) {
          if (response.status === 204) {
            return callback(null, null);
          }
          return response.json().then(function (body) {
            if (response.ok) {
              callback(null, body);
            } else {
              callback(body, null);
            }
          });
        })
        .catch(function () {
          callback({ error: 'No connection.' }, null);
        });
    });
  },
};
