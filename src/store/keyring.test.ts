import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TillbellError } from '../domain/errors.ts';
import { Secret } from '../domain/secret.ts';
import { addKey, keyringSource, makeKeyring, removeKey } from './keyring.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillbell-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const keyFile = () => join(folder, 'encryption.key');
const ringOf = (given: string | null) => makeKeyring(keyringSource(given === null ? null : new Secret(given), folder));

describe('a key from the environment', () => {
  const bytes = randomBytes(32);

  test.each([
    ['base64', bytes.toString('base64')],
    ['base64url', bytes.toString('base64url')],
    ['hex', bytes.toString('hex')],
    ['upper-case hex with space around it', ` ${bytes.toString('hex').toUpperCase()}\n`],
  ])('as %s is the same key', (_, text) => {
    expect(ringOf(text).newest().id).toBe(ringOf(bytes.toString('hex')).newest().id);
    expect(() => statSync(keyFile())).toThrow();
  });

  test('several: the first is the newest, all are known', () => {
    const other = randomBytes(32).toString('hex');
    const ring = ringOf(`${other}, ${bytes.toString('base64')}`);
    expect(ring.newest().id).toBe(ringOf(other).newest().id);
    expect(ring.find(ringOf(bytes.toString('hex')).newest().id)).not.toBeNull();
    expect(ring.find('0000000000000000')).toBeNull();
  });

  test.each([
    ['too short', randomBytes(16).toString('hex')],
    ['too long', randomBytes(33).toString('base64')],
    ['no key at all', 'hunter2 is my secret!'],
  ])('%s is refused, without being repeated', (_, text) => {
    try {
      ringOf(`${bytes.toString('hex')},${text}`);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof TillbellError)) throw error;
      expect(error.code).toBe('encryption_key_invalid');
      expect(error.message).toContain('key 2 in TILLBELL_ENCRYPTION_KEY');
      expect(inspect(error)).not.toContain(text);
    }
  });

  test('keys of the file stay readable behind it', () => {
    const file = ringOf(null).newest().id;
    const ring = ringOf(bytes.toString('hex'));
    expect(ring.newest().id).not.toBe(file);
    expect(ring.find(file)).not.toBeNull();
  });
});

describe('the key file', () => {
  test('is made once, for the owner only, and never written over', () => {
    const id = ringOf(null).newest().id;
    const text = readFileSync(keyFile(), 'utf8');
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
    expect(ringOf(null).newest().id).toBe(id);
    expect(readFileSync(keyFile(), 'utf8')).toBe(text);
    expect(text).not.toContain(id);
  });

  test('that others could read is closed to them', () => {
    ringOf(null);
    chmodSync(keyFile(), 0o644);
    ringOf(null);
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
  });

  test('may hold comments, but nothing else that is no key', () => {
    writeFileSync(keyFile(), `# newest\n${randomBytes(32).toString('base64')}\n\n`);
    expect(ringOf(null).newest().id).toMatch(/^[0-9a-f]{16}$/);
    writeFileSync(keyFile(), 'broken\n');
    expect(() => ringOf(null)).toThrow(/encryption\.key is not 32 bytes/);
  });

  test('addKey puts a new one first; a ring that runs finds it; removeKey takes the old one out', () => {
    const ring = ringOf(null);
    const old = ring.newest().id;
    const { keyId } = addKey(folder, null);
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
    expect(ring.newest().id).toBe(old);
    expect(ring.find(keyId)?.id).toBe(keyId);
    expect(ring.newest().id).toBe(keyId);
    expect(ring.find(old)).not.toBeNull();
    expect(removeKey(folder, old)).toBe(true);
    expect(removeKey(folder, old)).toBe(false);
    ring.refresh();
    expect(ring.find(old)).toBeNull();
    expect(() => removeKey(folder, keyId)).toThrow(/only encryption key/);
  });

  test('addKey does not touch a key that comes from the environment', () => {
    expect(() => addKey(folder, new Secret('x'))).toThrow(/TILLBELL_ENCRYPTION_KEY/);
    expect(() => statSync(keyFile())).toThrow();
  });
});
