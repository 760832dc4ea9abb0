import { idAt, textAt } from '../../domain/json.ts';
import { say } from '../../domain/phrase.ts';
import type { Meaning } from '../family.ts';
import { accompanies, type SaleEvent } from '../sale/alert.ts';
import { failedNews, paidNews, stateNews } from '../sale/news.ts';
import { processingNews } from './payment-intent.ts';
import { saleFamily } from './sale.ts';

/** `checkout.session.*`. */
export const checkoutFamily = saleFamily('checkout', 'checkouts', {
  'checkout.session.completed': completed,
  'checkout.session.async_payment_succeeded': paidNews,
  'checkout.session.async_payment_failed': failedNews,
  'checkout.session.expired': expired,
});

function completed(said: SaleEvent): Meaning {
  const session = said.event.object ?? undefined;
  if (textAt(session, 'mode') === 'setup') return setUp(said);
  if (textAt(session, 'payment_status') === 'unpaid') {
    return said.after.reading.figures.paid === null
      ? processingNews(said)
      : accompanies('the payment that it waited for has arrived meanwhile');
  }
  const { paid } = said.after.reading.figures;
  return paid === null || paid.minor === '0' ? free(said) : paidNews(said);
}

function setUp(said: SaleEvent): Meaning {
  return stateNews(said, {
    code: 'checkout.setup_completed',
    topic: 'checkouts',
    severity: 'low',
    tone: 'good',
    opensCard: true,
    happened: 'setup_completed',
    phrase: say`A payment method was saved for later payments`,
  });
}

/** Nothing to pay: a coupon covers it all, and people want to see that somebody signed up. A trial's card is its subscription's. */
function free(said: SaleEvent): Meaning {
  if (idAt(said.event.object ?? undefined, 'subscription') !== null)
    return accompanies('the subscription that it starts tells it');
  return stateNews(said, {
    code: 'checkout.completed',
    topic: 'checkouts',
    severity: 'normal',
    tone: 'good',
    opensCard: true,
    happened: 'checkout_completed',
    phrase: say`Checkout completed, nothing to pay yet`,
  });
}

function expired(said: SaleEvent): Meaning {
  if (said.after.reading.state !== 'checkout.expired') return accompanies('the sale went on without this checkout');
  return stateNews(said, {
    code: 'checkout.expired',
    topic: 'checkouts',
    severity: 'low',
    tone: 'neutral',
    opensCard: true,
    happened: 'checkout_expired',
    phrase: say`The checkout expired before it was completed`,
  });
}
