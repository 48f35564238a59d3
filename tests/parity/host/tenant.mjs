// One site that has the old app: signs what it sends, as the product does.
import { generateKeyPairSync } from 'node:crypto';
import jwt from 'atlassian-jwt';
import clock from './clock.cjs';
import { SECRET } from './product.mjs';

export const CLIENT_KEY = 'site-1';
export const KEY_ID = 'parity-key';

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
export const publicKey = keys.publicKey;

const iat = Math.floor(clock.NOW / 1000);
const times = { iat, exp: iat + 180 };
const hash = (method, url) => jwt.createQueryStringHash(jwt.fromMethodAndUrl(method, url));
const sign = (claims) => jwt.encodeSymmetric({ ...times, iss: CLIENT_KEY, ...claims }, SECRET, 'HS256');

/** A token for one address. */
export const tokenFor = (method, url, { as, claims = {} } = {}) =>
  sign({ qsh: hash(method, url), sub: as, context: claims });

/** What a page gets from `AP.context.getToken`. */
export const pageToken = ({ as, claims = {} } = {}) => sign({ qsh: 'context-qsh', sub: as, context: claims });

/** The first and the last call of an installation. */
export function lifecycleToken(url, audience) {
  const claims = { ...times, iss: CLIENT_KEY, aud: [audience], qsh: hash('POST', url) };
  return jwt.encodeAsymmetric(claims, keys.privateKey, 'RS256', { kid: KEY_ID });
}

/** What the product tells the app about the site. */
export const installation = (product, key, eventType) => ({
  key,
  clientKey: CLIENT_KEY,
  sharedSecret: SECRET,
  oauthClientId: 'parity-oauth',
  baseUrl: product.baseUrl,
  displayUrl: product.baseUrl,
  productType: product.kind,
  eventType,
});
