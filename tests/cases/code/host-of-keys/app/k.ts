import * as jose from 'jose';

export async function check(token: string) {
  const keys = jose.createRemoteJWKSet(new URL('https://keys.example.com/jwks.json'));
  await jose.jwtVerify(token, keys);
  return jose.decodeJwt(token);
}
