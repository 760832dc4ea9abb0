import { createHmac, createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { parseSignatureHeader, verifySignature } from './signature.ts';

const secret = 'whsec_test_signature';
const key = createSecretKey(secret, 'utf8');
const body = Buffer.from('{"id":"evt_1","object":"event"}');
const now = 1_800_000_000_000;
const t = now / 1000;

function sign(timestamp: number, payload: Uint8Array = body, with_ = secret): string {
  return createHmac('sha256', with_).update(`${timestamp}.`).update(payload).digest('hex');
}

function codeOf(header: string | string[] | undefined, at = now): string {
  const verdict = verifySignature(body, header, [key], 300, at);
  return verdict.ok ? 'ok' : verdict.reason.code;
}

describe('the signature of a webhook', () => {
  test('a header made by Stripe’s own library is accepted', () => {
    const header = Stripe.webhooks.generateTestHeaderString({ payload: body.toString(), secret, timestamp: t });
    expect(codeOf(header)).toBe('ok');
  });

  test.each([
    ['missing', undefined],
    ['empty', ''],
  ])('F1 a %s header is refused by name', (_name, header) => {
    expect(codeOf(header)).toBe('signature_missing');
  });

  test.each([
    ['a list (sent twice)', [`t=${t},v1=${sign(t)}`, `t=${t},v1=${sign(t)}`]],
    ['joined by Node (sent twice)', `t=${t},v1=${sign(t)}, t=${t},v1=${sign(t)}`],
    ['without a timestamp', `v1=${sign(t)}`],
    ['without any v1', `t=${t}`],
    ['nonsense', 'hello'],
    ['far too long', `t=${t},v1=${'a'.repeat(5000)}`],
    ['with a hundred signatures', `t=${t},${Array.from({ length: 100 }, () => `v1=${'0'.repeat(64)}`).join(',')}`],
  ])('F1 a malformed header is refused: %s', (_name, header) => {
    expect(codeOf(header)).toBe('signature_malformed');
  });

  test('F2 of several v1 any may match, of several secrets any may have signed', () => {
    expect(codeOf(`t=${t},v1=${'0'.repeat(64)},v1=${sign(t)}`)).toBe('ok');
    const rolled = createSecretKey('whsec_new', 'utf8');
    expect(verifySignature(body, `t=${t},v1=${sign(t)}`, [rolled, key], 300, now).ok).toBe(true);
  });

  test.each(['', 'ab', 'zz'.repeat(32), sign(t).slice(1), `${sign(t)}00`, 'é'.repeat(64)])(
    'F3 an unequal length or non-hex v1 is a mismatch, not an exception: %s',
    (v1) => {
      expect(codeOf(`t=${t},v1=${v1}`)).toBe('signature_mismatch');
    },
  );

  test('F4 only a v0 signature is refused', () => {
    expect(codeOf(`t=${t},v0=${sign(t)}`)).toBe('signature_malformed');
  });

  test('F5 F6 both sides of the clock have the same tolerance', () => {
    const header = (seconds: number) => `t=${seconds},v1=${sign(seconds)}`;
    expect(codeOf(header(t - 300))).toBe('ok');
    expect(codeOf(header(t - 301))).toBe('timestamp_too_old');
    expect(codeOf(header(t + 300))).toBe('ok');
    expect(codeOf(header(t + 301))).toBe('timestamp_in_future');
  });

  test.each(['NaN', 'Infinity', '-1', '1e9', '', '0x10', '99999999999999999999'])(
    'F7 the timestamp %s is refused',
    (timestamp) => {
      expect(codeOf(`t=${timestamp},v1=${sign(t)}`)).toBe('signature_malformed');
    },
  );

  test('a changed body, another secret or another timestamp never matches', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.string({ minLength: 1 }),
        fc.nat(600),
        (payload, other, skew) => {
          const header = `t=${t},v1=${sign(t, payload)}`;
          expect(verifySignature(payload, header, [key], 300, now).ok).toBe(true);
          const changed = Uint8Array.from(payload);
          changed[0] = (changed[0] ?? 0) ^ 1;
          expect(verifySignature(changed, header, [key], 300, now).ok).toBe(false);
          if (other !== secret)
            expect(verifySignature(payload, `t=${t},v1=${sign(t, payload, other)}`, [key], 300, now).ok).toBe(false);
          if (skew !== 0)
            expect(verifySignature(payload, header.replace(`t=${t}`, `t=${t + skew}`), [key], 700, now).ok).toBe(false);
        },
      ),
    );
  });

  test('any header at all is answered, never thrown on', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('t=', 'v1=', 'v0=', ',', '=', `t=${t}`, `v1=${sign(t)}`.slice(0, -1), '\u0000', '💥'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const header = pieces.join('');
        parseSignatureHeader(header);
        expect(verifySignature(body, header, [key], 300, now).ok).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
