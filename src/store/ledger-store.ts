import type { LedgerFact, MovementKind } from '../domain/ledger.ts';
import type { MinorUnits } from '../domain/money.ts';

/** The revenue ledger. Times of movements are Unix seconds; `now` is milliseconds since the epoch. */
export interface LedgerStore {
  /**
   * Takes facts into the ledger outside an event's commit (back-fill, reconciling). Idempotent: any order and repetition of
   * the same facts gives the same ledger. At most 1,000 at once. `changed` counts the movements that are not as before.
   */
  recordLedger(write: { now: number; facts: readonly LedgerFact[] }): Promise<{ changed: number }>;
  /** Sums of each window, in the order asked; a year costs about as much as a day. Nothing is added across currencies. */
  ledgerSums(query: { filter: LedgerFilter; windows: readonly LedgerWindow[] }): Promise<LedgerSum[][]>;
  /** Customers by what they paid less what went back to them, by currency the largest first. */
  ledgerCustomers(query: {
    filter: LedgerFilter;
    window: LedgerWindow;
    limit: number;
  }): Promise<{ customer: string; currency: string; count: number; minor: MinorUnits }[]>;
  /** The movements themselves, oldest first; `after` is the last of the page before. */
  listMovements(query: {
    filter: LedgerFilter;
    window: LedgerWindow;
    kinds: readonly MovementKind[];
    limit: number;
    after?: { readonly at: number; readonly id: string };
  }): Promise<Movement[]>;
  /** Refunds and disputes of the window whose payment is from before it, or from before the ledger; by kind and currency. */
  ledgerOfEarlier(query: {
    filter: LedgerFilter;
    window: LedgerWindow;
  }): Promise<{ kind: 'refund' | 'dispute'; currency: string; count: number; minor: MinorUnits }[]>;
  /** Whether the ledger knows a payment of this customer before `at` (Unix seconds). */
  paidBefore(query: { account: string; livemode: boolean; customer: string; at: number }): Promise<boolean>;
  /** Accounts and modes that the ledger holds anything of. */
  ledgerScopes(): Promise<{ account: string; livemode: boolean }[]>;
  /** The spans of time, by account, in which movements changed at `since` (milliseconds) or later; at most 1,000. */
  ledgerChanges(since: number): Promise<LedgerChange[]>;
}

/** [from, to) in Unix seconds. */
export interface LedgerWindow {
  readonly from: number;
  readonly to: number;
}

export interface LedgerFilter {
  readonly account: string;
  readonly livemode: boolean;
  /** False: the account's own money only; true: that of its connected accounts as well. */
  readonly connected: boolean;
  /** Only movements with one of these tags; empty for all. Narrowed sums read each movement of the window. */
  readonly tags: readonly string[];
}

/** What movements of one kind, currency and settlement currency come to. */
export interface LedgerSum {
  readonly kind: MovementKind;
  /** In which customers paid. */
  readonly currency: string;
  /** In which Stripe booked it; empty where no balance transaction is known yet. */
  readonly settled: string;
  readonly count: number;
  readonly minor: MinorUnits;
  readonly settledMinor: MinorUnits;
  readonly feeMinor: MinorUnits;
}

export interface Movement extends LedgerSum {
  readonly account: string;
  readonly connect: string;
  readonly id: string;
  readonly at: number;
  readonly source: string | null;
  readonly customer: string | null;
  readonly tags: readonly string[];
  readonly detail: string | null;
  /** Milliseconds since the epoch of its last change. */
  readonly changedAt: number;
}

export interface LedgerChange {
  readonly account: string;
  readonly livemode: boolean;
  /** Seconds of the movements, first and last. */
  readonly from: number;
  readonly to: number;
  readonly changedAt: number;
}
