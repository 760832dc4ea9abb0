import { createHash, createHmac, createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../domain/secret.ts';

/** How long a person has to consent. */
export const stateForMs = 10 * 60_000;

export type StateRead =
  | { readonly kind: 'good'; readonly nonce: string; readonly expiresAt: number }
  | { readonly kind: 'bad'; readonly code: 'state_missing' | 'state_forged' | 'state_expired' };

/** The key of the states of every process: it follows from the app's own secret. */
export function stateKey(clientSecret: Secret): KeyObject {
  return createSecretKey(createHmac('sha256', clientSecret.reveal()).update('tillbell install state 1').digest());
}

/** A value that no other browser can know; the state is good only beside it. */
export function newCookie(): string {
  return randomBytes(32).toString('base64url');
}

/** A signed state that ends, bound to `cookie`. Nothing is stored until somebody comes back with it. */
export function makeState(key: KeyObject, cookie: string, now: number): string {
  const nonce = randomBytes(16).toString('base64url');
  const expiresAt = now + stateForMs;
  return `${nonce}.${expiresAt}.${sign(key, nonce, expiresAt, cookie)}`;
}

/** What a state that came back is worth; whether it comes a second time only the store knows. */
export function readState(key: KeyObject, state: string | null, cookie: string | null, now: number): StateRead {
  if (state === null || cookie === null) return { kind: 'bad', code: 'state_missing' };
  const [, nonce, expires, mac] = /^([\w-]{22})\.(\d{1,16})\.([\w-]{43})$/.exec(state) ?? [];
  if (nonce === undefined || expires === undefined || mac === undefined) return { kind: 'bad', code: 'state_forged' };
  const right = Buffer.from(sign(key, nonce, Number(expires), cookie));
  const given = Buffer.from(mac);
  if (right.length !== given.length || !timingSafeEqual(right, given)) return { kind: 'bad', code: 'state_forged' };
  if (Number(expires) < now) return { kind: 'bad', code: 'state_expired' };
  return { kind: 'good', nonce, expiresAt: Number(expires) };
}

function sign(key: KeyObject, nonce: string, expiresAt: number, cookie: string): string {
  const bound = createHash('sha256').update(cookie).digest('base64url');
  return createHmac('sha256', key).update(`${nonce}.${expiresAt}.${bound}`).digest('base64url');
}
