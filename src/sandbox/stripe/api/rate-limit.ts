import type { Clock } from '../../../domain/clock.ts';
import { ApiError } from './api-error.ts';

/** Requests a second: docs.stripe.com/rate-limits. */
export const documentedRate = { live: 100, test: 25 } as const;

/** Throws Stripe's 429 once more than `perSecond` requests came within one second; 0 never refuses. */
export function createRateLimit(clock: Clock, perSecond: number): () => void {
  let free = perSecond;
  let filledAt = clock.monotonic();
  return () => {
    if (perSecond === 0) return;
    const now = clock.monotonic();
    free = Math.min(perSecond, free + ((now - filledAt) / 1000) * perSecond);
    filledAt = now;
    if (free < 1) throw rateLimited();
    free--;
  };
}

export function rateLimited(): ApiError {
  return new ApiError(
    429,
    {
      type: 'invalid_request_error',
      code: 'rate_limit',
      message: 'Request rate limit exceeded. Learn more about rate limits here https://docs.stripe.com/rate-limits.',
    },
    { 'stripe-rate-limited-reason': 'global-rate' },
  );
}
