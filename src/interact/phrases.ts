import type { Verb } from '../domain/action.ts';
import type { Reason } from '../domain/event.ts';
import { add } from '../domain/money.ts';
import { nothing, type Phrase, say, type Value } from '../domain/phrase.ts';
import type { Draft } from './draft.ts';

/** What the button says; `…` where a dialogue follows. */
export const labels: Readonly<Record<Verb, string>> = {
  acknowledge: 'Acknowledge',
  assign_me: 'Assign to me',
  assign: 'Assign to…',
  note: 'Note…',
  refund: 'Refund…',
  fraud_refund: 'Refund now…',
  leave_warning: 'Leave it',
  finalize_invoice: 'Finalize…',
  retry_invoice: 'Retry payment…',
  send_invoice: 'Send again…',
  mark_uncollectible: 'Mark uncollectible…',
  void_invoice: 'Void…',
  cancel_subscription: 'Cancel at period end…',
  keep_subscription: 'Keep subscription…',
  cancel_now: 'Cancel now…',
  pause_subscription: 'Pause…',
  resume_subscription: 'Resume…',
  extend_trial: 'Extend trial…',
  apply_coupon: 'Apply coupon…',
  accept_dispute: 'Accept dispute…',
  submit_evidence: 'Evidence…',
  approve_review: 'Approve…',
  refund_review: 'Refund as fraud…',
  edit_fields: 'Edit fields…',
  why: 'Why am I seeing this?',
  mute: 'Mute…',
  change_routes: 'Change routes',
};

/** The title and the button of the confirmation: at most 24 characters each. */
export const titles: Readonly<Record<Verb, string>> = {
  ...labels,
  assign: 'Assign',
  note: 'Note',
  refund: 'Refund',
  fraud_refund: 'Refund as fraud',
  finalize_invoice: 'Finalize invoice',
  retry_invoice: 'Retry payment',
  send_invoice: 'Send invoice',
  mark_uncollectible: 'Mark uncollectible',
  void_invoice: 'Void invoice',
  cancel_subscription: 'Cancel subscription',
  keep_subscription: 'Keep subscription',
  cancel_now: 'Cancel now',
  pause_subscription: 'Pause subscription',
  resume_subscription: 'Resume subscription',
  extend_trial: 'Extend trial',
  apply_coupon: 'Apply coupon',
  accept_dispute: 'Accept dispute',
  submit_evidence: 'Submit evidence',
  approve_review: 'Approve payment',
  refund_review: 'Refund as fraud',
  edit_fields: 'Edit fields',
  why: 'Why',
  mute: 'Mute',
};

export function person(id: string): Value {
  return { type: 'slack_user', id };
}

export function term(text: string): Value {
  return { type: 'term', text };
}

/** "1 payment", "2 payments". */
export function counted(value: number, one: Phrase, many: Phrase): Phrase {
  return say`${{ type: 'number', value }} ${value === 1 ? one : many}`;
}

/** The action as a noun with its figures: "the refund of €12.00". */
export function deed(draft: Draft): Phrase {
  const amount: Phrase = draft.amount === null ? nothing : say` of ${{ type: 'money', money: draft.amount }}`;
  const nouns: Readonly<Record<Verb, Phrase>> = {
    acknowledge: say`the acknowledgement`,
    assign_me: say`the assignment`,
    assign: say`the assignment`,
    note: say`the note`,
    refund: say`the refund${amount}`,
    fraud_refund: say`the refund${amount}`,
    refund_review: say`the refund${amount}`,
    leave_warning: say`leaving the fraud warning`,
    finalize_invoice: say`finalizing the invoice${amount}`,
    retry_invoice: say`the payment${amount}`,
    send_invoice: say`sending the invoice${amount}`,
    mark_uncollectible: say`marking the invoice${amount} as uncollectible`,
    void_invoice: say`voiding the invoice${amount}`,
    cancel_subscription: say`the cancellation at the period's end`,
    cancel_now: say`the cancellation`,
    extend_trial: say`the longer trial`,
    apply_coupon: say`applying the coupon`,
    keep_subscription: say`keeping the subscription`,
    pause_subscription: say`pausing the subscription`,
    resume_subscription: say`resuming the subscription`,
    accept_dispute: say`accepting the dispute${amount}`,
    submit_evidence: draft.step === 'submit' ? say`submitting the evidence` : say`staging the evidence`,
    approve_review: say`approving the payment`,
    edit_fields: say`setting ${term((draft.fields?.edits ?? []).map(({ label }) => label).join(', '))}`,
    why: nothing,
    mute: nothing,
    change_routes: nothing,
  };
  return nouns[draft.verb];
}

