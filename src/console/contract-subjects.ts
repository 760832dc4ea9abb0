import type { Money } from '../domain/money.ts';
import type { SubjectKind } from '../domain/subject.ts';
import type { EventLine } from './contract-events.ts';
import type { FeedMessage } from './contract-now.ts';
import type { AuditLine } from './contract-operations.ts';

export interface SubjectLine {
  readonly id: string;
  readonly kind: SubjectKind;
  readonly account: string;
  readonly livemode: boolean;
  /** Stable name of its state: `payment.refunded`. */
  readonly code: string | null;
  readonly customer: string | null;
  readonly amount: Money | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface SubjectDetail {
  readonly subject: SubjectLine;
  /** Stripe ids that mean it. */
  readonly keys: readonly string[];
  /** As it would be posted now to `channel`: the channel's privacy decides what may be read. */
  readonly card: { readonly channel: string; readonly message: FeedMessage['message'] } | null;
  readonly cards: readonly {
    readonly channel: string;
    readonly state: 'posted' | 'folded' | 'gone';
    readonly ts: string | null;
    readonly postedAt: number;
    /** The card, then its replies, oldest first; as far as the feed reaches back. */
    readonly messages: readonly FeedMessage[];
  }[];
  /** What happened, oldest first. `text` is plain text as `card.channel` may read it. */
  readonly timeline: readonly { readonly key: string; readonly at: number; readonly text: string }[];
  readonly objects: readonly {
    readonly id: string;
    /** Stripe's `object`: `charge`. */
    readonly type: string;
    readonly status: string | null;
    /** Unix seconds of the newest snapshot. */
    readonly at: number;
    readonly url: string | null;
  }[];
  readonly links: readonly { readonly label: string; readonly url: string }[];
  /** Newest first, at most 50. */
  readonly events: readonly EventLine[];
  /** What can be done with it now, wherever its card stands. Empty where acting from Slack is not configured. */
  readonly actions: readonly { readonly verb: string; readonly label: string; readonly value: string }[];
  /** Why there are none, or why this person cannot; null where he may try. */
  readonly actionsNote: string | null;
  /** Newest first; empty for a viewer. */
  readonly audit: readonly AuditLine[];
}

export interface ActRequest {
  /** From `actions`; opaque. */
  readonly value: string;
  /** A channel in which the card stands. */
  readonly channel: string;
}

export interface ActionProgress {
  readonly id: string;
  readonly verb: string;
  /** received · draft: the dialogue waits · waiting: for a second person · approved, sending, checking: under way · else closed. */
  readonly state: string;
  readonly open: boolean;
  readonly reason: { readonly code: string; readonly text: string } | null;
  /** What Slack would show as a modal. */
  readonly dialogue: {
    readonly title: string;
    /** mrkdwn. */
    readonly lines: readonly string[];
    readonly inputs: readonly DialogueInput[];
    /** Label of the button; null: nothing to submit. */
    readonly submit: string | null;
  } | null;
  /** What only this person is told, mrkdwn. */
  readonly said: readonly string[];
}

export type DialogueInput =
  | { readonly type: 'amount'; readonly id: string; readonly label: string; readonly initial: string }
  | {
      readonly type: 'text';
      readonly id: string;
      readonly label: string;
      readonly longest: number;
      readonly optional: boolean;
    }
  | {
      readonly type: 'choice';
      readonly id: string;
      readonly label: string;
      readonly options: readonly { readonly value: string; readonly label: string }[];
      readonly initial: string | null;
    }
  /** A Slack user id. */
  | { readonly type: 'person'; readonly id: string; readonly label: string };

export interface SubmitRequest {
  /** By the inputs' ids. */
  readonly values: Readonly<Record<string, string>>;
}
