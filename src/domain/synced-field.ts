import type { Reason } from './event.ts';
import type { SubjectKind } from './subject.ts';

/** Who wins where both sides were changed: the side named, or whoever wrote last. */
export type FieldRule = 'slack' | 'stripe' | 'last_write_wins';

/** A value as both sides compare it: text, or null where there is none. */
export type FieldText = string | null;

/** The high-water mark of one field of one Stripe object: what both sides were last known to agree on. */
export interface FieldMark {
  /** Path in the Stripe object: `metadata.owner`. */
  readonly field: string;
  readonly value: FieldText;
  readonly origin: 'slack' | 'stripe';
  /** Grows by one with each change. */
  readonly version: number;
  /** Unix seconds of the change; where it is of Stripe and no event told of it, of when it was seen. */
  readonly changedAt: number;
  /** Unix seconds in which this was established: for a value of Slack not before it was written. */
  readonly settledAt: number;
  /** Unix seconds of the last edit in Slack that wanted the value that was there already; 0: none. */
  readonly wantedAt: number;
  /** True where an event told of it: when a value of Stripe was set, and what a write of ours replaced. */
  readonly told: boolean;
  /** Slack user id of whoever set it; null where it was set at Stripe. */
  readonly actor: string | null;
  /** How often in a row Slack's value was written back over Stripe's, and the Unix second of the first time. */
  readonly restores: number;
  readonly restoredAt: number;
}

export type NewFieldMark = Omit<FieldMark, 'version'>;

/** What an event said of an object with mapped fields: the occasion to hold them against Stripe. */
export interface SeenChange {
  readonly account: string;
  readonly connect: string | null;
  readonly subjectId: string;
  readonly subjectKind: SubjectKind;
  /** Id of the Stripe object. */
  readonly object: string;
  /** Unix seconds of the event. */
  readonly eventAt: number;
  /** Idempotency key of the request that caused it, where it was one of ours. */
  readonly key: string | null;
  /** By field: its value in the event, and where known what the card showed before and what the event says it replaced. */
  readonly values: Readonly<Record<string, FieldText>>;
  readonly shown: Readonly<Record<string, FieldText>>;
  readonly replaced: Readonly<Record<string, FieldText>>;
}

/** One field of an edit, as the server keeps it: nothing of it comes back from Slack but the wanted value. */
export interface FieldEdit {
  readonly field: string;
  readonly label: string;
  /** What Stripe had when the person saw it. */
  readonly base: FieldText;
  readonly wanted: FieldText;
  /** Why the rule wants it, where no person does. */
  readonly why?: Reason;
}

/** What an edit is judged by at the moment of writing. */
export interface EditFacts {
  readonly rule: FieldRule;
  readonly base: FieldText;
  readonly wanted: FieldText;
  /** What Stripe has now, read afresh. */
  readonly found: FieldText;
  /** Unix seconds. */
  readonly editedAt: number;
  readonly readAt: number;
  /** Unix second in which `found` was set at Stripe, where an event said so. */
  readonly foundSince: number | null;
  /** True where `found` is our own write, and the event is not here yet that says what it replaced. */
  readonly untold: boolean;
  /** True once Stripe's event was waited for long enough. */
  readonly waited: boolean;
}

export type EditDecision = {
  /**
   * write: over what is there · same: Stripe has it already · keep: what is there stays · wait: which came last is not known
   * until Stripe's event is here.
   */
  readonly kind: 'write' | 'same' | 'keep' | 'wait';
  /** True where Stripe's value was changed by somebody else meanwhile. */
  readonly conflict: boolean;
  readonly reason: Reason;
};

/** What our own write said of itself when it began, to hold against the event that it caused. */
export interface OwnWrite {
  /** Whose value was written: of a person in Slack, or of Stripe, put back. */
  readonly origin: 'slack' | 'stripe';
  /** What was at Stripe when the write was decided. */
  readonly found: FieldText;
  readonly wanted: FieldText;
  /** Unix seconds. */
  readonly editedAt: number;
}

/** What is known when Stripe says that an object was changed. */
export interface SeenFacts {
  readonly rule: FieldRule;
  readonly mark: FieldMark | null;
  /** What the card showed before; undefined where the object was not known. */
  readonly shown: FieldText | undefined;
  /** What Stripe has now, read afresh. */
  readonly found: FieldText;
  /** Set where our own write caused the event. */
  readonly own: OwnWrite | null;
  /** What the event says was there before; undefined where it says nothing of the field. */
  readonly replaced: FieldText | undefined;
  /** Unix seconds: of the event, and now. */
  readonly eventAt: number;
  readonly now: number;
}

export type SeenDecision =
  /** As it was agreed, an echo of our own write, or late: nothing is told. */
  | { readonly kind: 'same'; readonly reason: Reason }
  /** Seen for the first time: kept, not told. */
  | { readonly kind: 'first'; readonly reason: Reason }
  /** Stripe's value holds from now on. */
  | { readonly kind: 'adopt'; readonly reason: Reason }
  /** This value is to be written to Stripe, by the rule. */
  | {
      readonly kind: 'restore';
      readonly value: FieldText;
      readonly origin: 'slack' | 'stripe';
      readonly reason: Reason;
    }
  /** Our own write replaced a value that nobody had seen, and by the rule it stays. */
  | { readonly kind: 'replaced'; readonly value: FieldText; readonly reason: Reason };
