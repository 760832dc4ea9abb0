import { textAt } from '../../domain/json.ts';
import { latest, type Sale } from './objects.ts';
import type { Reading, SaleState } from './reading.ts';

// The customer is at the screen and answers within seconds, or leaves: the bank's question is no news by itself.
const atTheScreen = ['use_stripe_sdk', 'redirect_to_url'];

// Reasons by which Stripe or the shop tidies up what never became a sale.
const tidying = ['abandoned', 'automatic', 'duplicate', 'expired', 'void_invoice', 'failed_invoice'];

const silent: readonly SaleState[] = [
  'payment.known',
  'payment.incomplete',
  'invoice.draft',
  'invoice.deleted',
  'invoice.settled_free',
  'checkout.open',
];

/**
 * True where a sale in this state is worth a card: what happens next is then news for its thread. Otherwise the next event
 * opens the card, and the card itself says what happened.
 */
export function deservesCard(sale: Sale, { state, failures }: Reading): boolean {
  if (failures.count > 0) return true;
  if (state === 'payment.requires_action') return waitsForCustomer(sale);
  if (state === 'payment.canceled') return !isTidied(sale);
  if (state === 'invoice.open') {
    return sale.invoices.some(({ object }) => textAt(object, 'collection_method') === 'send_invoice');
  }
  return !silent.includes(state);
}

/** True where the customer has to do something in their own time: transfer, pay a voucher, answer an e-mail. */
export function waitsForCustomer(sale: Sale): boolean {
  const next = textAt(latest(sale.intents)?.object, 'next_action.type');
  return (
    (next !== null && !atTheScreen.includes(next)) ||
    sale.invoices.some(({ type }) => type.endsWith('_action_required'))
  );
}

/** True where a canceled payment was only tidied up, not called off by anybody. */
export function isTidied(sale: Sale): boolean {
  const reason = textAt(latest(sale.intents)?.object, 'cancellation_reason');
  return reason !== null && tidying.includes(reason);
}
