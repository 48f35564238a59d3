// Jira or Confluence, as far as the samples ask: one server for both sides. It notes who asks for what.
import jwt from 'atlassian-jwt';
import { confluence } from './confluence.mjs';
import { jira } from './jira.mjs';
import { serve } from './server.mjs';

const KINDS = { jira, confluence };

/** Between the product and the old app; the new app has no such secret. */
export const SECRET = 'between the product and the app';

/**
 * Starts a product with the content that `fixtures` gives. `calls` holds what was asked since the last `take()`.
 * Only what was asked while `listening` counts: on Forge nothing runs once a function has given its answer.
 */
export async function startProduct(kind, fixtures) {
  const rest = KINDS[kind];
  let state = rest.state(structuredClone(fixtures));
  let calls = [];
  const prefix = kind === 'confluence' ? '/wiki' : '';

  const server = await serve((request) => {
    const as = who(request, prefix);
    const { method, path, query, body, headers } = request;
    calls.push({ method, path, query, body, type: body === undefined ? undefined : mediaType(headers), as });
    if (as === 'nobody') return [401, { message: 'Client must be authenticated to access this resource.' }];
    return rest.answer(state, { method, path: path.slice(prefix.length), query, body, as }) ?? [404, { message: 'Not found' }];
  });

  return {
    kind,
    url: server.url,
    baseUrl: server.url + prefix,
    close: server.close,
    reset() {
      state = rest.state(structuredClone(fixtures));
      calls = [];
    },
    get count() {
      return calls.length;
    },
    take() {
      const taken = calls;
      calls = [];
      return taken;
    },
  };
}

const mediaType = (headers) => (headers['content-type'] ?? '').split(';')[0];

/** `app`, `user:ID`, `anonymous`, or `nobody` where a signature is wrong. */
function who({ method, path, query, headers }, prefix) {
  if (headers['x-parity-as']) return headers['x-parity-as'];
  const [scheme, token] = (headers.authorization ?? '').split(' ');
  if (scheme === 'Bearer') return token.startsWith('user:') ? token : 'nobody';
  if (scheme !== 'JWT') return 'anonymous';
  try {
    const claims = jwt.decodeSymmetric(token, SECRET, 'HS256');
    const hash = jwt.createQueryStringHash({ method, pathname: path.slice(prefix.length), query });
    return claims.qsh === hash ? 'app' : 'nobody';
  } catch {
    return 'nobody';
  }
}
