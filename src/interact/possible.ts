import { createHash } from 'node:crypto';
import type { PossibleAction, Verb } from '../domain/action.ts';
import { at, idAt, type JsonObject, listAt, numberAt, objectAt, textAt } from '../domain/json.ts';
import { isZero, type Money, money } from '../domain/money.ts';
import type { SubjectKind } from '../domain/subject.ts';

/** One Stripe object of a subject as it is known now. */
export interface ActOn {
  readonly object: JsonObject;
  readonly connect: string | null;
}

type Rule = (on: ActOn) => readonly PossibleAction[];

/** Which rules a card of this kind asks; a dispute is acted on from its own card, not from the payment's. */
const rulesOf: Readonly<Partial<Record<SubjectKind, readonly Rule[]>>> = {
  payment: [ofWarning, ofCharge, ofInvoice],
  invoice: [ofInvoice],
  checkout: [ofCharge],
  subscription: [ofSubscription],
  dispute: [ofDispute],
  review: [ofWarning, ofReview],
};

/** Everything that can be done now in Stripe with a subject of this kind. Pure; the order is the order of the buttons. */
export function possibleActions(kind: SubjectKind, objects: readonly ActOn[]): PossibleAction[] {
  const rules = rulesOf[kind] ?? [];
  const found = rules.flatMap((rule) => objects.flatMap((object) => rule(object)));
  const known = found.some((one) => one.verb === 'refund') ? found : [...found, ...ofIntents(kind, objects)];
  // The warning's own button refunds the same charge, with the right reason.
  const warned = known.some((one) => one.verb === 'fraud_refund');
  const seen = new Set<Verb>();
  return known.filter((one) => {
    if ((warned && one.verb === 'refund') || seen.has(one.verb)) return false;
    seen.add(one.verb);
    return true;
  });
}

/** The same judgement from one fresh object, for the moment of writing. */
export function possibleNow(verb: Verb, on: ActOn): PossibleAction | null {
  const all = [ofCharge, ofWarning, ofInvoice, ofSubscription, ofDispute, ofReview].flatMap((rule) => rule(on));
  return all.find((one) => one.verb === verb) ?? null;
}

function ofCharge({ object, connect }: ActOn): PossibleAction[] {
  const id = textAt(object, 'id');
  if (object['object'] !== 'charge' || id === null || object['status'] !== 'succeeded') return [];
  if (object['captured'] === false || object['disputed'] === true) return [];
  const captured = numberAt(object, 'amount_captured') ?? numberAt(object, 'amount') ?? 0;
  const refunded = numberAt(object, 'amount_refunded') ?? 0;
  return refundOf({ id, captured, refunded, currency: textAt(object, 'currency'), connect });
}

/** Where only the payment itself is known: its charge is named in it. */
function ofIntents(kind: SubjectKind, objects: readonly ActOn[]): PossibleAction[] {
  if (kind !== 'payment' || objects.some(({ object }) => object['object'] === 'charge')) return [];
  return objects.flatMap(({ object, connect }) => {
    const id = idAt(object, 'latest_charge');
    if (object['object'] !== 'payment_intent' || object['status'] !== 'succeeded' || id === null) return [];
    const captured = numberAt(object, 'amount_received') ?? 0;
    return refundOf({ id, captured, refunded: 0, currency: textAt(object, 'currency'), connect });
  });
}

function refundOf(charge: {
  id: string;
  captured: number;
  refunded: number;
  currency: string | null;
  connect: string | null;
}): PossibleAction[] {
  const left = money(charge.captured - charge.refunded, charge.currency);
  if (left === null || isZero(left) || left.minor.startsWith('-')) return [];
  const seen = fingerprint(charge.id, charge.captured, charge.refunded);
  return [possible('refund', charge.id, charge.connect, seen, left)];
}

function ofWarning({ object, connect }: ActOn): PossibleAction[] {
  const [id, charge] = [textAt(object, 'id'), idAt(object, 'charge')];
  if (object['object'] !== 'radar.early_fraud_warning' || id === null || charge === null) return [];
  if (object['actionable'] !== true) return [];
  const seen = fingerprint(id, 'actionable');
  return [
    { ...possible('fraud_refund', id, connect, seen, null), target: charge },
    possible('leave_warning', id, connect, seen, null),
  ];
}

