import type { Alert } from '../src/domain/alert.ts';

/** An alert for tests of routing: a card payment of 42.00 EUR, changed as asked. */
export function sampleAlert(changes: Partial<Alert> = {}): Alert {
  return {
    eventId: 'evt_1',
    eventType: 'charge.succeeded',
    account: 'main',
    connectAccount: null,
    livemode: true,
    at: Date.UTC(2026, 10, 23, 12) / 1000,
    subjectKind: 'payment',
    code: 'payment.succeeded',
    topic: 'payments',
    severity: 'normal',
    tone: 'good',
    opensCard: true,
    change: null,
    amount: { minor: '4200', currency: 'eur' },
    customer: 'cus_1',
    products: ['prod_Pro'],
    prices: ['price_1'],
    plans: [],
    country: 'DE',
    paymentMethod: 'card',
    declineCode: null,
    metadata: { order_id: '77' },
    object: { id: 'ch_1', amount: 4200, lines: { data: [{ quantity: 2 }] } },
    ...changes,
  };
}
