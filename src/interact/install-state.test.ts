import { describe, expect, test } from 'vitest';
import { Secret } from '../domain/secret.ts';
import { makeState, newCookie, readState, stateForMs, stateKey } from './install-state.ts';

const key = stateKey(new Secret('the-client-secret'));
const cookie = newCookie();
const now = 1_000_000;

describe('the state of an installation', () => {
  test('is good in the browser that began, until it ends', () => {
    const state = makeState(key, cookie, now);
    expect(readState(key, state, cookie, now + stateForMs)).toMatchObject({
      kind: 'good',
      expiresAt: now + stateForMs,
    });
    expect(readState(key, state, cookie, now + stateForMs + 1)).toEqual({ kind: 'bad', code: 'state_expired' });
  });

  test('is worth nothing in another browser, under another secret, or changed anywhere', () => {
    const state = makeState(key, cookie, now);
    const forged = { kind: 'bad', code: 'state_forged' };
    expect(readState(key, state, newCookie(), now)).toEqual(forged);
    expect(readState(stateKey(new Secret('another')), state, cookie, now)).toEqual(forged);
    for (let at = 0; at < state.length; at += 1) {
      const changed = `${state.slice(0, at)}${state[at] === 'A' ? 'B' : 'A'}${state.slice(at + 1)}`;
      if (changed !== state) expect(readState(key, changed, cookie, now).kind).toBe('bad');
    }
    const [nonce, expires, mac] = state.split('.');
    expect(readState(key, `${nonce}.${Number(expires) + 60_000}.${mac}`, cookie, now)).toEqual(forged);
  });

  test('is missed where it, or the cookie, is not there', () => {
    const missing = { kind: 'bad', code: 'state_missing' };
    expect(readState(key, null, cookie, now)).toEqual(missing);
    expect(readState(key, makeState(key, cookie, now), null, now)).toEqual(missing);
  });

  test('two are never the same', () => {
    expect(makeState(key, cookie, now)).not.toBe(makeState(key, cookie, now));
  });
});
