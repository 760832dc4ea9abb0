import { at, textAt } from '../../domain/json.ts';
import { say } from '../../domain/phrase.ts';
import type { Meaning } from '../family.ts';
import { amountValue, readable, term } from '../naming/value.ts';
import { accompanies, type SaleEvent } from '../sale/alert.ts';
import { failedNews, moneyValue, paidNews, stateNews } from '../sale/news.ts';
import { saleFamily } from './sale.ts';

/** `payment_intent.*`. */
export const paymentIntentFamily = saleFamily('payment', 'payments', {
  'payment_intent.succeeded': paidNews,
  'payment_intent.payment_failed': failedNews,
  'payment_intent.requires_action': requiresAction,
  'payment_intent.processing': processingNews,
  'payment_intent.canceled': canceled,
  'payment_intent.amount_capturable_updated': authorizedNews,
  'payment_intent.partially_funded': partiallyFunded,
});

export function processingNews(said: SaleEvent): Meaning {
  return stateNews(said, {
    code: 'payment.processing',
    topic: 'payments',
    severity: 'low',
    tone: 'neutral',
    opensCard: true,
    happened: 'processing',
    phrase: say`Payment is processing`,
  });
}

export function authorizedNews(said: SaleEvent): Meaning {
  const { authorized } = said.after.reading.figures;
  return stateNews(said, {
    code: 'payment.authorized',
    topic: 'payments',
    severity: 'normal',
    tone: 'neutral',
    opensCard: true,
    happened: 'authorized',
    phrase:
      authorized === null
        ? say`Authorized, not captured yet`
        : say`${moneyValue(authorized)} authorized, not captured yet`,
  });
}

// The customer is at the screen and answers within seconds, or leaves: their bank's question is no news by itself.
const atTheScreen = ['use_stripe_sdk', 'redirect_to_url'];

function requiresAction(said: SaleEvent): Meaning {
  const next = textAt(said.event.object ?? undefined, 'next_action.type');
  return stateNews(said, {
    code: 'payment.requires_action',
    topic: 'payments',
    severity: 'low',
    tone: 'neutral',
    opensCard: next !== null && !atTheScreen.includes(next),
    happened: 'requires_action',
    phrase: next === null ? say`The customer has to act` : say`The customer has to act: ${term(readable(next))}`,
  });
}

function partiallyFunded(said: SaleEvent): Meaning {
  const object = said.event.object ?? {};
  const left = amountValue(
    at(object, 'next_action.display_bank_transfer_instructions.amount_remaining'),
    object['currency'],
  );
  return stateNews(said, {
    code: 'payment.partially_funded',
    topic: 'payments',
    severity: 'normal',
    tone: 'warning',
    opensCard: true,
    happened: 'partially_funded',
    phrase: left === null ? say`Only a part was transferred` : say`Only a part was transferred: ${left} missing`,
    repeats: true,
  });
}

// Reasons by which Stripe or the shop tidies up what never became a sale.
const tidying = ['abandoned', 'automatic', 'duplicate', 'expired', 'void_invoice', 'failed_invoice'];

function canceled(said: SaleEvent): Meaning {
  if (said.after.reading.state !== 'payment.canceled' && said.after.reading.figures.paid !== null) {
    return accompanies('another try of the same sale was paid');
  }
  const reason = textAt(said.event.object ?? undefined, 'cancellation_reason');
  return stateNews(said, {
    code: 'payment.canceled',
    topic: 'payments',
    severity: 'low',
    tone: 'neutral',
    opensCard: reason === null || !tidying.includes(reason),
    happened: 'canceled',
    phrase: reason === null ? say`Payment canceled` : say`Payment canceled: ${term(readable(reason))}`,
  });
}
