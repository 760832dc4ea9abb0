import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { cardSale } from './lifecycles/card-sale.ts';
import { signatureHeader } from './sign.ts';

const payload = JSON.stringify(cardSale().events[0]);

test('the header is the one that Stripe’s own SDK makes', () => {
  const options = { payload, secret: 'whsec_test', timestamp: 1_793_606_400 };
  expect(signatureHeader(options)).toBe(Stripe.webhooks.generateTestHeaderString(options));
});

test('while a secret is rolled, either of the two verifies', () => {
  const header = signatureHeader({ payload, secret: ['whsec_old', 'whsec_new'], timestamp: 1_793_606_400 });
  for (const secret of ['whsec_old', 'whsec_new']) {
    const event = Stripe.webhooks.constructEvent(payload, header, secret, undefined, undefined, 1_793_606_400_000);
    expect(event).toEqual(JSON.parse(payload));
  }
});
