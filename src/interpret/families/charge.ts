import { say } from '../../domain/phrase.ts';
import type { Meaning } from '../family.ts';
import type { SaleEvent } from '../sale/alert.ts';
import { failedNews, paidNews, refundNews, stateNews } from '../sale/news.ts';
import { authorizedNews, processingNews } from './payment-intent.ts';
import { saleFamily } from './sale.ts';

/** `charge.*` except disputes; a payment by another method than a card is a charge too, with an id `py_…`. */
export const chargeFamily = saleFamily('payment', 'payments', {
  'charge.succeeded': succeeded,
  'charge.captured': paidNews,
  'charge.pending': processingNews,
  'charge.failed': failedNews,
  'charge.expired': expired,
  'charge.refunded': refundNews,
  'charge.refund.updated': refundNews,
});

/** `refund.*` and `charge.refund.updated`. */
export const refundFamily = saleFamily('payment', 'refunds', {
  'refund.created': refundNews,
  'refund.updated': refundNews,
  'refund.failed': refundNews,
  'charge.refund.updated': refundNews,
});

/** A charge succeeds by being reserved, too. */
function succeeded(said: SaleEvent): Meaning {
  return said.after.reading.figures.paid === null && said.after.reading.figures.authorized !== null
    ? authorizedNews(said)
    : paidNews(said);
}

function expired(said: SaleEvent): Meaning {
  return stateNews(said, {
    code: 'payment.released',
    topic: 'payments',
    severity: 'normal',
    tone: 'warning',
    opensCard: true,
    happened: 'released',
    phrase: say`The authorization expired before it was captured: the money was released`,
  });
}
