import type { FeedMessage } from './contract-now.ts';

/** Amounts are minor units as decimal strings; currencies are never added. */
export interface RevenueDay {
  /** ISO date in `Revenue.timezone`. */
  readonly day: string;
  readonly currency: string;
  readonly payments: number;
  readonly gross: string;
  readonly refunds: string;
  readonly disputes: string;
  readonly fees: string;
  /** False: Stripe has not booked all of it yet; `fees` is then 0 and `net` before fees. */
  readonly feesKnown: boolean;
  readonly net: string;
}

export interface Revenue {
  /** Null where there are figures; else why there are none. */
  readonly reason: string | null;
  readonly timezone: string;
  readonly currencies: readonly string[];
  /** Oldest first; days without a movement are left out. */
  readonly days: readonly RevenueDay[];
  readonly metrics: readonly {
    /** `mrr`, `net_volume`, `failed_payments` … */
    readonly name: string;
    readonly label: string;
    /** How it is counted, in one or two sentences. */
    readonly definition: string;
    readonly currency: string | null;
    /** Minor units, or a count or per cent where `unit` says so. */
    readonly value: string | null;
    readonly unit: 'money' | 'count' | 'percent';
    /** Of the time before, the same length; null where unknown. */
    readonly before: string | null;
  }[];
  /** Summaries as posted, newest first, at most 20. */
  readonly summaries: readonly { readonly kind: string; readonly period: string; readonly message: FeedMessage }[];
  /** Against Stripe's balance transactions. */
  readonly tieOut: readonly {
    readonly account: string;
    readonly currency: string;
    readonly day: string;
    /** Ours less Stripe's; `0` ties out. */
    readonly difference: string;
    readonly reason: string | null;
  }[];
}
