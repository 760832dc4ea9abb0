import type { Alert } from '../domain/alert.ts';
import type { CardContent } from '../domain/card.ts';
import type { Reason, StripeEvent } from '../domain/event.ts';
import type { JsonObject } from '../domain/json.ts';
import type { SubjectKind, SubjectState } from '../domain/subject.ts';

/** A subject that an event belongs to, by the ids that name it. */
export interface Touch {
  /** The kind if this event is the first of its subject; a joined subject's kind follows from its objects (kind-of.ts). */
  readonly kind: SubjectKind;
  /**
   * Ids that all mean this subject: its own object's and those it is one with (`pi_` and its `ch_`, `in_`, `cs_`, `re_`).
   * An id that is only mentioned (the customer of a payment, the subscription of an invoice) is not a key.
   */
  readonly keys: readonly string[];
  /** Under which id the event's object is kept in the subject's state. */
  readonly objectId: string;
}

/** What an event is about, or why it has no card. */
export type Identification =
  | {
      readonly about: Touch;
      /** Other subjects that the event changes: a dispute changes its payment. They open no card by it. */
      readonly also: readonly Touch[];
      /** Keys of subjects to read beside (customer, subscription), for names and counts. */
      readonly references: readonly string[];
    }
  | { readonly about: null; readonly reason: Reason };

/** What may be known beside the subject itself. Every part may be missing: without an API key all works from events alone. */
export interface Context {
  readonly account: string;
  readonly livemode: boolean;
  readonly connectAccount: string | null;
  /** Newest known object of referenced ids (customer, subscription, product, price), from other subjects or enrichment. */
  readonly known: Readonly<Record<string, JsonObject>>;
  /** Unix seconds: for "days left"; pure functions are given the time. */
  readonly now: number;
}

/** What one event means: an alert, or the reason why it is none (it may still change the card). */
export type Meaning = { readonly alert: Alert } | { readonly alert: null; readonly reason: Reason };

/** One Stripe family of event types: parsing only, no effects. */
export interface Family {
  identify(event: StripeEvent): Identification;
  /** `before` and `after` are the state of the subject the event is about, without and with this event. */
  mean(event: StripeEvent, before: SubjectState, after: SubjectState, context: Context): Meaning;
}

/** A subject's newest state as a card. Total: any state gives a card that is right or plainly generic. */
export type Describe = (state: SubjectState, context: Context) => CardContent;
