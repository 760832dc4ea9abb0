import type { Money } from './money.ts';

/** What a button on a card can be for. `docs/actions.md` says what each does. */
export const verbs = [
  'acknowledge',
  'assign_me',
  'assign',
  'note',
  'refund',
  'fraud_refund',
  'leave_warning',
  'finalize_invoice',
  'retry_invoice',
  'send_invoice',
  'mark_uncollectible',
  'void_invoice',
  'cancel_subscription',
  'keep_subscription',
  'cancel_now',
  'pause_subscription',
  'resume_subscription',
  'extend_trial',
  'apply_coupon',
  'accept_dispute',
  'submit_evidence',
  'approve_review',
  'refund_review',
  'edit_fields',
  'why',
  'mute',
  'change_routes',
] as const;
export type Verb = (typeof verbs)[number];

/** Under which name `actions:` of the configuration allows a verb; null: everybody who sees the card may. */
export const permissionOf: Readonly<Record<Verb, string | null>> = {
  acknowledge: 'acknowledge',
  assign_me: 'assign',
  assign: 'assign',
  note: 'note',
  refund: 'refund',
  fraud_refund: 'refund',
  leave_warning: 'acknowledge',
  finalize_invoice: 'finalize_invoice',
  retry_invoice: 'retry_invoice',
  send_invoice: 'send_invoice',
  mark_uncollectible: 'mark_uncollectible',
  void_invoice: 'void_invoice',
  cancel_subscription: 'cancel_subscription',
  keep_subscription: 'cancel_subscription',
  cancel_now: 'cancel_now',
  pause_subscription: 'pause_subscription',
  resume_subscription: 'resume_subscription',
  extend_trial: 'extend_trial',
  apply_coupon: 'apply_coupon',
  accept_dispute: 'accept_dispute',
  submit_evidence: 'submit_evidence',
  approve_review: 'approve_review',
  refund_review: 'refund',
  // One field may have a name of its own: `edit.dispute.owner`.
  edit_fields: 'edit',
  why: null,
  mute: null,
  change_routes: 'change_routes',
};

/** One thing that can be done with a Stripe object as it is now. */
export interface PossibleAction {
  readonly verb: Verb;
  /** The Stripe object whose state decides whether it can be done. */
  readonly object: string;
  /** The Stripe object that is written to; the same but for a fraud warning and a review, whose charge is refunded. */
  readonly target: string;
  /** The connected account that both belong to, if any. */
  readonly connect: string | null;
  /** At most this can be moved: what is refundable, what is due. Null where no money is named or it is not known yet. */
  readonly amount: Money | null;
  /** Short hash of the state that matters for this verb: what a person saw when he clicked. */
  readonly fingerprint: string;
}

/** A button: nothing in it is trusted when it comes back. */
export interface CardAction {
  readonly verb: Verb;
  readonly label: string;
  /** Opaque: `<verb>:<subject>:<fingerprint>`, at most 75 characters. */
  readonly value: string;
}

/**
 * received: stored, to be performed · draft: a modal waits for the person · waiting: a second person must confirm ·
 * approved: to be executed · sending: a request to Stripe has begun · checking: Stripe's answer is not known · done ·
 * refused: not allowed, stale, or already so · failed: Stripe said no · expired: nobody confirmed in time.
 */
export const actionStates = [
  'received',
  'draft',
  'waiting',
  'approved',
  'sending',
  'checking',
  'done',
  'refused',
  'failed',
  'expired',
] as const;
export type ActionState = (typeof actionStates)[number];

/** waiting: for a second person · staged: evidence is at Stripe, not yet submitted · checking: the outcome is not known · end. */
export type ActionStage = 'waiting' | 'staged' | 'checking' | 'end';

/** The key of a change that a person's action put into a subject's story. */
export function actionChangeKey(verb: Verb, actionId: string, stage: ActionStage): string {
  return `action/${verb}/${actionId}/${stage}`;
}

/** The parts of such a key; null for a change that Stripe reported. */
export function actionChange(key: string): { verb: string; actionId: string; stage: string } | null {
  const [, verb, actionId, stage] = /^action\/([a-z_]+)\/([^/]+)\/([a-z]+)$/.exec(key) ?? [];
  return verb === undefined || actionId === undefined || stage === undefined ? null : { verb, actionId, stage };
}