/** What the person is told he is about to do, before he confirms it. */
export function warning(draft: Draft): Phrase {
  const amount: Phrase = draft.amount === null ? nothing : say` of ${{ type: 'money', money: draft.amount }}`;
  const reason: Phrase = draft.reason === null ? nothing : say` Reason: ${term(draft.reason.replaceAll('_', ' '))}.`;
  const warnings: Readonly<Record<Verb, Phrase>> = {
    acknowledge: nothing,
    assign_me: nothing,
    assign: nothing,
    note: nothing,
    leave_warning: nothing,
    why: nothing,
    mute: nothing,
    edit_fields: nothing,
    change_routes: nothing,
    refund: say`A refund${amount} goes back to the customer. It cannot be undone.${reason}`,
    fraud_refund: say`A refund${amount} goes back as fraudulent; Stripe's own fee is not returned. ${arithmetic(draft)}`,
    refund_review: say`A refund${amount} goes back as fraudulent and closes the review; Stripe's own fee is not returned. ${arithmetic(draft)}`,
    finalize_invoice: say`The draft${amount} becomes an invoice and can no longer be changed. Stripe then collects or mails it as it is set there.`,
    retry_invoice: say`Stripe tries to collect${amount} from the customer's payment method now.`,
    send_invoice: say`Stripe mails the invoice${amount} to the customer again.`,
    mark_uncollectible: say`The invoice${amount} is written off as uncollectible. It can still be paid or voided later.`,
    void_invoice: say`The invoice${amount} is voided: it can never be paid. It cannot be undone.`,
    cancel_subscription: say`The subscription ends at the end of its current period; until then it can be kept.`,
    cancel_now: say`The subscription ends at once and cannot be taken up again. Nothing is refunded by this.`,
    extend_trial: say`The trial ends on ${term(draft.text ?? '')} instead of ${term(draft.named ?? '')}. Nothing is charged until then.`,
    apply_coupon: say`The coupon ${{ type: 'catalog', text: draft.named ?? draft.text ?? '' }} is applied beside what is there already.`,
    keep_subscription: say`The scheduled cancellation is taken back.`,
    pause_subscription: say`Collection stops: invoices are kept as drafts until it is resumed.`,
    resume_subscription: say`Collection goes on with the next invoice. Drafts of the pause are not collected by this.`,
    accept_dispute: say`The dispute${amount} is accepted as lost. It cannot be undone.`,
    submit_evidence: say`The staged evidence goes to the bank. That can be done once.`,
    approve_review: say`The payment is approved and its review closed.`,
  };
  return warnings[draft.verb];
}

/** What a refund costs now against what a dispute would: the same amount, and the fee. */
function arithmetic({ amount, disputeFee }: Draft): Phrase {
  if (amount === null || disputeFee === undefined) return say`A dispute would cost the same and its fee.`;
  const sum = add(amount, disputeFee);
  return say`A refund now costs ${{ type: 'money', money: amount }}; a dispute would cost that and a fee of ${{ type: 'money', money: disputeFee }}, together ${{ type: 'money', money: sum }}.`;
}

/** The reply in the thread when it is done. `by`: who asked; `second`: who confirmed, if two were needed. */
export function doneBy(draft: Draft, by: string, second: string | null): Phrase {
  const people = second === null ? say`${person(by)}` : say`${person(by)}, confirmed by ${person(second)}`;
  const amount: Phrase = draft.amount === null ? nothing : say` of ${{ type: 'money', money: draft.amount }}`;
  const why: Phrase = draft.reason === null ? nothing : say`: ${term(draft.reason.replaceAll('_', ' '))}`;
  const done: Readonly<Record<Verb, Phrase>> = {
    acknowledge: say`Acknowledged by ${people}`,
    assign_me: say`Assigned to ${people}`,
    assign: say`Assigned by ${people}`,
    note: say`Note by ${people}`,
    leave_warning: say`Fraud warning left as it is by ${people}`,
    why: nothing,
    mute: nothing,
    edit_fields: nothing,
    change_routes: nothing,
    refund: say`Refund${amount} by ${people}${why}`,
    fraud_refund: say`Refund${amount} by ${people}: fraudulent`,
    refund_review: say`Refund${amount} by ${people}: fraudulent, review closed`,
    finalize_invoice: say`Invoice${amount} finalized by ${people}`,
    retry_invoice: say`Payment${amount} collected at the request of ${people}`,
    send_invoice: say`Invoice sent again by ${people}`,
    mark_uncollectible: say`Marked as uncollectible by ${people}`,
    void_invoice: say`Voided by ${people}`,
    cancel_subscription: say`Cancellation at the period's end scheduled by ${people}`,
    cancel_now: say`Subscription cancelled at once by ${people}`,
    extend_trial: say`Trial extended to ${term(draft.text ?? '')} by ${people}`,
    apply_coupon: say`Coupon ${{ type: 'catalog', text: draft.named ?? draft.text ?? '' }} applied by ${people}`,
    keep_subscription: say`Cancellation taken back by ${people}`,
    pause_subscription: say`Collection paused by ${people}`,
    resume_subscription: say`Collection resumed by ${people}`,
    accept_dispute: say`Dispute accepted by ${people}`,
    submit_evidence:
      draft.step === 'submit'
        ? say`Evidence submitted to the bank by ${people}`
        : say`Evidence staged by ${people}, not submitted yet`,
    approve_review: say`Payment approved by ${people}`,
  };
  return done[draft.verb];
}

/** A reason's own sentence: it is our words or Stripe's, never a customer's. */
export function because(reason: Reason): Phrase {
  return say`${term(reason.text)}`;
}

/** The text with a capital letter at its start. */
export function sentence(phrase: Phrase): Phrase {
  const [head, ...rest] = phrase;
  if (head?.type !== 'words') return phrase;
  return [{ ...head, text: head.text.charAt(0).toUpperCase() + head.text.slice(1) }, ...rest];
}
