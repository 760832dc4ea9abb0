import type { CardContent } from '../domain/card.ts';
import type { ModalContent, ModalInput } from '../domain/modal.ts';
import { decimalText } from '../domain/money.ts';
import { type Phrase, say } from '../domain/phrase.ts';
import type { Draft } from './draft.ts';
import { person, sentence, term, titles, warning } from './phrases.ts';

/** Longest text Slack takes in one input is 3,000 characters. */
const longestText = 3_000;

const reasons = [
  { value: 'requested_by_customer', label: 'Requested by the customer' },
  { value: 'duplicate', label: 'Duplicate' },
  { value: 'fraudulent', label: 'Fraudulent' },
] as const;

export function isRefundReason(text: string): boolean {
  return reasons.some((one) => one.value === text);
}

/** Stands while Stripe is asked: a trigger is good for three seconds only. */
export function waitingModal(title: string, actionId: string): ModalContent {
  return { title, lines: [say`Asking Stripe …`], inputs: [], submit: null, step: 'form', actionId };
}

/** Ends a dialogue with a sentence. */
export function lastWord(title: string, phrase: Phrase, actionId: string): ModalContent {
  return { title, lines: [phrase], inputs: [], submit: null, step: 'form', actionId };
}

/** What is asked first: an amount and a reason, or the evidence. */
export function formModal(draft: Draft, card: CardContent, actionId: string, problem: Phrase | null): ModalContent {
  return {
    title: titles[draft.verb],
    lines: [...(problem === null ? [] : [problem]), about(draft, card), ...hints(draft)],
    inputs: inputs(draft),
    submit: 'Next',
    step: 'form',
    actionId,
  };
}

/** The last question: names the amount, the customer and the account. */
export function confirmModal(draft: Draft, card: CardContent, actionId: string, first: string | null): ModalContent {
  const asked: Phrase[] = first === null ? [] : [say`${person(first)} asked for this and needs a second person.`];
  return {
    title: titles[draft.verb],
    lines: [...asked, sentence(warning(draft)), about(draft, card)],
    inputs: [],
    submit: titles[draft.verb],
    step: 'confirm',
    actionId,
  };
}

/** A person to assign to, or a note. */
export function noteModal(verb: 'assign' | 'note', card: CardContent, actionId: string): ModalContent {
  return {
    title: titles[verb],
    lines: [card.headline],
    inputs:
      verb === 'assign'
        ? [{ type: 'person', id: 'person', label: 'Who takes care of it' }]
        : [{ type: 'text', id: 'text', label: 'Note', longest: 1_000, optional: false }],
    submit: verb === 'assign' ? 'Assign' : 'Add note',
    step: 'note',
    actionId,
  };
}

export function about(draft: Draft, card: CardContent): Phrase {
  const account = draft.connect === null ? term(draft.account) : say`${term(draft.account)} / ${term(draft.connect)}`;
  const who: Phrase = card.who.length === 0 ? say`unknown` : card.who;
  const mode: Phrase = card.livemode ? say`` : say` · test mode`;
  return say`${card.headline}\nCustomer: ${who}\nAccount: ${account}${mode} · ${term(draft.target)}`;
}

function hints(draft: Draft): Phrase[] {
  if (draft.verb === 'refund' && draft.refundable !== null) {
    return [say`Refundable now: ${{ type: 'money', money: draft.refundable }}`];
  }
  return draft.verb === 'submit_evidence'
    ? [
        say`The text is staged at Stripe first and goes to the bank only after you confirm it. Files are added in the dashboard.`,
      ]
    : [];
}

function inputs(draft: Draft): ModalInput[] {
  if (draft.verb === 'submit_evidence') {
    return [{ type: 'text', id: 'text', label: 'Evidence', longest: longestText, optional: false }];
  }
  if (draft.verb === 'extend_trial') {
    return [{ type: 'day', id: 'day', label: 'The trial ends on', initial: draft.named ?? null, optional: false }];
  }
  if (draft.verb === 'apply_coupon') {
    return [{ type: 'text', id: 'text', label: 'Id of the coupon', longest: 200, optional: false }];
  }
  const { refundable } = draft;
  if (refundable === null) return [];
  const label = `Amount in ${refundable.currency.toUpperCase()}`;
  return [
    { type: 'amount', id: 'amount', label, initial: decimalText(refundable) },
    { type: 'choice', id: 'reason', label: 'Reason', options: reasons, initial: reasons[0].value },
  ];
}
