import type { Summary } from '../domain/summary.ts';

/** Scheduled summaries: which fired, what they told, and what was corrected since. Times in milliseconds unless said otherwise. */
export interface SummaryStore {
  /**
   * Writes that a summary fires and, with a body, what posts it, in one transaction. False where this firing is on record
   * already, be it by another process or before a restart (F100). Without a body it is passed over, for good.
   */
  fireSummary(firing: SummaryFiring): Promise<boolean>;
  /** When the newest firing on record of this series was due; null where there is none. */
  lastFiring(series: string): Promise<number | null>;
  getSummary(id: string): Promise<SummaryRow | null>;
  /** Posted summaries whose window ends at or after `since` (Unix seconds), oldest first. */
  postedSummaries(since: number): Promise<SummaryRow[]>;
  /** Puts a corrected state in place and posts the correction in the thread; false where another version is there already. */
  correctSummary(correction: {
    id: string;
    version: number;
    body: SummaryBody;
    now: number;
    tell: boolean;
  }): Promise<boolean>;
}

export interface SummaryFiring {
  /** Names the firing among all others: series and local date. */
  readonly id: string;
  /** Channel, period and filter. */
  readonly series: string;
  readonly channel: string;
  readonly lane: string;
  /** When it was due. */
  readonly dueAt: number;
  readonly now: number;
  readonly body: SummaryBody | null;
}

export interface SummaryBody {
  /** As it is known now. */
  readonly summary: Summary;
  /** How it was computed, so that it can be computed again. */
  readonly request: SummaryAsked;
  readonly corrections: readonly Correction[];
}

export interface SummaryAsked {
  readonly accounts: readonly string[];
  readonly connected: boolean;
  readonly tags: readonly string[];
}

/** What one correction changed, version by version. */
export interface Correction {
  readonly version: number;
  /** Unix seconds. */
  readonly at: number;
  readonly changes: readonly {
    readonly figure: 'gross' | 'refunds' | 'disputes' | 'fees' | 'net' | 'other' | 'mrr';
    readonly currency: string;
    /** Null where it was, or is, not known. */
    readonly from: string | null;
    readonly to: string | null;
  }[];
}

export interface SummaryRow {
  readonly id: string;
  readonly channel: string;
  readonly lane: string;
  readonly version: number;
  readonly body: SummaryBody;
  /** Where it stands in Slack; null while it is not posted. */
  readonly ts: string | null;
}
