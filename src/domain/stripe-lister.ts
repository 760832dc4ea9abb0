import type { Reason } from './event.ts';
import type { JsonObject } from './json.ts';
import type { Fetched } from './stripe-reader.ts';

/** One page of a list, newest first; or why there is none. Expected failures are outcomes, never thrown. */
export type Listed =
  | { readonly kind: 'page'; readonly objects: readonly JsonObject[]; readonly more: boolean }
  /** The key may not read it; the reason names the missing permission where Stripe does. */
  | { readonly kind: 'refused'; readonly reason: Reason }
  /** Rate limit, outage, time-out: worth asking again later. */
  | { readonly kind: 'unavailable'; readonly reason: Reason };

/** Kinds of objects that are compared with what events showed. */
export const comparedKinds = ['charge', 'refund', 'dispute', 'payout'] as const;
export type ComparedKind = (typeof comparedKinds)[number];

export interface ListQuery {
  /** Unix seconds, both inclusive. */
  readonly from: number;
  readonly to: number;
  /** Id of the last object of the page before; null for the first page. */
  readonly after: string | null;
  /** Asked as this connected account (`acct_…`). */
  readonly connectAccount: string | null;
}

/** The listing half of Stripe's API for one account; implemented in clients/stripe. Paces itself far below Stripe's limits. */
export interface StripeLister {
  /** The API version in which listed objects come. */
  readonly apiVersion: string | null;
  /** Events by `created`; `undelivered` only those that some endpoint did not take. Stripe keeps 30 days. */
  events(query: ListQuery & { readonly undelivered: boolean }): Promise<Listed>;
  objects(kind: ComparedKind, query: ListQuery): Promise<Listed>;
  /** Balance transactions by `created`; `withSource` brings the objects that moved the money with them. */
  balanceTransactions(query: ListQuery & { readonly withSource: boolean }): Promise<Listed>;
  /** All webhook endpoints of the account: at most 16, so always one page. */
  endpoints(): Promise<Listed>;
  /** The account that the key belongs to. */
  account(): Promise<Fetched>;
}
