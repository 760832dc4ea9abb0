import type { Verb } from '../domain/action.ts';
import type { Reason } from '../domain/event.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Money } from '../domain/money.ts';
import type { SubjectKind } from '../domain/subject.ts';
import type { FieldEdit, FieldText } from '../domain/synced-field.ts';
import type { Interaction } from './interaction.ts';

/** What a person is about to do: looked up by us when he clicked, never taken from what comes back. */
export interface Draft {
  readonly verb: Verb;
  readonly subjectId: string;
  readonly account: string;
  readonly connect: string | null;
  readonly object: string;
  readonly target: string;
  /** Of the state that the person saw. */
  readonly fingerprint: string;
  /** The same for whatever would write the same to the same state. */
  readonly intent: string;
  /** Configured name of the channel, which decides what may be shown. */
  readonly channel: string;
  readonly slackChannel: string;
  /** What is moved; for a refund at most `refundable`. */
  readonly amount: Money | null;
  readonly refundable: Money | null;
  readonly reason: string | null;
  /** Evidence; the new end of a trial (`2026-12-31`); the id of a coupon. */
  readonly text: string | null;
  /** Discounts that stay beside a new one. */
  readonly discounts?: readonly string[];
  /** What the last question names beside the amount: a coupon's name, the end of the trial so far. */
  readonly named?: string;
  /** The bank's fee for a dispute that a refund avoids, where the configuration knows it. */
  readonly disputeFee?: Money;
  /** Evidence is first staged, then submitted. */
  readonly step: 'stage' | 'submit' | null;
  readonly viewId: string | null;
  readonly before: JsonObject | null;
  /** Fields of `sync:` that are to be set. */
  readonly fields?: FieldsDraft;
}

export interface FieldsDraft {
  readonly kind: SubjectKind;
  /** A person's wish, or the rule's: a value put back. */
  readonly by: 'person' | 'rule';
  /** Whose values they are. */
  readonly origin: 'slack' | 'stripe';
  readonly edits: readonly FieldEdit[];
  /** Unix seconds. */
  readonly editedAt: number;
  /** Milliseconds: how long Stripe's event is waited for; null: not waited yet. */
  readonly waitUntil: number | null;
  /** Decided before the first request, and the same through all that follow; null before. */
  readonly outcomes: readonly FieldOutcome[] | null;
}

export interface FieldOutcome extends FieldEdit {
  readonly kind: 'write' | 'same' | 'keep';
  readonly conflict: boolean;
  /** What Stripe had when it was decided. */
  readonly found: FieldText;
  /** Slack user who set what was found; null where it was set in Stripe. */
  readonly foundBy: string | null;
  readonly reason: Reason;
}

/** What is sealed in the row of an action. */
export interface ActionPayload {
  readonly interaction: Interaction;
  readonly draft?: Draft;
}

export function payloadOf(text: string | null): ActionPayload | null {
  if (text === null) return null;
  try {
    // Written by us and sealed since: its shape is ours.
    return JSON.parse(text) as ActionPayload;
  } catch {
    return null;
  }
}
