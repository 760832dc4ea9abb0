import type { Reason } from './event.ts';
import type { JsonObject } from './json.ts';

/** What came of asking Stripe for one object. Expected failures are outcomes, never thrown. */
export type Fetched =
  | { readonly kind: 'object'; readonly object: JsonObject }
  /** Deleted, or of another account or mode (F43). */
  | { readonly kind: 'missing' }
  /** The key may not read it (F42); the reason names the missing permission where Stripe does. */
  | { readonly kind: 'refused'; readonly reason: Reason }
  /** Rate limit, outage, time-out (F41, F48): worth asking again later. */
  | { readonly kind: 'unavailable'; readonly reason: Reason };

/** The reading half of Stripe's API for one account; implemented in clients/stripe. */
export interface StripeReader {
  /** By id; the kind of object follows from the id's prefix. `connectAccount` reads as that connected account (F47). */
  retrieve(id: string, connectAccount: string | null): Promise<Fetched>;
  /** By the path that a thin notification names (`/v1/charges/ch_1`). Paths outside the API are refused. */
  retrievePath(path: string, connectAccount: string | null): Promise<Fetched>;
  /** The invoice that a payment intent pays, which newer API versions no longer name in the payment; `missing` if none. */
  invoiceOfPayment(paymentIntent: string, connectAccount: string | null): Promise<Fetched>;
}
