import type { Reason } from './event.ts';

/**
 * card: make the subject's card in this channel true (post, or update where it stands) · reply: one change told in the
 * card's thread · digest: many folded cards in one message · retract: remove the younger of two merged cards · notice: a
 * sentence of Tillbell about itself (a parked channel, a paused workspace) · summary: a scheduled report, or a correction in its
 * thread.
 */
export const deliveryOps = ['card', 'reply', 'digest', 'retract', 'notice', 'summary'] as const;
export type DeliveryOp = (typeof deliveryOps)[number];

/**
 * pending → sending → sent; back to pending for a retry. `ambiguous`: sent, but the answer was lost: probed before it is
 * sent again. `folded`: told by a digest. `skipped`: nothing left to say (unchanged, merged). `parked`: the channel cannot
 * take it; kept until a person releases it. `dead`: given up after its tries, with the reason.
 */
export const deliveryStates = [
  'pending',
  'sending',
  'ambiguous',
  'sent',
  'folded',
  'skipped',
  'parked',
  'dead',
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** What came of one try. A sender returns it and never throws for an expected failure. */
export type Outcome =
  | { readonly kind: 'sent'; readonly ts: string | null }
  /** Not delivered, and Slack said so. `afterMs` is Slack's Retry-After, else null: the policy decides. */
  | { readonly kind: 'retry'; readonly reason: Reason; readonly afterMs: number | null }
  /** Perhaps delivered: time-out, reset, internal_error. */
  | { readonly kind: 'ambiguous'; readonly reason: Reason }
  /** This channel cannot take messages until a person acts. */
  | { readonly kind: 'park'; readonly reason: Reason }
  /** No channel of this workspace can take messages: token revoked, scope missing. */
  | { readonly kind: 'stop-workspace'; readonly reason: Reason }
  /** Slack refuses the form, not the news: say it more simply. */
  | { readonly kind: 'degrade'; readonly reason: Reason }
  /** The message to update or to answer is gone: post anew. */
  | { readonly kind: 'gone'; readonly reason: Reason }
  /** Refused for good, and a simpler form would not help. */
  | { readonly kind: 'dead'; readonly reason: Reason };
