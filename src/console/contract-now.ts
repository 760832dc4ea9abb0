import type { JsonObject } from '../domain/json.ts';
import type { Money } from '../domain/money.ts';

/** One message as it stands in Slack. */
export interface FeedMessage {
  /** Counts up over all messages; a change of a message gets a new one. */
  readonly version: number;
  /** Name in the configuration. */
  readonly channel: string;
  /** Slack's; with an incoming webhook a key of ours. Unique in its channel. */
  readonly ts: string;
  readonly threadTs: string | null;
  /** A reply that is shown in the channel, too. */
  readonly broadcast: boolean;
  readonly message: {
    readonly text: string;
    /** Block Kit; empty in the simplified form. */
    readonly blocks: readonly JsonObject[];
    /** `#rrggbb` of the bar at the side. */
    readonly color: string | null;
  };
  readonly edited: boolean;
  readonly removed: boolean;
  /** The subject that it is the card of, or a reply to; null for digests and notices, and while not known. */
  readonly subjectId: string | null;
  /** First posted. */
  readonly postedAt: number;
  /** Last change. */
  readonly at: number;
}

export interface Lane {
  readonly lane: string;
  /** Channels in the configuration that this lane serves. */
  readonly channels: readonly string[];
  readonly pending: number;
  /** Creation of the oldest pending delivery. */
  readonly oldestPendingAt: number | null;
  readonly nextSendAt: number;
  readonly paused: { readonly code: string; readonly text: string } | null;
  readonly parked: number;
}

export interface OpenDispute {
  readonly subjectId: string;
  readonly amount: Money | null;
  /** Stripe's status: `needs_response`, `under_review`, `warning_needs_response` … */
  readonly status: string;
  /** Stripe's reason: `fraudulent` … */
  readonly reason: string | null;
  /** Evidence is due; null where Stripe gives no date. */
  readonly dueAt: number | null;
  readonly customer: string | null;
  readonly assignee: string | null;
  readonly livemode: boolean;
}

export interface Counts {
  /** By state: received, routed, suppressed, quarantined, failed. */
  readonly events: Readonly<Record<string, number>>;
  /** By state: pending, sending, ambiguous, sent, folded, skipped, parked, dead. */
  readonly deliveries: Readonly<Record<string, number>>;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly possibleDuplicateMessages: number;
}

export interface MoneyToday {
  readonly currency: string;
  /** Since midnight in the configured time zone. */
  readonly gross: string;
  readonly net: string;
  readonly payments: number;
  /** Median of the same hours of the same weekday in the last eight weeks; null without enough history. */
  readonly usualGross: string | null;
  /** Cumulated by full hour of the day so far, for a line; minor units as a decimal string. */
  readonly hours: readonly { readonly hour: number; readonly gross: string; readonly usualGross: string | null }[];
}

export interface Now {
  readonly at: number;
  /** Null with the reason why there is no figure. */
  readonly money: { readonly today: readonly MoneyToday[] | null; readonly reason: string | null };
  readonly health: {
    /** ok · behind: something waits longer than it should · stopped: something needs a person. */
    readonly state: 'ok' | 'behind' | 'stopped';
    /** One sentence. */
    readonly line: string;
    readonly problems: readonly { readonly code: string; readonly text: string }[];
  };
  readonly counts: Counts;
  readonly lanes: readonly Lane[];
  /** Those that are due first stand first; at most 50. */
  readonly disputes: readonly OpenDispute[];
}
