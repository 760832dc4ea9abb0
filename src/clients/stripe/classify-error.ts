import type { Fetched } from '../../domain/stripe-reader.ts';

interface StripeFailure {
  readonly type?: string;
  readonly statusCode?: number;
  readonly code?: string;
  readonly message?: string;
}

/**
 * What a failed read means. Source: docs.stripe.com/error-low-level. Only Stripe's own codes and the name of a missing
 * permission are kept of the error: its message may repeat parts of the key.
 */
export function classifyReadError(error: unknown): Exclude<Fetched, { kind: 'object' }> {
  const failure = (typeof error === 'object' && error !== null ? error : {}) as StripeFailure;
  const status = failure.statusCode ?? 0;
  if (status === 404 || failure.code === 'resource_missing') return { kind: 'missing' };
  if (status === 401) {
    return { kind: 'refused', reason: { code: 'stripe_key_invalid', text: 'Stripe does not accept the API key' } };
  }
  if (status === 403) {
    const permission = /rak_[a-z_]+/.exec(failure.message ?? '')?.[0];
    return {
      kind: 'refused',
      reason: {
        code: 'stripe_permission_missing',
        text:
          permission === undefined ? 'the API key may not read this' : `the API key lacks the permission ${permission}`,
      },
    };
  }
  if (status === 400)
    return {
      kind: 'refused',
      reason: {
        code: 'stripe_request_refused',
        text: `Stripe refused the request (${failure.code ?? 'invalid_request'})`,
      },
    };
  if (status === 429)
    return { kind: 'unavailable', reason: { code: 'stripe_rate_limited', text: 'Stripe asks to wait' } };
  return {
    kind: 'unavailable',
    reason: {
      code: status >= 500 ? 'stripe_error' : 'stripe_unreachable',
      text: status >= 500 ? `Stripe answered ${status}` : 'Stripe could not be reached in time',
    },
  };
}