function ofInvoice({ object, connect }: ActOn): PossibleAction[] {
  const [id, status] = [textAt(object, 'id'), textAt(object, 'status')];
  if (object['object'] !== 'invoice' || id === null) return [];
  if (status !== 'draft' && status !== 'open' && status !== 'uncollectible') return [];
  const mailed = object['collection_method'] === 'send_invoice' || object['billing'] === 'send_invoice';
  const attempts = numberAt(object, 'attempt_count') ?? 0;
  // One that Stripe has not tried to collect yet is in work, and no business of people's.
  if (status === 'draft' ? isFinalizedByStripe(object) : !mailed && attempts === 0) return [];
  const due = numberAt(object, 'amount_remaining') ?? numberAt(object, 'amount_due') ?? 0;
  const seen = fingerprint(id, status, due, attempts);
  const amount = money(due, textAt(object, 'currency'));
  const can = (verb: Verb): PossibleAction => possible(verb, id, connect, seen, amount);
  if (status === 'draft') return [can('finalize_invoice')];
  return [
    ...(mailed ? [] : [can('retry_invoice')]),
    ...(mailed ? [can('send_invoice')] : []),
    ...(status === 'open' ? [can('mark_uncollectible')] : []),
    can('void_invoice'),
  ];
}

/** A draft that Stripe finalizes by itself within the hour, unless it tried and could not. */
function isFinalizedByStripe(draft: JsonObject): boolean {
  return draft['auto_advance'] === true && objectAt(draft, 'last_finalization_error') === null;
}

function ofSubscription({ object, connect }: ActOn): PossibleAction[] {
  const [id, status] = [textAt(object, 'id'), textAt(object, 'status')];
  const living = ['active', 'trialing', 'past_due', 'unpaid', 'paused'];
  if (object['object'] !== 'subscription' || id === null || !living.includes(status ?? '')) return [];
  const ending = object['cancel_at_period_end'] === true || numberAt(object, 'cancel_at') !== null;
  const paused = textAt(object, 'pause_collection.behavior') !== null;
  const discounts = listAt(object, 'discounts').length;
  const trialEnd = status === 'trialing' ? (numberAt(object, 'trial_end') ?? 0) : 0;
  const seen = fingerprint(id, status ?? '', ending ? 'ending' : '', paused ? 'paused' : '', trialEnd, discounts);
  const can = (verb: Verb): PossibleAction => possible(verb, id, connect, seen, null);
  return [
    can(ending ? 'keep_subscription' : 'cancel_subscription'),
    can('cancel_now'),
    can(paused ? 'resume_subscription' : 'pause_subscription'),
    ...(status === 'trialing' ? [can('extend_trial')] : []),
    can('apply_coupon'),
  ];
}

function ofDispute({ object, connect }: ActOn): PossibleAction[] {
  const [id, status] = [textAt(object, 'id'), textAt(object, 'status')];
  if (object['object'] !== 'dispute' || id === null) return [];
  if (status !== 'needs_response' && status !== 'warning_needs_response') return [];
  const seen = fingerprint(id, status, numberAt(object, 'evidence_details.submission_count') ?? 0);
  const amount = money(object['amount'], object['currency']);
  return [
    possible('submit_evidence', id, connect, seen, amount),
    possible('accept_dispute', id, connect, seen, amount),
  ];
}

function ofReview({ object, connect }: ActOn): PossibleAction[] {
  const id = textAt(object, 'id');
  if (object['object'] !== 'review' || id === null || at(object, 'open') !== true) return [];
  const seen = fingerprint(id, 'open');
  const charge = idAt(object, 'charge');
  const refund = charge === null ? [] : [{ ...possible('refund_review', id, connect, seen, null), target: charge }];
  return [possible('approve_review', id, connect, seen, null), ...refund];
}

function possible(verb: Verb, id: string, connect: string | null, seen: string, amount: Money | null): PossibleAction {
  return { verb, object: id, target: id, connect, amount, fingerprint: seen };
}

function fingerprint(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 12);
}
