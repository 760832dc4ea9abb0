import type { StripeEvent } from '../../domain/event.ts';
import { textAt } from '../../domain/json.ts';
import type { LedgerFact, LedgerScope } from '../../domain/ledger.ts';
import { baseType } from '../families/meaning.ts';
import { chargeFacts, paymentIntentFacts } from './charge-facts.ts';
import { disputeFacts } from './dispute-facts.ts';
import { invoiceFacts } from './invoice-facts.ts';
import { payoutFacts } from './payout-facts.ts';
import { refundFacts } from './refund-facts.ts';
import { subscriptionFacts } from './subscription-facts.ts';

/** What the event was found to be about, beside itself. */
export interface LedgerContext {
  readonly account: string;
  /** Products (`prod_…`) and routes (`route:name`), by which summaries are narrowed. */
  readonly tags: readonly string[];
}

type Reader = (event: StripeEvent, type: string, scope: LedgerScope, tags: readonly string[]) => readonly LedgerFact[];

const readers: Readonly<Record<string, Reader>> = {
  charge: chargeFacts,
  payment_intent: paymentIntentFacts,
  refund: refundFacts,
  dispute: disputeFacts,
  payout: payoutFacts,
  invoice: invoiceFacts,
  subscription: subscriptionFacts,
};

/**
 * What one event says of money and subscriptions, from the event alone: the same event always gives the same facts, so that
 * the ledger does not depend on order or repetition. Empty for most events.
 */
export function ledgerFacts(event: StripeEvent, { account, tags }: LedgerContext): readonly LedgerFact[] {
  const object = textAt(event.object ?? undefined, 'object') ?? '';
  const reader = Object.hasOwn(readers, object) ? readers[object] : undefined;
  if (reader === undefined || event.type.startsWith('tillbell.')) return [];
  const scope = { account, livemode: event.livemode, connect: event.connectAccount ?? '' };
  return reader(event, baseType(event.type), scope, [...new Set(tags)].sort());
}
