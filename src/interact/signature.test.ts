import { createHmac, createSecretKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { checkSlackSignature } from './signature.ts';

// Slack's own example (docs.slack.dev/authentication/verifying-requests-from-slack).
const secret = '8f742231b10e8888abcd99yyyzzz85a5';
const key = createSecretKey(secret, 'utf8');
const body = Buffer.from(
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
);
const timestamp = '1531420618';
const signature = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';
const now = 1_531_420_618_000;

describe('F77 Slack’s signature', () => {
  test('Slack’s own example is right', () => {
    expect(checkSlackSignature(body, { timestamp, signature }, key, now)).toBeNull();
  });

  test.each([
    ['five minutes either way', 300_000, null],
    ['older than five minutes', 301_000, 'timestamp_stale'],
    ['further ahead than five minutes', -301_000, 'timestamp_stale'],
  ])('%s', (_name, skewMs, code) => {
    expect(checkSlackSignature(body, { timestamp, signature }, key, now + skewMs)?.code ?? null).toBe(code);
  });

  test.each([
    ['another body', Buffer.from('x'), { timestamp, signature }, 'signature_wrong'],
    ['another secret', body, { timestamp, signature: `v0=${'0'.repeat(64)}` }, 'signature_wrong'],
    ['another version', body, { timestamp, signature: signature.replace('v0', 'v1') }, 'signature_missing'],
    ['no hexadecimal', body, { timestamp, signature: `v0=${'z'.repeat(64)}` }, 'signature_missing'],
    ['cut short', body, { timestamp, signature: signature.slice(0, 40) }, 'signature_missing'],
    ['none', body, { timestamp, signature: undefined }, 'signature_missing'],
    ['doubled', body, { timestamp, signature: [signature, signature] }, 'signature_missing'],
    ['no timestamp', body, { timestamp: undefined, signature }, 'timestamp_missing'],
    ['a timestamp in words', body, { timestamp: 'NaN', signature }, 'timestamp_missing'],
  ])('%s is refused without a throw', (_name, bytes, headers, code) => {
    expect(checkSlackSignature(bytes, headers, key, now)?.code).toBe(code);
  });

  test('capitals in the digest are the same digest', () => {
    const digest = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex').toUpperCase();
    expect(checkSlackSignature(body, { timestamp, signature: `v0=${digest}` }, key, now)).toBeNull();
  });
});
