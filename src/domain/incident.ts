import type { AnomalyKind, AnomalyMeasure, AnomalySeries, LargePayment } from './anomaly.ts';
import type { Money } from './money.ts';

export const incidentKinds = ['decline_spike', 'card_testing', 'payout_failure', 'account_restriction'] as const;
export type FailureIncidentKind = (typeof incidentKinds)[number];
/** Failures that belong together, or an anomaly of revenue: both are opened, told and closed by one mechanism. */
export type IncidentKind = FailureIncidentKind | AnomalyKind;

/** What can fail: a try to pay, a payout, an account that may no longer do what it did. */
export type FailureKind = 'payment' | 'payout' | 'account';

export const failureKindOf: Readonly<Record<FailureIncidentKind, FailureKind>> = {
  decline_spike: 'payment',
  card_testing: 'payment',
  payout_failure: 'payout',
  account_restriction: 'account',
};

/** One failed try, whichever events report it. Ids and Stripe's own words only; a card is a hash of its fingerprint. */
export interface Failure {
  /** Identity of the try: the charge's id, the payout's, the account's with what it lost. */
  readonly id: string;
  readonly kind: FailureKind;
  /** Unix seconds. */
  readonly at: number;
  /** Decline or failure code; `unknown` where Stripe gives none. */
  readonly code: string;
  readonly amount: Money | null;
  readonly subjectId: string;
  readonly customer: string | null;
  readonly invoice: string | null;
  readonly card: string | null;
}

/** What an event says of money that did not come, as the store keeps it with the event's commit. */
export type FailureSignal =
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** The subject's money came after all. */
  | { readonly kind: 'paid'; readonly subjectId: string; readonly at: number }
  /** Payouts work again, or the account may do what it could not. */
  | {
      readonly kind: 'well';
      readonly of: FailureKind;
      readonly subjectId: string | null;
      readonly at: number;
    };

/** How often a code failed in one full hour (hours since the epoch); code `paid`: how often it went well. */
export interface FailureHour {
  readonly hour: number;
  readonly code: string;
  readonly count: number;
}

/** Figures of an incident; counts are of subjects (a payment that failed three times counts once). */
export interface IncidentFigures {
  readonly tries: number;
  readonly failed: number;
  readonly recovered: number;
  readonly lost: readonly Money[];
  readonly regained: readonly Money[];
  readonly cards: number;
  readonly codes: readonly { readonly code: string; readonly count: number }[];
  readonly customers: readonly string[];
  readonly customerCount: number;
  readonly invoices: readonly string[];
  readonly invoiceCount: number;
  /** Unix seconds of the newest failure. */
  readonly lastAt: number;
}

/** An incident as it stands. `version` grows with each change; `toldFailed` is how many failures were last told in its thread. */
export interface Incident {
  readonly id: string;
  readonly account: string;
  readonly livemode: boolean;
  readonly kind: IncidentKind;
  readonly state: 'open' | 'closed';
  /** Codes that belong to it; null: whatever fails of its kind. */
  readonly codes: readonly string[] | null;
  /** Unix seconds of the first failure, of the detection, and of the end. */
  readonly since: number;
  readonly openedAt: number;
  readonly closedAt: number | null;
  /** Failures an hour from which it was opened, and what is usual at this hour of the week; null where nothing is usual. */
  readonly threshold: number;
  readonly usual: number | null;
  readonly version: number;
  readonly changedAt: number;
  readonly toldFailed: number;
  readonly figures: IncidentFigures;
  /** Of an anomaly what was measured when it last changed. */
  readonly anomaly?: AnomalyFacts;
}

export type AnomalyFacts =
  | { readonly measure: AnomalyMeasure; readonly series: AnomalySeries }
  | { readonly payment: LargePayment };
