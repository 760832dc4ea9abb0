import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureVersion } from 'node:tls';
import type { Reason } from '../domain/event.ts';

/** A certificate and its key, checked to belong together. */
export interface Pair {
  /** PEM: the certificate itself first, then those between it and its root. */
  readonly cert: string;
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Host names and addresses that it is for, as it names them. */
  readonly names: readonly string[];
  /** SHA-256 of the certificate; says whether another one is served. */
  readonly fingerprint: string;
}

export type PairResult =
  | { readonly ok: true; readonly pair: Pair }
  | { readonly ok: false; readonly which: 'cert' | 'key'; readonly reason: Reason; readonly hint: string };

/** Checks the text of two PEM files: both readable, one key for both, taken by TLS. A refusal never quotes either. */
export function readPair(cert: string, key: string): PairResult {
  const certificate = certificateOf(cert);
  if (certificate === null) {
    return refused('cert', 'tls_certificate', 'is not a certificate in PEM form', 'it begins with BEGIN CERTIFICATE');
  }
  const secret = keyOf(key);
  if (typeof secret === 'string') {
    return secret === 'encrypted'
      ? refused('key', 'tls_key', 'is protected by a passphrase', 'give the key without one: openssl pkey -in … -out …')
      : refused('key', 'tls_key', 'is not a private key in PEM form', 'it begins with BEGIN PRIVATE KEY');
  }
  if (!certificate.checkPrivateKey(secret)) {
    return refused(
      'key',
      'tls_pair',
      'belongs to another certificate',
      'name the key that the certificate was made for',
    );
  }
  try {
    createSecureContext({ cert, key });
  } catch {
    return refused('cert', 'tls_certificate', 'is not taken by TLS', 'key too short, or a chain in the wrong order?');
  }
  const { validFromDate, validToDate, fingerprint256, subjectAltName } = certificate;
  return {
    ok: true,
    pair: {
      cert,
      key,
      notBefore: validFromDate.getTime(),
      notAfter: validToDate.getTime(),
      names: (subjectAltName ?? '').split(', ').flatMap((name) => /^(?:DNS|IP Address):(.+)$/.exec(name)?.[1] ?? []),
      fingerprint: fingerprint256,
    },
  };
}

export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
  readonly minVersion: SecureVersion;
}

/** The pair in two files; never throws. */
export function loadPair(files: TlsFiles, readFile: (path: string) => string): PairResult {
  const texts: string[] = [];
  for (const which of ['cert', 'key'] as const) {
    try {
      texts.push(readFile(which === 'cert' ? files.certFile : files.keyFile));
    } catch (error) {
      const code = (error as { code?: string }).code ?? 'unreadable';
      return refused(which, 'tls_file', `cannot be read (${code})`, 'check the path and its permissions');
    }
  }
  return readPair(texts[0] ?? '', texts[1] ?? '');
}

function certificateOf(text: string): X509Certificate | null {
  try {
    return new X509Certificate(text);
  } catch {
    return null;
  }
}

function keyOf(text: string): KeyObject | 'encrypted' | 'malformed' {
  try {
    return createPrivateKey(text);
  } catch {
    return /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(text) ? 'encrypted' : 'malformed';
  }
}

function refused(which: 'cert' | 'key', code: string, text: string, hint: string): PairResult {
  return { ok: false, which, reason: { code, text }, hint };
}
