import type { JsonObject } from './json.ts';

/** A parsed Stripe event, of either kind, with the moved and missing fields of ten years of API versions evened out. */
export interface StripeEvent {
  readonly id: string;
  /** As sent: `charge.succeeded`, `v1.charge.failed`, or a type that did not exist when this was written. */
  readonly type: string;
  /** Unix seconds; one-second resolution for snapshots, as Stripe has it. */
  readonly created: number;
  readonly livemode: boolean;
  readonly apiVersion: string | null;
  /** The connected account (`acct_…`) that the event is about, if any. */
  readonly connectAccount: string | null;
  /** `snapshot` carries its object; `thin` (object `v2.core.event`) only names it. */
  readonly kind: 'snapshot' | 'thin';
  /** The object: from the event, or fetched for a thin notification; null where it could not be had. */
  readonly object: JsonObject | null;
  readonly related: { readonly id: string; readonly type: string; readonly url: string | null } | null;
  /** Null where absent or `{}`. */
  readonly previous: JsonObject | null;
  /** Unix seconds at which a thin notification's object was fetched: it shows that second, not the event's. */
  readonly observedAt?: number;
  /** Idempotency key of the request that caused it, where it was one of Tillbell's own. */
  readonly ownKey?: string;
}

/** What the door knows of an event when it hands it to the store. */
export interface IncomingEvent {
  /** The configured account name of the door it came through (`main`). */
  readonly account: string;
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly livemode: boolean;
  readonly apiVersion: string | null;
  readonly connectAccount: string | null;
  readonly kind: 'snapshot' | 'thin';
  readonly objectId: string | null;
  /** The raw bytes as received: what was signed. */
  readonly body: Uint8Array;
  /** SHA-256 of `body`. */
  readonly digest: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** `webhook`, or how else it came: `reconcile`, `send`. */
  readonly origin: EventOrigin;
  /** Set when the door already knows that it must not be shown (F17: a test event on a live account). */
  readonly quarantine: Reason | null;
}

/** `incident`: Tillbell's own word on many failures at once. */
export type EventOrigin = 'webhook' | 'reconcile' | 'send' | 'incident';

/**
 * received: committed, not yet looked at · routed: at least one delivery was planned · suppressed: deliberately not
 * shown, `reason` says why · quarantined: kept aside until a person releases it · failed: could not be interpreted after
 * several tries, kept with the reason and replayable.
 */
export const eventStates = ['received', 'routed', 'suppressed', 'quarantined', 'failed'] as const;
export type EventState = (typeof eventStates)[number];

/** Why something happened or did not: a stable code, and one plain sentence without personal data. */
export interface Reason {
  readonly code: string;
  readonly text: string;
}

/** What the door's commit says of one event. */
export type AcceptResult =
  | { readonly outcome: 'accepted'; readonly seq: number }
  | { readonly outcome: 'duplicate'; readonly seq: number }
  /** F25: the same id with another body. The first is kept as it was; this one is quarantined under its own `seq`. */
  | { readonly outcome: 'conflict'; readonly seq: number };
