import { describe, expect, test } from 'vitest';
import { makeCertificate, protect } from '../../test/tls/certificate.ts';
import { expiryOf, warnBeforeMs } from './expiry.ts';
import { loadPair, readPair } from './pair.ts';

const day = 86_400_000;
const notAfter = Math.floor((Date.now() + 90 * day) / 1000) * 1000;
const one = makeCertificate({ notAfter });
const other = makeCertificate({ notAfter });

describe('a certificate and its key', () => {
  test('are read with their names and their end', () => {
    const read = readPair(one.cert, one.key);
    expect(read).toMatchObject({ ok: true, pair: { notAfter, names: ['localhost', '127.0.0.1'] } });
  });

  test.each([
    ['a certificate that is none', 'hello', one.key, 'cert', 'tls_certificate'],
    ['nothing', '', '', 'cert', 'tls_certificate'],
    ['half of a certificate', one.cert.slice(0, 200), one.key, 'cert', 'tls_certificate'],
    ['a key that is none', one.cert, one.cert, 'key', 'tls_key'],
    ['the key of another', one.cert, other.key, 'key', 'tls_pair'],
    ['a key under a passphrase', one.cert, protect(one.key), 'key', 'tls_key'],
  ])('F110 %s is refused by name', (_name, cert, key, which, code) => {
    const read = readPair(cert, key);
    expect(read).toMatchObject({ ok: false, which, reason: { code } });
    // Nothing of a key in a refusal.
    expect(JSON.stringify(read)).not.toContain(one.key.split('\n')[1]);
  });

  test('a file that is not there is named by its fault', () => {
    const read = loadPair({ certFile: 'cert.pem', keyFile: 'key.pem', minVersion: 'TLSv1.3' }, () => {
      throw Object.assign(new Error('no'), { code: 'ENOENT' });
    });
    expect(read).toMatchObject({ ok: false, which: 'cert', reason: { text: 'cannot be read (ENOENT)' } });
  });

  test('its end is near two weeks before, and over after', () => {
    const pair = { notBefore: 0, notAfter };
    expect(expiryOf(pair, notAfter - warnBeforeMs)).toEqual({ kind: 'well', days: 14 });
    expect(expiryOf(pair, notAfter - warnBeforeMs + 1)).toEqual({ kind: 'soon', days: 13 });
    expect(expiryOf(pair, notAfter)).toEqual({ kind: 'soon', days: 0 });
    expect(expiryOf(pair, notAfter + 1)).toEqual({ kind: 'expired' });
    expect(expiryOf({ notBefore: 1_000, notAfter }, 999)).toEqual({ kind: 'not-yet' });
  });
});
