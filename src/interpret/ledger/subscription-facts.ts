import { createHash } from 'node:crypto';
import type { StripeEvent } from '../../domain/event.ts';
import { idAt, type JsonObject, textAt } from '../../domain/json.ts';
import { isCountable, type LedgerFact, type LedgerScope } from '../../domain/ledger.ts';
import type { Money } from '../../domain/money.ts';
import { canonicalText } from '../canonical.ts';
import { verbOf } from '../families/meaning.ts';
import { itemsOf, mrrOf } from '../mrr.ts';
import { catalogIds } from '../naming/price.ts';
import { prune } from '../prune.ts';
import { beforeOf } from '../subscription-terms.ts';

/** The usual order of states, for two events of one second (as in rank.ts). */
const states = ['incomplete', 'trialing', 'active', 'past_due', 'unpaid', 'paused', 'incomplete_expired', 'canceled'];
const verbs = ['created', 'updated', 'deleted'];

/** The subscription's MRR from this event's second on, and what it was before by the event's own word. */
export function subscriptionFacts(
  event: StripeEvent,
  type: string,
  scope: LedgerScope,
  tags: readonly string[],
): readonly LedgerFact[] {
  const subscription = event.object ?? {};
  const id = textAt(subscription, 'id');
  if (id === null || !type.startsWith('customer.subscription.')) return [];
  const { products } = catalogIds(itemsOf(subscription), {});
  return [
    {
      type: 'subscription',
      ...scope,
      subscription: id,
      at: event.created,
      order: orderOf(type, subscription),
      mrr: type.endsWith('.deleted') ? [] : counted(subscription, event.created),
      before: beforeBy(event, type, subscription),
      customer: idAt(subscription, 'customer'),
      tags: [...new Set([...tags, ...products])].sort(),
      detail: endOf(subscription),
    },
  ];
}

/** What counts now, without amounts of nothing. */
function counted(subscription: JsonObject, now: number): Money[] {
  const mrr = mrrOf(subscription, now);
  return mrr.counts ? mrr.amounts.filter((amount) => BigInt(amount.minor) > 0n && isCountable(amount)) : [];
}

function beforeBy(event: StripeEvent, type: string, subscription: JsonObject): Money[] | null {
  if (type.endsWith('.created')) return [];
  // The end carries the terms that it ended, but not whether they counted: a trial has an end of its own.
  if (type.endsWith('.deleted'))
    return trialEnded(subscription) ? mrrOf(subscription, event.created).amounts.slice() : [];
  return event.previous === null ? null : counted(beforeOf(subscription, event.previous), event.created);
}

function trialEnded(subscription: JsonObject): boolean {
  const [trialEnd, ended] = [subscription['trial_end'], subscription['ended_at'] ?? subscription['canceled_at']];
  return typeof trialEnd !== 'number' || (typeof ended === 'number' && trialEnd < ended);
}

/** Greater for the later of two events of one second: by state, then by what the type says, then by any stable order. */
function orderOf(type: string, subscription: JsonObject): string {
  const status = textAt(subscription, 'status') ?? '';
  const state = states.indexOf(status) + 1;
  const verb = verbs.indexOf(verbOf(type)) + 1;
  const content = createHash('sha256')
    .update(canonicalText(prune(subscription)))
    .digest('base64url')
    .slice(0, 12);
  return `${state}${verb}${content}`;
}

const involuntary: ReadonlySet<string> = new Set(['payment_failed', 'payment_disputed']);

/** Why it ended or stopped to count: `voluntary:too_expensive`, `involuntary:payment_failed`; null while it counts. */
function endOf(subscription: JsonObject): string | null {
  const status = textAt(subscription, 'status') ?? '';
  if (status === 'unpaid') return 'involuntary:unpaid';
  if (status === 'paused' || (status === 'active' && subscription['pause_collection'])) return 'voluntary:paused';
  if (status !== 'canceled' && status !== 'incomplete_expired') return null;
  const reason = textAt(subscription, 'cancellation_details.reason');
  if (reason !== null && involuntary.has(reason)) return `involuntary:${reason}`;
  const feedback = textAt(subscription, 'cancellation_details.feedback');
  return `voluntary:${feedback ?? (reason === null ? 'not_said' : reason)}`;
}
