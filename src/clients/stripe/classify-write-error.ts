import type { Written } from '../../domain/stripe-writer.ts';

interface Failure {
  readonly statusCode?: number;
  readonly code?: string;
  readonly decline_code?: string;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  /** What the HTTP client met, where there was no answer. */
  readonly detail?: unknown;
}

const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * What a failed write means. Source: docs.stripe.com/error-low-level and docs.stripe.com/api/idempotent_requests: 409 and
 * 429 were not carried out and may be tried again under the same key, 500 and a lost answer leave the outcome open, every
 * other 4xx is a no. Only Stripe's own codes are kept: a message may repeat what a customer wrote, or parts of the key.
 */
export function classifyWriteError(error: unknown): Exclude<Written, { kind: 'done' }> {
  const failure = (typeof error === 'object' && error !== null ? error : {}) as Failure;
  const status = failure.statusCode ?? 0;
  if (status === 429 || failure.code === 'lock_timeout') {
    return {
      kind: 'wait',
      reason: { code: 'stripe_rate_limited', text: 'Stripe asks to wait' },
      afterMs: wait(failure),
    };
  }
  if (status === 409) {
    return {
      kind: 'wait',
      reason: { code: 'stripe_in_progress', text: 'Stripe is still working on the first try' },
      afterMs: wait(failure),
    };
  }
  if (status >= 400 && status < 500) return { kind: 'refused', reason: refusal(status, failure) };
  if (status === 0 && neverSent.has(networkCode(failure.detail))) {
    return { kind: 'wait', reason: { code: 'stripe_unreachable', text: 'Stripe could not be reached' }, afterMs: null };
  }
  return {
    kind: 'unknown',
    reason:
      status >= 500
        ? { code: 'stripe_error', text: `Stripe answered ${status}: whether it was carried out is not known yet` }
        : { code: 'answer_lost', text: 'Stripe’s answer was lost: whether it was carried out is not known yet' },
  };
}

function refusal(status: number, failure: Failure) {
  if (status === 401) return { code: 'stripe_key_invalid', text: 'Stripe does not accept the API key' };
  const permission = status === 403 ? /rak_[a-z_]+/.exec(failure.message ?? '')?.[0] : undefined;
  if (status === 403) {
    return {
      code: 'stripe_permission_missing',
      text: permission === undefined ? 'the API key may not do this' : `the API key lacks the permission ${permission}`,
    };
  }
  const code = word(failure.decline_code) ?? word(failure.code) ?? `http_${status}`;
  return status === 402
    ? { code, text: `the payment was declined (${code})` }
    : { code, text: known[code] ?? `Stripe refused it (${code})` };
}

const known: Readonly<Record<string, string>> = {
  charge_already_refunded: 'the payment has already been refunded',
  charge_disputed: 'the payment has been charged back; it cannot be refunded',
  resource_missing: 'Stripe no longer has it',
  invoice_not_editable: 'the invoice is no longer open',
  insufficient_funds: 'the Stripe balance does not cover it',
};

function word(value: unknown): string | null {
  return typeof value === 'string' && /^[a-z][a-z0-9_]{1,63}$/.test(value) ? value : null;
}

function wait({ headers }: Failure): number | null {
  const given = headers?.['retry-after'];
  return typeof given === 'string' && /^\d{1,5}$/.test(given) ? Number(given) * 1000 : null;
}

function networkCode(detail: unknown): string {
  for (let one = detail, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth += 1) {
    const code: unknown = Reflect.get(one, 'code');
    if (typeof code === 'string' && code !== '') return code;
  }
  return '';
}
