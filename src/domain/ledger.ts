import type { MinorUnits, Money } from './money.ts';

/**
 * What a movement is. The first group moves the balance and has Stripe's reporting categories behind it; `failed` is a try
 * that moved nothing; the last groups are figures of subscriptions and of dunning, which never enter a sum of money.
 */
export const movementKinds = [
  'charge',
  'charge_reversal',
  'refund',
  'refund_reversal',
  'dispute',
  'dispute_reversal',
  'fee',
  'other',
  'topup',
  'payout',
  'payout_reversal',
  'failed',
  'mrr_new',
  'mrr_expansion',
  'mrr_contraction',
  'mrr_churn',
  'mrr_reactivation',
  'recovered',
  'lost',
] as const;
export type MovementKind = (typeof movementKinds)[number];

/** Whose money it is. `connect` is a connected account (`acct_…`), or empty for the account's own. */
export interface LedgerScope {
  /** Name of the account in the configuration. */
  readonly account: string;
  readonly livemode: boolean;
  readonly connect: string;
}

/** One movement as an event's object tells it: provisional, until Stripe's balance transaction is known. */
export interface ObjectFact extends LedgerScope {
  readonly type: 'object';
  readonly kind: MovementKind;
  /** Id of the object that moved the money (`ch_…`, `re_…`, `po_…`): with the kind, the identity of the movement. */
  readonly source: string;
  /** Unix seconds; of several reports of one movement the earliest counts. */
  readonly at: number;
  /** Signed: what leaves is negative. In the currency that the customer paid in. */
  readonly amount: Money;
  readonly customer: string | null;
  /** Of two reports that differ the one of higher rank holds: an invoice that was paid after all is not lost. */
  readonly rank: number;
  /** Ids by which summaries are narrowed: products (`prod_…`) and routes (`route:name`); sorted. */
  readonly tags: readonly string[];
  /** Of a failed try its decline code; of a refund or dispute the charge that it is about; else null. */
  readonly detail: string | null;
}

/** A balance transaction: Stripe's own word on what it did to the balance, in the currency of that balance. */
export interface TransactionFact extends LedgerScope {
  readonly type: 'transaction';
  /** `txn_…`. */
  readonly id: string;
  readonly kind: MovementKind;
  readonly source: string | null;
  /** Unix seconds: its `created`, by which it belongs to a day. */
  readonly at: number;
  /** Before the fee, signed. */
  readonly amount: Money;
  /** What Stripe kept, in the same currency; negative where it was given back. */
  readonly fee: MinorUnits;
  /** What the source object says of the amount in the customer's currency; null where it was not shown. */
  readonly presented: Money | null;
  readonly customer: string | null;
  /** Of a refund or dispute the charge that it is about, where the source object was shown. */
  readonly detail: string | null;
}

/** What one event says of a subscription's monthly recurring revenue at its second. */
export interface SubscriptionFact extends LedgerScope {
  readonly type: 'subscription';
  readonly subscription: string;
  readonly at: number;
  /** Of several events of one second the greatest holds; compared as text. */
  readonly order: string;
  /** What counts from `at` on: empty in a trial, while paused or unpaid, and after the end. */
  readonly mrr: readonly Money[];
  /** What counted just before, by the event's own word; null where it does not say. Used for the first event known only. */
  readonly before: readonly Money[] | null;
  readonly customer: string | null;
  readonly tags: readonly string[];
  /** Why it ended, where it did: `voluntary:too_expensive`, `involuntary:payment_failed`. */
  readonly detail: string | null;
}

export type LedgerFact = ObjectFact | TransactionFact | SubscriptionFact;

/** Nothing that Stripe takes is near: above it an amount is a fault of the data, and is left out of the ledger. */
const mostMinor = 10n ** 18n;

export function isCountable(amount: Money): boolean {
  const minor = BigInt(amount.minor);
  return minor < mostMinor && minor > -mostMinor;
}

/** The identity of the movement that an object tells. What became of an invoice in dunning is one thing, whichever way. */
export function movementId(kind: MovementKind, source: string): string {
  return `${kind === 'recovered' || kind === 'lost' ? 'dunning' : kind}:${source}`;
}
