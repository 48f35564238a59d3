'use strict';

const { generateKeyPairSync } = require('node:crypto');
const jwt = require('atlassian-jwt');

const SECRET = 'between Confluence and the app';
const KEY_ID = 'log-key';

/** One Confluence site that has the app: signs what it sends, as Confluence does. */
function tenant({ clientKey, baseUrl, wikiUrl }) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

  const times = () => {
    const iat = Math.floor(Date.now() / 1000);
    return { iat, exp: iat + 180 };
  };
  const hash = (method, url) => jwt.createQueryStringHash(jwt.fromMethodAndUrl(method, url));
  const sign = (claims) => jwt.encodeSymmetric({ ...times(), iss: clientKey, ...claims }, SECRET, 'HS256');

  async function send(method, url, { token, body, headers } = {}) {
    const response = await fetch(baseUrl + url, {
      method,
      headers: { 'content-type': 'application/json', ...(token && { authorization: `JWT ${token}` }), ...headers },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') || '').includes('json');
    return { status: response.status, body: isJson ? JSON.parse(text) : text };
  }

  return {
    publicKey,
    keyId: KEY_ID,
    secret: SECRET,

    lifecycle(event) {
      const claims = { ...times(), iss: clientKey, aud: [baseUrl], qsh: hash('POST', `/${event}`) };
      const token = jwt.encodeAsymmetric(claims, privateKey, 'RS256', { kid: KEY_ID });
      const body = {
        key: 'com.example.decision-log',
        clientKey,
        sharedSecret: SECRET,
        baseUrl: wikiUrl,
        productType: 'confluence',
        eventType: event,
      };
      return send('POST', `/${event}`, { token, body });
    },

    page(url, accountId) {
      const token = sign({ qsh: hash('GET', url), sub: accountId, context: {} });
      return send('GET', `${url}${url.includes('?') ? '&' : '?'}jwt=${token}`);
    },

    /** A call of a page's script, with the token of the page that is named. */
    call(method, url, { as, pageId, body } = {}) {
      const confluence = pageId ? { content: { id: pageId, type: 'page' }, space: { id: '1', key: 'ARCH' } } : {};
      return send(method, url, { token: sign({ qsh: 'context-qsh', sub: as, context: { confluence } }), body });
    },

    /** Lifecycle events but the first, and webhooks: signed with the shared secret. */
    event(url, body, accountId) {
      return send('POST', url, { token: sign({ qsh: hash('POST', url), sub: accountId, context: {} }), body });
    },

    send,
  };
}

module.exports = { tenant };
