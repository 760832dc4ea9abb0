import { createPublicKey, verify } from 'node:crypto';
import type { Reason } from '../../domain/event.ts';
import { isObject, type JsonObject, type JsonValue, listAt, numberAt, textAt } from '../../domain/json.ts';

export interface Expected {
  readonly issuer: string;
  readonly audience: string;
  readonly nonce: string;
  /** Unix seconds. */
  readonly now: number;
}

export type Claims = { readonly claims: JsonObject } | { readonly reason: Reason };

/** Clocks differ by this many seconds at most. */
const skew = 60;

/**
 * The claims of an ID token that Slack signed for us, for this sign-in, and that still holds. RS256 alone: what a token says
 * of its own algorithm must not choose a weaker one. `keys` is the issuer's JWKS.
 */
export function verifyIdToken(token: string, keys: JsonValue, expected: Expected): Claims {
  const [head = '', body = '', signature = '', ...rest] = token.split('.');
  const header = jsonOf(head);
  const claims = jsonOf(body);
  if (header === null || claims === null || signature === '' || rest.length > 0) return bad('is no signed token');
  if (textAt(header, 'alg') !== 'RS256') return bad('is not signed with RS256');
  const jwk = listAt(keys, 'keys').find((key) => isObject(key) && key['kid'] === header['kid'] && key['kty'] === 'RSA');
  if (!isObject(jwk)) return bad('is signed with a key that Slack does not publish');
  const { n, e } = jwk;
  if (typeof n !== 'string' || typeof e !== 'string') return bad('is signed with a key that cannot be read');
  const key = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' });
  const signed = verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'));
  if (!signed) return bad('has a signature that is not Slack’s');
  return checkClaims(claims, expected);
}

function checkClaims(claims: JsonObject, { issuer, audience, nonce, now }: Expected): Claims {
  if (textAt(claims, 'iss') !== issuer) return bad('was issued by somebody else');
  const { aud } = claims;
  if (aud !== audience && !(Array.isArray(aud) && aud.length === 1 && aud[0] === audience)) {
    return bad('is for another app');
  }
  if (textAt(claims, 'nonce') !== nonce) return bad('is of another sign-in');
  if ((numberAt(claims, 'exp') ?? 0) <= now - skew) return bad('has expired');
  if ((numberAt(claims, 'iat') ?? Number.POSITIVE_INFINITY) > now + skew) return bad('is from the future');
  return { claims };
}

function bad(what: string): Claims {
  return { reason: { code: 'id_token_invalid', text: `the ID token ${what}` } };
}

function jsonOf(part: string): JsonObject | null {
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as JsonValue;
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
