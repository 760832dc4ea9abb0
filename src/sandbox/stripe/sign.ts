import { createHmac } from 'node:crypto';

/**
 * The `Stripe-Signature` header of one webhook: HMAC-SHA256 of `timestamp.payload` under each secret (two while one is
 * rolled). `timestamp` is in Unix seconds. `scheme` is for tests that forge.
 */
export function signatureHeader(options: {
  readonly payload: string | Uint8Array;
  readonly secret: string | readonly string[];
  readonly timestamp: number;
  readonly scheme?: string;
}): string {
  const secrets = typeof options.secret === 'string' ? [options.secret] : options.secret;
  const signatures = secrets.map((secret) => {
    const hmac = createHmac('sha256', secret).update(`${options.timestamp}.`).update(options.payload).digest('hex');
    return `${options.scheme ?? 'v1'}=${hmac}`;
  });
  return [`t=${options.timestamp}`, ...signatures].join(',');
}
