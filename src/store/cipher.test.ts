import { createSecretKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeCipher } from './cipher.ts';
import { makeKeyring } from './keyring.ts';

function cipherWith(...keys: Buffer[]) {
  return makeCipher(makeKeyring({ given: keys.map((key) => createSecretKey(key)), file: null }));
}

const [first, second] = [randomBytes(32), randomBytes(32)];

test('what was sealed opens again, whatever it is', () => {
  const cipher = cipherWith(first);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5_000 }), fc.string(), (plain, place) => {
      const opened = cipher.open(place, cipher.seal(place, plain));
      expect(Buffer.from(opened ?? [1]).equals(plain)).toBe(true);
    }),
  );
});

test('any changed bit, any cut, another place or another key id: null, never other bytes', () => {
  const cipher = cipherWith(second, first);
  const plain = Buffer.from('{"email":"ada@example.com"}');
  const sealed = cipher.seal('subjects/1', plain);
  for (let bit = 0; bit < sealed.data.length * 8; bit += 1) {
    const data = Uint8Array.from(sealed.data);
    data[bit >> 3] = (data[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(cipher.open('subjects/1', { ...sealed, data })).toBeNull();
  }
  for (let length = 0; length < sealed.data.length; length += 1) {
    expect(cipher.open('subjects/1', { ...sealed, data: sealed.data.subarray(0, length) })).toBeNull();
  }
  expect(cipher.open('subjects/2', sealed)).toBeNull();
  expect(cipher.open('cache/1', sealed)).toBeNull();
  const older = cipherWith(first).newestKeyId;
  expect(cipher.open('subjects/1', { ...sealed, keyId: older })).toBeNull();
  expect(cipher.open('subjects/1', { ...sealed, keyId: 'unknown' })).toBeNull();
});

test('no IV is used twice, across refills of the pool', () => {
  const cipher = cipherWith(first);
  const ivs = new Set<string>();
  for (let index = 0; index < 2_000; index += 1) {
    ivs.add(Buffer.from(cipher.seal('x', Buffer.alloc(0)).data.subarray(0, 12)).toString('hex'));
  }
  expect(ivs.size).toBe(2_000);
});

test('several keys: the newest seals, all open', () => {
  const old = cipherWith(first).seal('x', Buffer.from('old'));
  const both = cipherWith(second, first);
  expect(Buffer.from(both.open('x', old) ?? []).toString()).toBe('old');
  const young = both.seal('x', Buffer.from('young'));
  expect(young.keyId).not.toBe(old.keyId);
  expect(cipherWith(first).open('x', young)).toBeNull();
});
