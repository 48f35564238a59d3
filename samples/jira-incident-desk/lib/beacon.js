'use strict';

const axios = require('axios');
const crypto = require('crypto');

const BEACON_URL = process.env.BEACON_API_URL || 'https://api.example-beacon.com';

/** A client of the status page's API for one account. */
module.exports.connect = function connect(config) {
  const http = axios.create({
    baseURL: BEACON_URL,
    timeout: 10000,
    headers: { Authorization: 'Token ' + config.apiToken },
  });

  function unwrap(promise) {
    return promise.then(
      (response) => response.data,
      (error) => {
        const status = error.response ? error.response.status : 0;
        const failure = new Error('Beacon answered ' + (status || error.code));
        failure.beaconStatus = status;
        throw failure;
      }
    );
  }

  return {
    account: () => unwrap(http.get('/v1/account')),

    open: (incident) =>
      unwrap(
        http.post(`/v1/pages/${config.pageId}/incidents`, {
          name: incident.title,
          severity: incident.severity,
          reference: incident.issueKey,
          notify: config.notifySubscribers,
        })
      ),

    read: (id) => unwrap(http.get(`/v1/pages/${config.pageId}/incidents/${encodeURIComponent(id)}`)),

    resolve: (id, message) =>
      unwrap(
        http.patch(`/v1/pages/${config.pageId}/incidents/${encodeURIComponent(id)}`, {
          state: 'resolved',
          message: message,
        })
      ),
  };
};

/** Whether a hook's body was signed with the secret of the account. */
module.exports.isSigned = function isSigned(rawBody, signature, secret) {
  if (!secret || !signature) {
    return false;
  }
  const expected = crypto.createHmac('sha256', secret).update(rawBody).digest('hex');
  const given = String(signature).replace(/^sha256=/, '');
  return given.length === expected.length && crypto.timingSafeEqual(Buffer.from(given), Buffer.from(expected));
};
