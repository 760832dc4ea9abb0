import { createHash } from 'node:crypto';
import type { Verb } from '../domain/action.ts';
import type { Reason } from '../domain/event.ts';
import { isObject, type JsonObject, listAt, numberAt, textAt } from '../domain/json.ts';
import { isZero, type Money, money } from '../domain/money.ts';
import { type Phrase, say } from '../domain/phrase.ts';
import type { Subject } from '../domain/subject.ts';
import type { ActionRow } from '../store/action-store.ts';
import type { InteractDeps } from './deps.ts';
import type { Draft } from './draft.ts';
import { term } from './phrases.ts';
import { possibleActions, possibleNow } from './possible.ts';
import { recordOf } from './writes.ts';

export interface Wish {
  readonly verb: Verb;
  readonly subject: Subject;
  readonly fingerprint: string;
  readonly channel: string;
  readonly slackChannel: string;
  readonly viewId: string | null;
}

export type Prepared =
  | { readonly kind: 'ready'; readonly draft: Draft; readonly other: ActionRow | null }
  /** It cannot be done, or not from what the person saw; `shown` is how things stand. */
  | { readonly kind: 'refused'; readonly reason: Reason; readonly shown: Phrase };

const mostRepeats = 1_000;

/**
 * Looks up what the button stands for: first in what we know, then at Stripe. Neither the amount nor the target comes out
 * of the button, and a person who saw an older state is shown the newer one instead (F83, F84, F87).
 */
export async function prepare(wish: Wish, deps: InteractDeps): Promise<Prepared> {
  const { subject, verb } = wish;
  const known = possibleActions(subject.kind, deps.objectsOf(subject)).find((one) => one.verb === verb);
  if (known === undefined) return refused('state_changed', 'this can no longer be done', await headline(subject, deps));
  const reader = deps.readerOf(subject.account);
  if (reader === null || deps.writerOf(subject.account) === null) {
    return refused('no_api_key', `the account ${subject.account} has no api_key in the configuration`, say``);
  }
  const fetched = await reader.retrieve(known.object, known.connect);
  if (fetched.kind === 'missing') return refused('resource_missing', 'Stripe no longer has it', say``);
  if (fetched.kind !== 'object') return { kind: 'refused', reason: fetched.reason, shown: say`` };
  const now = possibleNow(verb, { object: fetched.object, connect: known.connect });
  if (now === null) return refused('state_changed', 'this can no longer be done', standing(fetched.object));
  if (now.fingerprint !== wish.fingerprint) {
    return refused('stale_card', 'the card was older than what Stripe says now', standing(fetched.object));
  }
  let amount = now.amount;
  let state = now.fingerprint;
  let before = recordOf(fetched.object);
  const asFraud = verb === 'fraud_refund' || verb === 'refund_review';
  if (asFraud) {
    // The warning or the review says whether, its charge says how much.
    const charge = await reader.retrieve(now.target, now.connect);
    if (charge.kind === 'missing') return refused('resource_missing', 'Stripe no longer has the charge', say``);
    if (charge.kind !== 'object') return { kind: 'refused', reason: charge.reason, shown: say`` };
    const refund = possibleNow('refund', { object: charge.object, connect: now.connect });
    if (refund === null) return refused('state_changed', 'nothing is left to refund', standing(charge.object));
    amount = refund.amount;
    state = refund.fingerprint;
    before = recordOf(charge.object);
  }
  const base = intentOf(subject.account, asFraud ? 'refund' : verb, now.target, state);
  const { intent, other } = await freeIntent(base, deps);
  const draft: Draft = {
    verb,
    subjectId: subject.id,
    account: subject.account,
    connect: now.connect,
    object: now.object,
    target: now.target,
    fingerprint: now.fingerprint,
    intent,
    channel: wish.channel,
    slackChannel: wish.slackChannel,
    amount,
    refundable: verb === 'refund' ? amount : null,
    reason: asFraud ? 'fraudulent' : null,
    text: null,
    step: verb === 'submit_evidence' ? 'stage' : null,
    viewId: wish.viewId,
    before,
    ...(verb === 'apply_coupon' ? { discounts: discountsOf(fetched.object) } : {}),
    ...(verb === 'extend_trial' ? { named: dayOf(numberAt(fetched.object, 'trial_end')) } : {}),
    ...(asFraud ? feeOf(amount, deps) : {}),
  };
  return { kind: 'ready', draft, other };
}

