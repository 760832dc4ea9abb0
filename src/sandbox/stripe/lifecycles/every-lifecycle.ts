import { tradedCurrencies } from '../people.ts';
import type { Lifecycle, StoryOptions } from '../story.ts';
import { abandonedCheckout } from './abandoned-checkout.ts';
import { authorizedSale } from './authorized-sale.ts';
import { bankDebitSale } from './bank-debit-sale.ts';
import { cancellation } from './cancellation.ts';
import { cardSale } from './card-sale.ts';
import { connectedAccount } from './connected-account.ts';
import { declinedSale } from './declined-sale.ts';
import { dispute } from './dispute.ts';
import { dunning } from './dunning.ts';
import { earlyFraudWarning, review } from './fraud.ts';
import { mailedInvoice } from './mailed-invoice.ts';
import { pause } from './pause.ts';
import { payout } from './payout.ts';
import { planChange } from './plan-change.ts';
import { refund } from './refund.ts';
import { renewal } from './renewal.ts';
import { subscriptionSale } from './subscription-sale.ts';
import { trial } from './trial.ts';

export type TellLifecycle = (options?: StoryOptions) => Lifecycle;

/** Every story in every variant, by name: for tests that must hold for all of them. */
export const everyLifecycle: Readonly<Record<string, TellLifecycle>> = {
  ...Object.fromEntries(
    tradedCurrencies.map((currency) => [
      `card sale in ${currency}`,
      (o?: StoryOptions) => cardSale({ ...o, currency }),
    ]),
  ),
  'card sale without checkout': (o) => cardSale({ ...o, checkout: false, customer: false }),
  'declined sale': (o) => declinedSale({ ...o, declines: ['incorrect_cvc', 'generic_decline', 'lost_card'] }),
  'declined, then paid': (o) => declinedSale({ ...o, recovered: true }),
  'authorized sale captured': (o) => authorizedSale(o),
  'authorized sale partly captured': (o) => authorizedSale({ ...o, outcome: 'partly', currency: 'kwd' }),
  'authorized sale expired': (o) => authorizedSale({ ...o, outcome: 'expired' }),
  'bank debit paid': (o) => bankDebitSale(o),
  'bank debit failed': (o) => bankDebitSale({ ...o, outcome: 'failed' }),
  'abandoned checkout': (o) => abandonedCheckout(o),
  'subscription sale': (o) => subscriptionSale(o),
  'subscription sale, yearly in yen': (o) =>
    subscriptionSale({ ...o, plan: 'Team', interval: 'year', currency: 'jpy', quantity: 3 }),
  renewal: (o) => renewal(o),
  'renewal, month 7': (o) => renewal({ ...o, renewals: 6, currency: 'gbp' }),
  'dunning recovered at once': (o) => dunning({ ...o, failures: ['insufficient_funds'] }),
  'dunning recovered late': (o) => dunning({ ...o, currency: 'usd' }),
  'dunning, canceled': (o) => dunning({ ...o, outcome: 'canceled' }),
  'dunning, unpaid': (o) => dunning({ ...o, outcome: 'unpaid', failures: ['expired_card', 'expired_card'] }),
  'dunning, past due': (o) => dunning({ ...o, outcome: 'past_due', month: 2 }),
  'trial, converted': (o) => trial(o),
  'trial, canceled': (o) => trial({ ...o, outcome: 'canceled' }),
  upgrade: (o) => planChange(o),
  downgrade: (o) => planChange({ ...o, plan: 'Team', to: 'Starter' }),
  'canceled at period end': (o) => cancellation(o),
  'cancellation undone': (o) => cancellation({ ...o, how: 'undone' }),
  'canceled at once': (o) => cancellation({ ...o, how: 'at_once', feedback: 'switched_service' }),
  'collection paused': (o) => pause(o),
  'subscription paused': (o) => pause({ ...o, what: 'subscription' }),
  'refund, full': (o) => refund({ ...o, currency: 'jpy' }),
  'refund, partial': (o) => refund({ ...o, how: 'partial', currency: 'kwd' }),
  'refund, twice': (o) => refund({ ...o, how: 'twice' }),
  'refund, failed': (o) => refund({ ...o, how: 'failed' }),
  'dispute, won': (o) => dispute(o),
  'dispute, lost': (o) => dispute({ ...o, outcome: 'lost', reason: 'product_not_received', currency: 'usd' }),
  'dispute, unanswered': (o) => dispute({ ...o, outcome: 'unanswered', reason: 'subscription_canceled' }),
  'dispute, open': (o) => dispute({ ...o, outcome: 'open', currency: 'gbp' }),
  'dispute, inquiry': (o) => dispute({ ...o, outcome: 'inquiry', reason: 'general' }),
  'dispute, escalated': (o) => dispute({ ...o, outcome: 'escalated', reason: 'unrecognized' }),
  'early fraud warning refunded': (o) => earlyFraudWarning(o),
  'early fraud warning left': (o) => earlyFraudWarning({ ...o, refunded: false }),
  'review approved': (o) => review(o),
  'review refunded as fraud': (o) => review({ ...o, outcome: 'refunded_as_fraud' }),
  'payout paid': (o) => payout(o),
  'payout failed': (o) => payout({ ...o, outcome: 'failed' }),
  'payout canceled': (o) => payout({ ...o, outcome: 'canceled' }),
  'mailed invoice paid': (o) => mailedInvoice({ ...o, lines: 23 }),
  'mailed invoice overdue, then paid': (o) => mailedInvoice({ ...o, outcome: 'overdue_paid' }),
  'mailed invoice paid elsewhere': (o) => mailedInvoice({ ...o, outcome: 'paid_elsewhere' }),
  'mailed invoice void': (o) => mailedInvoice({ ...o, outcome: 'void' }),
  'mailed invoice uncollectible': (o) => mailedInvoice({ ...o, outcome: 'uncollectible' }),
  'connected account': (o) => connectedAccount(o),
};
