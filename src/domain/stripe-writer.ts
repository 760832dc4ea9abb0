import type { Reason } from './event.ts';
import type { JsonObject } from './json.ts';

/** What came of one write. Expected failures are outcomes, never thrown. */
export type Written =
  | { readonly kind: 'done'; readonly object: JsonObject }
  /** Stripe said no: nothing was changed. `code` of the reason is Stripe's own where it gave one. */
  | { readonly kind: 'refused'; readonly reason: Reason }
  /** Not carried out by this try: 429, 409 (the first try still runs), or the request never left. Try again with the same key. */
  | { readonly kind: 'wait'; readonly reason: Reason; readonly afterMs: number | null }
  /** 500, a time-out, a reset: perhaps carried out (F86). */
  | { readonly kind: 'unknown'; readonly reason: Reason };

export interface StripeWrite {
  /** POST unless told. Stripe keeps no key for DELETE: what is gone cannot go twice. */
  readonly method?: 'POST' | 'DELETE';
  /** `/v1/refunds`. */
  readonly path: string;
  readonly params: JsonObject;
  /** At most 255 characters; persisted before the first try. */
  readonly idempotencyKey: string;
  readonly connectAccount: string | null;
}

/** The writing half of Stripe's API for one account; implemented in clients/stripe. */
export interface StripeWriter {
  write(request: StripeWrite): Promise<Written>;
  /** Refunds of a charge, newest first, at most 100; null where Stripe could not be asked. */
  refundsOf(charge: string, connectAccount: string | null): Promise<readonly JsonObject[] | null>;
  /** Customers with exactly this e-mail address, at most 10; null where Stripe could not be asked. */
  customersByEmail(email: string): Promise<readonly string[] | null>;
}
