import { parseAmountText } from '../domain/amount-text.ts';
import { textAt } from '../domain/json.ts';
import { compare, isZero, type Money } from '../domain/money.ts';
import { type Phrase, say } from '../domain/phrase.ts';
import type { InteractDeps } from './deps.ts';
import { isRefundReason } from './dialogue.ts';
import type { Draft } from './draft.ts';
import { endOfTrial } from './writes.ts';

export type Filled = { readonly filled: Draft } | { readonly problem: Phrase };

/** The draft with what was entered, or what is wrong with it in words. Nothing is written by this. */
export async function fill(
  draft: Draft,
  values: Readonly<Record<string, string>>,
  deps: InteractDeps,
): Promise<Filled> {
  if (draft.verb === 'extend_trial') return trialUntil(draft, values['day'] ?? '', deps);
  if (draft.verb === 'apply_coupon') return coupon(draft, (values['text'] ?? '').trim(), deps);
  const amount = amountOf(values['amount'] ?? '', draft.refundable);
  if ('problem' in amount) return amount;
  const reason = values['reason'] ?? '';
  return { filled: { ...draft, amount: amount.amount, reason: isRefundReason(reason) ? reason : null } };
}

/** Stripe lets a trial end at most so far ahead: docs.stripe.com/billing/subscriptions/trials. */
const longestTrialSeconds = 730 * 86_400;

function trialUntil(draft: Draft, text: string, deps: Pick<InteractDeps, 'clock'>): Filled {
  const now = Math.floor(deps.clock.now() / 1_000);
  const end = /^\d{4}-\d{2}-\d{2}$/.test(text) ? endOfTrial({ text }) : Number.NaN;
  if (!Number.isFinite(end)) return { problem: say`Give a day such as 2026-12-31.` };
  if (text <= (draft.named ?? '') || end <= now) return { problem: say`Give a day after the end of the trial so far.` };
  if (end - now > longestTrialSeconds) return { problem: say`A trial ends at most two years from now.` };
  return { filled: { ...draft, text } };
}

async function coupon(draft: Draft, id: string, deps: Pick<InteractDeps, 'readerOf'>): Promise<Filled> {
  if (!/^[A-Za-z0-9_.-]{1,200}$/.test(id)) return { problem: say`Give the id of a coupon, as Stripe shows it.` };
  const fetched = await deps.readerOf(draft.account)?.retrievePath(`/v1/coupons/${id}`, draft.connect);
  if (fetched?.kind === 'missing') return { problem: say`Stripe knows no coupon with this id.` };
  if (fetched?.kind !== 'object') return { problem: say`Stripe could not be asked for the coupon.` };
  if (fetched.object['valid'] !== true) return { problem: say`This coupon is no longer valid.` };
  return { filled: { ...draft, text: id, named: textAt(fetched.object, 'name') ?? id } };
}

/** An exact amount of the refund's own currency, above nothing and not above what is left. */
function amountOf(text: string, refundable: Money | null): { amount: Money } | { problem: Phrase } {
  if (refundable === null) return { problem: say`Nothing is left to refund.` };
  const amount = parseAmountText(`${text.trim().replace(/,(?=\d{1,2}$)/, '.')} ${refundable.currency}`);
  if (amount === null || isZero(amount) || amount.minor.startsWith('-')) {
    return { problem: say`Give an amount such as the one below, without a currency sign.` };
  }
  return compare(amount, refundable) > 0
    ? { problem: say`That is more than is left: ${{ type: 'money', money: refundable }}.` }
    : { amount };
}
