import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import type { Keyring } from './keyring.ts';

const ivBytes = 12;
const tagBytes = 16;

/** A sealed value: `iv | tag | ciphertext`, and which key it is under. */
export interface Sealed {
  readonly keyId: string;
  readonly data: Uint8Array;
}

/**
 * AES-256-GCM over the values that are personal. `place` (table and row) and the key id are authenticated with each value,
 * so that a value moved to another row or table does not open.
 */
export interface Cipher {
  readonly newestKeyId: string;
  seal(place: string, plain: Uint8Array): Sealed;
  /** Null where the value was changed, is not of this place, or its key is not in the ring. */
  open(place: string, sealed: Sealed): Uint8Array | null;
  /**
   * The bytes without proof that they are whole: a single bad sector must not take the other rows of its batch with it.
   * Only for callers that prove each part by other means. Null where the key is unknown or the value too short.
   */
  openUnproven(sealed: Sealed): Uint8Array | null;
}

export function makeCipher(keyring: Keyring): Cipher {
  const nextIv = ivPool();
  return {
    get newestKeyId() {
      return keyring.newest().id;
    },
    seal(place, plain) {
      const { id, key } = keyring.newest();
      const iv = nextIv();
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      cipher.setAAD(aad(place, id));
      const text = cipher.update(plain);
      cipher.final();
      return { keyId: id, data: Buffer.concat([iv, cipher.getAuthTag(), text]) };
    },
    open(place, sealed) {
      const decipher = decipherOf(keyring, sealed);
      if (decipher === null) return null;
      decipher.setAAD(aad(place, sealed.keyId));
      decipher.setAuthTag(sealed.data.subarray(ivBytes, ivBytes + tagBytes));
      const plain = decipher.update(sealed.data.subarray(ivBytes + tagBytes));
      try {
        decipher.final();
        return plain;
      } catch {
        return null;
      }
    },
    openUnproven(sealed) {
      return decipherOf(keyring, sealed)?.update(sealed.data.subarray(ivBytes + tagBytes)) ?? null;
    },
  };
}

function decipherOf(keyring: Keyring, sealed: Sealed) {
  const key = keyring.find(sealed.keyId);
  if (key === null || sealed.data.length < ivBytes + tagBytes) return null;
  return createDecipheriv('aes-256-gcm', key.key, sealed.data.subarray(0, ivBytes), { authTagLength: tagBytes });
}

function aad(place: string, keyId: string): Buffer {
  return Buffer.from(`${place}\n${keyId}`);
}

/** Random 96-bit IVs, drawn 340 at a time: one call for each costs more than the cipher itself. */
function ivPool(): () => Uint8Array {
  const pool = Buffer.alloc(ivBytes * 340);
  let next = pool.length;
  return () => {
    if (next === pool.length) {
      randomFillSync(pool);
      next = 0;
    }
    next += ivBytes;
    return pool.subarray(next - ivBytes, next);
  };
}
