import type { MinorUnits } from './money.ts';

/**
 * charged: by the currency that customers paid in · settled: by the currency in which Stripe booked it, with Stripe's own
 * amounts. Neither ever adds two currencies.
 */
export type CurrencyView = 'charged' | 'settled';

export const periods = ['daily', 'weekly', 'monthly'] as const;
export type Period = (typeof periods)[number];

/** Signed, as they change the balance: refunds, disputes and fees are negative where money left. `net` is the sum of all. */
export interface BookedFigures {
  readonly currency: string;
  readonly gross: MinorUnits;
  readonly refunds: MinorUnits;
  readonly disputes: MinorUnits;
  readonly fees: MinorUnits;
  readonly other: MinorUnits;
  readonly net: MinorUnits;
}

/** What came and went in one currency. */
export interface CurrencyFigures {
  readonly currency: string;
  readonly payments: number;
  readonly gross: MinorUnits;
  readonly refundCount: number;
  readonly refunds: MinorUnits;
  readonly disputeCount: number;
  readonly disputes: MinorUnits;
  readonly other: MinorUnits;
  /** Null where Stripe did not book all of it yet, or booked some in another currency: then `booked` tells. */
  readonly fees: MinorUnits | null;
  readonly net: MinorUnits | null;
  /** By currency of the balance, what Stripe booked of the above. */
  readonly booked: readonly BookedFigures[];
  /** Told by events, not booked by Stripe (or not known to be): no fee is known yet. */
  readonly pending: { readonly count: number; readonly minor: MinorUnits };
}

export interface Amounts {
  readonly currency: string;
  readonly count: number;
  readonly minor: MinorUnits;
}

/** Steps of monthly recurring revenue in one currency; contraction and churn are negative. */
export interface MrrFigures {
  readonly currency: string;
  readonly new: Amounts;
  readonly expansion: Amounts;
  readonly contraction: Amounts;
  readonly churn: Amounts;
  readonly reactivation: Amounts;
  readonly net: MinorUnits;
}

/** All that one stretch of time comes to. Lists are by currency, sorted. */
export interface PeriodFigures {
  readonly view: CurrencyView;
  readonly currencies: readonly CurrencyFigures[];
  /** Tries to pay that came through, and that did not; each charge counts once. */
  readonly paid: number;
  readonly failed: number;
  readonly payouts: readonly Amounts[];
  readonly mrr: readonly MrrFigures[];
  readonly recovered: readonly Amounts[];
  readonly lost: readonly Amounts[];
}

/** [from, to) in Unix seconds, the local days of a zone. */
export interface SummaryWindow {
  readonly from: number;
  readonly to: number;
}

/** Why subscriptions ended: `voluntary` by the customer's will, with Stripe's word for the reason. */
export interface ChurnReason {
  readonly voluntary: boolean;
  readonly reason: string;
  readonly count: number;
  readonly currency: string;
  readonly minor: MinorUnits;
}

export interface CustomerFigure {
  /** `cus_…`; its name is looked up where it may be shown. */
  readonly customer: string;
  readonly currency: string;
  readonly minor: MinorUnits;
}

export interface OpenDispute {
  readonly id: string;
  readonly currency: string;
  readonly minor: MinorUnits;
  /** Unix seconds by which Stripe must have the evidence; null where it names none. */
  readonly dueBy: number | null;
}

/** How the ledger stands against Stripe's balance transactions, by currency of the balance. */
export type TieOut =
  | {
      readonly kind: 'compared';
      readonly lines: readonly TieOutLine[];
      /** Movements that events told and Stripe has not booked, or not yet. */
      readonly pending: readonly Amounts[];
    }
  /** No API key, or Stripe did not answer: nothing was compared, and the reason. */
  | { readonly kind: 'not_compared'; readonly reason: { readonly code: string; readonly text: string } };

export interface TieOutLine {
  readonly currency: string;
  /** Balance transactions that Stripe lists in the window. */
  readonly transactions: number;
  /** Net of all of them, and what the ledger holds of them. */
  readonly stripe: MinorUnits;
  readonly ledger: MinorUnits;
  readonly difference: MinorUnits;
}

/** One point of a summary's chart. */
export interface SeriesPoint extends SummaryWindow {
  readonly amounts: readonly Amounts[];
}

/** A summary before anybody decided who may read what of it. */
export interface Summary {
  readonly period: Period;
  /** IANA name, whose days these are. */
  readonly timezone: string;
  readonly window: SummaryWindow;
  readonly figures: PeriodFigures;
  readonly previous: PeriodFigures;
  /** The same weekday a week before; of a day only. */
  readonly weekBefore: PeriodFigures | null;
  readonly series: readonly SeriesPoint[];
  readonly largest: readonly CustomerFigure[];
  readonly gains: readonly CustomerFigure[];
  readonly losses: readonly CustomerFigure[];
  readonly churn: readonly ChurnReason[];
  readonly openDisputes: readonly OpenDispute[];
  /** Of this window's refunds and disputes, those of payments from before it (F99). */
  readonly ofEarlier: readonly (Amounts & { readonly kind: 'refund' | 'dispute' })[];
  readonly tieOut: TieOut;
  /** True where all of it is test data. */
  readonly test: boolean;
}
