import { at, textAt } from '../../domain/json.ts';
import { say } from '../../domain/phrase.ts';
import type { Meaning } from '../family.ts';
import { amountValue, readable, term } from '../naming/value.ts';
import { accompanies, type SaleEvent } from '../sale/alert.ts';
import { failedNews, moneyValue, paidNews, stateNews } from '../sale/news.ts';
import { isTidied, waitsForCustomer } from '../sale/opened.ts';
import { paymentCancellations } from '../words/cancellation.ts';
import { wordsFor } from '../words/code-words.ts';
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

function requiresAction(said: SaleEvent): Meaning {
  if (!waitsForCustomer(said.after.sale))
    return accompanies('the customer is at the screen: what they do next is the news');
  const next = textAt(said.event.object ?? undefined, 'next_action.type');
  return stateNews(said, {
    code: 'payment.requires_action',
    topic: 'payments',
    severity: 'low',
    tone: 'neutral',
    opensCard: true,
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
    opensCard: !isTidied(said.after.sale),
    happened: 'canceled',
    phrase:
      reason === null ? say`Payment cancelled` : say`Payment cancelled: ${wordsFor(paymentCancellations, reason)}`,
  });
}
