import { expect, test } from 'vitest';
import { readStripeLink } from './stripe-link.ts';

const base = 'https://dashboard.stripe.com';

test.each([
  ['/payments/pi_1', 'pi_1', true, null],
  ['/test/customers/cus_1', 'cus_1', false, null],
  ['/acct_1A/subscriptions/sub_1', 'sub_1', true, 'acct_1A'],
  ['/acct_1A/test/invoices/in_1', 'in_1', false, 'acct_1A'],
  ['/disputes/du_1?tab=evidence#top', 'du_1', true, null],
  ['/payments/ch_1/', 'ch_1', true, null],
])('%s', (path, id, livemode, account) => {
  expect(readStripeLink(base + path)).toEqual({ url: base + path, id, livemode, account });
});

test.each([
  'http://dashboard.stripe.com/payments/pi_1',
  'https://dashboard.stripe.com.evil.example/payments/pi_1',
  'https://dashboard.stripe.com:8443/payments/pi_1',
  'https://user:secret@dashboard.stripe.com/payments/pi_1',
  `${base}/payments/pi_1/extra`,
  `${base}/payments`,
  `${base}/settings/keys`,
  `${base}/payments/%70i_1`,
  'not a link',
])('no link of ours: %s', (url) => {
  expect(readStripeLink(url)).toBeNull();
});
