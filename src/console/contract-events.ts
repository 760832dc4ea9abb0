import type { Decision } from '../domain/decision.ts';
import type { DeliveryOp, DeliveryState } from '../domain/delivery.ts';
import type { EventOrigin, EventState, Reason } from '../domain/event.ts';
import type { Money } from '../domain/money.ts';
import type { Severity } from '../domain/severity.ts';
import type { SubjectKind } from '../domain/subject.ts';
import type { FeedMessage } from './contract-now.ts';
import type { CursorQuery } from './contract-page.ts';

/** All that are given must match. */
export interface EventSearch extends CursorQuery {
  /** Any id: of an event (`evt_…`), of the object it is about, of one of its subject's objects, of a customer (`cus_…`). */
  readonly q?: string;
  /** `charge.succeeded`, or a family: `charge.*`. */
  readonly type?: string;
  readonly state?: EventState;
  readonly account?: string;
  /** `live` or `test`. */
  readonly mode?: string;
  readonly subject?: string;
  readonly customer?: string;
  /** Decimal amounts of `currency` (`12.50`), inclusive; need `currency`. */
  readonly amountMin?: string;
  readonly amountMax?: string;
  readonly currency?: string;
  /** Receipt, milliseconds since the epoch or ISO time; `since` inclusive, `until` not. */
  readonly since?: string;
  readonly until?: string;
}

export interface EventLine {
  /** Tillbell's own number: counts up in the order of arrival. */
  readonly seq: number;
  readonly id: string;
  readonly account: string;
  readonly type: string;
  /** Unix seconds, Stripe's. */
  readonly created: number;
  readonly receivedAt: number;
  readonly livemode: boolean;
  readonly connectAccount: string | null;
  readonly origin: EventOrigin;
  readonly state: EventState;
  readonly reason: Reason | null;
  readonly late: boolean;
  readonly objectId: string | null;
  readonly subjectId: string | null;
  readonly customer: string | null;
  readonly amount: Money | null;
}

export interface EventSearchPage {
  /** Newest first. May be fewer than `limit`, even none, while `next` is set: a search looks at so many rows at a time. */
  readonly items: readonly EventLine[];
  readonly next: string | null;
  /** The search has looked at everything received since; null: at everything there is. "Searched back to 3 Nov." */
  readonly searchedBackTo: number | null;
}

export interface DeliveryLine {
  readonly id: number;
  readonly op: DeliveryOp;
  readonly state: DeliveryState;
  readonly lane: string;
  readonly channel: string;
  readonly route: string;
  readonly subjectId: string | null;
  readonly severity: Severity;
  readonly createdAt: number;
  readonly notBefore: number;
  readonly deadlineAt: number;
  readonly attempts: number;
  readonly reason: Reason | null;
  readonly sentAt: number | null;
  /** Of the message in Slack; null while not sent, and for a webhook. */
  readonly ts: string | null;
}

export interface EventDetail {
  readonly event: EventLine & { readonly apiVersion: string | null; readonly kind: 'snapshot' | 'thin' };
  /** Null while not interpreted, and for what is not shown at all. */
  readonly decision: Decision | null;
  readonly subject: { readonly id: string; readonly kind: SubjectKind; readonly keys: readonly string[] } | null;
  readonly deliveries: readonly (DeliveryLine & {
    readonly tries: readonly {
      readonly at: number;
      readonly outcome: string;
      readonly detail: string;
      readonly tookMs: number;
    }[];
    /** Receipt of the event to Slack's answer, milliseconds; null while not sent. */
    readonly latencyMs: number | null;
  })[];
  /** The whole way in the order of time, ready to list. */
  readonly way: readonly { readonly at: number; readonly step: string; readonly text: string }[];
  /** The subject's cards with their threads as they stand. */
  readonly messages: readonly FeedMessage[];
  /** What the signed-in person may do with it now. */
  readonly can: readonly EventAct[];
  readonly mayReadPayload: boolean;
}

export interface EventPayload {
  /** The body as received; null where it no longer decrypts. */
  readonly text: string | null;
  readonly bytes: number;
}

/**
 * replay: what stopped is tried again (parked and dead deliveries, a failed interpretation) · reroute: interpreted and
 * routed anew by today's rules · release: out of quarantine.
 */
export type EventAct = 'replay' | 'reroute' | 'release';

export interface EventActRequest {
  readonly act: EventAct;
  /** 1–500. */
  readonly seqs: readonly number[];
}

export interface DeliveryActRequest {
  /** replay: parked, dead, sent or skipped ones are sent again · park: what is pending waits for a person · release: parked go on. */
  readonly act: 'replay' | 'park' | 'release';
  /** 1–500. */
  readonly ids: readonly number[];
}