function discountsOf(subscription: JsonObject): string[] {
  return listAt(subscription, 'discounts').flatMap((one) => {
    const id = typeof one === 'string' ? one : isObject(one) ? textAt(one, 'id') : null;
    return id === null ? [] : [id];
  });
}

/** The day in UTC, as a trial's end is entered. */
function dayOf(at: number | null): string {
  return at === null ? '' : new Date(at * 1_000).toISOString().slice(0, 10);
}

function feeOf(amount: Money | null, deps: Pick<InteractDeps, 'disputeFee'>): Pick<Draft, 'disputeFee'> {
  const fee = amount === null ? null : (deps.disputeFee?.(amount.currency) ?? null);
  return fee === null ? {} : { disputeFee: fee };
}

/** The same verb on the same state of the same object: whoever means that means one write. */
function intentOf(account: string, verb: string, target: string, state: string): string {
  return createHash('sha256')
    .update(JSON.stringify([account, verb, target, state]))
    .digest('base64url');
}

/**
 * A subscription that was cancelled and kept again looks as before: what was done then must not stand in the way now. Who
 * clicks after it was done gets the next number; who clicked before it was done has the old one and is told so.
 */
async function freeIntent(
  base: string,
  deps: Pick<InteractDeps, 'store'>,
): Promise<{ intent: string; other: ActionRow | null }> {
  for (let number = 0; number < mostRepeats; number += 1) {
    const intent = `${base}#${number}`;
    const other = await deps.store.actionOfIntent(intent);
    if (other?.state !== 'done') return { intent, other };
  }
  return { intent: `${base}#${mostRepeats}`, other: null };
}

/** How the object stands at Stripe, in one sentence. */
export function standing(object: JsonObject): Phrase {
  const currency = textAt(object, 'currency');
  const refunded = money(numberAt(object, 'amount_refunded'), currency);
  const captured = money(numberAt(object, 'amount_captured') ?? numberAt(object, 'amount'), currency);
  if (object['object'] === 'charge' && captured !== null) {
    const back = refunded === null || isZero(refunded) ? say`` : say`, ${{ type: 'money', money: refunded }} refunded`;
    const disputed = object['disputed'] === true ? say`, disputed` : say``;
    return say`Now: ${{ type: 'money', money: captured }} paid${back}${disputed}.`;
  }
  if (object['object'] === 'subscription') {
    const ending = object['cancel_at_period_end'] === true || numberAt(object, 'cancel_at') !== null;
    const paused = textAt(object, 'pause_collection.behavior') !== null;
    const status = term((textAt(object, 'status') ?? 'unknown').replaceAll('_', ' '));
    return say`Now: ${status}${ending ? say`, cancellation scheduled` : say``}${paused ? say`, collection paused` : say``}.`;
  }
  if (object['object'] === 'review') return object['open'] === true ? say`Now: open.` : say`Now: closed.`;
  if (typeof object['actionable'] === 'boolean') {
    return object['actionable'] ? say`Now: it can still be refunded.` : say`Now: refunded or disputed already.`;
  }
  const status = textAt(object, 'status');
  return status === null ? say`` : say`Now: ${term(status.replaceAll('_', ' '))}.`;
}

async function headline(subject: Subject, deps: InteractDeps): Promise<Phrase> {
  const card = await deps.contentOf(subject);
  return say`Now: ${card.headline}.`;
}

function refused(code: string, text: string, shown: Phrase): Prepared {
  return { kind: 'refused', reason: { code, text }, shown };
}
