import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Reason } from '../domain/event.ts';

/** docs.slack.dev/authentication/verifying-requests-from-slack: five minutes, against replays. */
const toleranceSeconds = 300;

/**
 * Slack's signature v0: HMAC-SHA256 over `v0:timestamp:rawBody`. `now` in milliseconds; a timestamp more than 300 s away
 * in either direction is refused. Null where it is right. Never throws, and compares in constant time.
 */
export function checkSlackSignature(
  body: Uint8Array,
  headers: { readonly timestamp: string | string[] | undefined; readonly signature: string | string[] | undefined },
  key: KeyObject,
  now: number,
): Reason | null {
  const { timestamp, signature } = headers;
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) {
    return { code: 'timestamp_missing', text: 'X-Slack-Request-Timestamp is missing or no number of seconds' };
  }
  if (Math.abs(now / 1000 - Number(timestamp)) > toleranceSeconds) {
    return { code: 'timestamp_stale', text: 'the request is more than five minutes away from this clock' };
  }
  const given = typeof signature === 'string' ? /^v0=([0-9a-f]{64})$/i.exec(signature)?.[1] : undefined;
  if (given === undefined) return { code: 'signature_missing', text: 'X-Slack-Signature is missing or malformed' };
  const expected = createHmac('sha256', key).update(`v0:${timestamp}:`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(given, 'hex'))
    ? null
    : { code: 'signature_wrong', text: 'the signature does not fit: another signing secret, or not Slack' };
}
