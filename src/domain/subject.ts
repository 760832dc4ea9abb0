import type { JsonObject } from './json.ts';
import type { Phrase } from './phrase.ts';
import type { Severity } from './severity.ts';

export const subjectKinds = [
  'payment',
  'invoice',
  'checkout',
  'subscription',
  'dispute',
  'payout',
  'customer',
  'review',
  'other',
] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** One object as one event (or one fetch) showed it. */
export interface Snapshot {
  /** The object without its nulls and empty containers; lists cut to their first lines with `has_more` set. */
  readonly object: JsonObject;
  /** `created` of the event, or the second of the fetch. */
  readonly at: number;
  readonly event: string;
  readonly type: string;
  readonly previous: JsonObject | null;
  /** The connected account (`acct_…`) that it belongs to, where there is one. */
  readonly connect?: string;
}

/** One thing that happened to a subject, told once per channel as a reply in the card's thread. */
export interface Change {
  /** Identity of the happening, whichever event reports it first: `refund:re_1:succeeded`. */
  readonly key: string;
  /** Unix seconds. */
  readonly at: number;
  readonly phrase: Phrase;
  readonly severity: Severity;
  /** Also shown in the channel, not only in the thread. */
  readonly broadcast: boolean;
}

/**
 * Everything known of a subject: for each Stripe object that it is made of the newest snapshots, and its story.
 * Both grow by rules that do not care for the order of arrival (see docs/architecture.md, "Never back in time"), so any
 * permutation with any duplication of the same events ends in the same state.
 */
export interface SubjectState {
  /** By object id. More than one snapshot only while several share the newest second and none proves to be later. */
  readonly objects: Readonly<Record<string, readonly Snapshot[]>>;
  /** By change key. */
  readonly story: Readonly<Record<string, Change>>;
}

export const emptyState: SubjectState = { objects: {}, story: {} };

/** A subject as stored. */
export interface Subject {
  readonly id: string;
  readonly account: string;
  readonly livemode: boolean;
  readonly kind: SubjectKind;
  /** Grows with each write; a writer names the version that it read. */
  readonly version: number;
  readonly keys: readonly string[];
  readonly state: SubjectState;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}
