import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Reason } from '../domain/event.ts';

/** The parts of a `Stripe-Signature` header: `t=…,v1=…[,v1=…]`. Source: docs.stripe.com/webhooks#verify-manually. */
export interface SignatureHeader {
  /** Unix seconds at which Stripe signed. */
  readonly timestamp: number;
  /** Only `v1` signatures, 32 bytes each; other schemes are ignored as Stripe demands. */
  readonly signatures: readonly Buffer[];
}

export type Verdict =
  | { readonly ok: true; readonly timestamp: number }
  | { readonly ok: false; readonly reason: Reason };

// A header that Stripe sends holds one or two signatures; more than this is an attempt to make us work.
const mostSignatures = 16;
const longestHeader = 4096;

function refused(code: string, text: string): { ok: false; reason: Reason } {
  return { ok: false, reason: { code, text } };
}

/** Parses the header; a refusal names what is wrong with it and never repeats its content. */
export function parseSignatureHeader(
  header: string | readonly string[] | undefined,
): { ok: true; header: SignatureHeader } | { ok: false; reason: Reason } {
  if (header === undefined || header === '') {
    return refused('signature_missing', 'the Stripe-Signature header is missing: only Stripe may call this address');
  }
  if (typeof header !== 'string') return refused('signature_malformed', 'the Stripe-Signature header was sent twice');
  if (header.length > longestHeader) return refused('signature_malformed', 'the Stripe-Signature header is too long');
  let timestamp: number | null = null;
  const signatures: Buffer[] = [];
  let schemes = 0;
  for (const part of header.split(',')) {
    const [name, value] = splitOnce(part.trim());
    if (name === 't') {
      // Node joins a doubled header with a comma, so a second `t` is how a doubled header shows.
      if (timestamp !== null) return refused('signature_malformed', 'the Stripe-Signature header holds two timestamps');
      if (!/^\d{1,12}$/.test(value)) {
        return refused(
          'signature_malformed',
          'the timestamp of the Stripe-Signature header is not a number of seconds',
        );
      }
      timestamp = Number(value);
    } else if (name === 'v1') {
      schemes += 1;
      if (schemes > mostSignatures)
        return refused('signature_malformed', 'the Stripe-Signature header holds too many signatures');
      // Anything but 64 hex digits can match no signature; it is passed over rather than thrown on (F3).
      if (/^[0-9a-fA-F]{64}$/.test(value)) signatures.push(Buffer.from(value, 'hex'));
    }
  }
  if (timestamp === null) return refused('signature_malformed', 'the Stripe-Signature header holds no timestamp (t=…)');
  if (schemes === 0) return refused('signature_malformed', 'the Stripe-Signature header holds no v1 signature');
  return { ok: true, header: { timestamp, signatures } };
}

function splitOnce(part: string): [string, string] {
  const index = part.indexOf('=');
  return index < 0 ? [part, ''] : [part.slice(0, index), part.slice(index + 1)];
}

/**
 * Verifies `rawBody` against the header with any of `secrets` (two while one is rolled). Both sides of the clock count:
 * a timestamp more than `toleranceSeconds` in the past or in the future is refused, which Stripe's SDK does not do for the
 * future. Comparison takes constant time, whichever secret or signature matches.
 */
export function verifySignature(
  rawBody: Uint8Array,
  header: string | readonly string[] | undefined,
  secrets: readonly KeyObject[],
  toleranceSeconds: number,
  nowMs: number,
): Verdict {
  const parsed = parseSignatureHeader(header);
  if (!parsed.ok) return parsed;
  const { timestamp, signatures } = parsed.header;
  const age = nowMs / 1000 - timestamp;
  if (age > toleranceSeconds) {
    return refused('timestamp_too_old', `the signature is older than ${toleranceSeconds} seconds`);
  }
  if (-age > toleranceSeconds) {
    return refused(
      'timestamp_in_future',
      `the signature lies over ${toleranceSeconds} seconds in the future: check this machine's clock`,
    );
  }
  let matched = false;
  for (const secret of secrets) {
    const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest();
    for (const signature of signatures) {
      if (timingSafeEqual(expected, signature)) matched = true;
    }
  }
  if (matched) return { ok: true, timestamp };
  return refused(
    'signature_mismatch',
    "no signature matches: the endpoint's signing secret (whsec_…) differs or the body was changed on its way",
  );
}
