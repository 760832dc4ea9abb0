import type { Money } from './money.ts';

/** A dispute's figures as its newest snapshot shows them. Ids, states and Stripe's own words only: nothing personal. */
export interface DisputeRecord {
  readonly id: string;
  readonly subjectId: string;
  /** Stripe's `status`: `needs_response`, `under_review`, `won`, `lost`, `warning_…`, `prevented`, `appeal_…`. */
  readonly status: string;
  /** Stripe's `reason`; `general` where it gives none. */
  readonly reason: string;
  /** Card network, or the payment method's type where it is no card; null where Stripe names neither. */
  readonly network: string | null;
  readonly amount: Money | null;
  /** Unix seconds. */
  readonly created: number;
  /** Unix seconds by which evidence must be in; null where none can be given. */
  readonly dueBy: number | null;
  /** How often evidence was submitted. */
  readonly submissions: number;
}

/** What an event says for the dispute desk's figures, as the store keeps it with the event's commit. */
export type DeskSignal =
  | { readonly kind: 'dispute'; readonly dispute: DisputeRecord }
  /** A charge that is paid for the first time; `at` is when it was made. */
  | { readonly kind: 'payment'; readonly at: number; readonly network: string }
  /** A card issuer's early fraud warning. */
  | { readonly kind: 'fraud_report'; readonly at: number; readonly network: string };

/** Waits for an answer: until it is given, or its time is over. */
export function needsResponse(status: string): boolean {
  return status.endsWith('needs_response');
}

/** A question of the network before a dispute; networks do not count it. */
export function isWarning(status: string): boolean {
  return status.startsWith('warning_');
}
