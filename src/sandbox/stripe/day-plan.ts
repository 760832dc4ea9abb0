import { abandonedCheckout } from './lifecycles/abandoned-checkout.ts';
import { authorizedSale } from './lifecycles/authorized-sale.ts';
import { bankDebitSale } from './lifecycles/bank-debit-sale.ts';
import { cancellation } from './lifecycles/cancellation.ts';
import { cardSale } from './lifecycles/card-sale.ts';
import { connectedAccount } from './lifecycles/connected-account.ts';
import { declinedSale } from './lifecycles/declined-sale.ts';
import { dispute } from './lifecycles/dispute.ts';
import { dunning } from './lifecycles/dunning.ts';
import { earlyFraudWarning, review } from './lifecycles/fraud.ts';
import { mailedInvoice } from './lifecycles/mailed-invoice.ts';
import { pause } from './lifecycles/pause.ts';
import { payout } from './lifecycles/payout.ts';
import { planChange } from './lifecycles/plan-change.ts';
import { refund } from './lifecycles/refund.ts';
import { renewal } from './lifecycles/renewal.ts';
import { subscriptionSale } from './lifecycles/subscription-sale.ts';
import { trial } from './lifecycles/trial.ts';
import type { TradedCurrency } from './people.ts';
import type { Random } from './random.ts';
import type { Lifecycle, StoryOptions } from './story.ts';

export interface DayStory {
  readonly tell: (options: StoryOptions) => Lifecycle;
  /** How many calendar months its history takes; absent where it is days or nothing. */
  readonly months?: number;
}

/** Half the sales are in euros; the others remind everybody that not all money has two decimals. */
const currencies = ['eur', 'eur', 'eur', 'eur', 'eur', 'usd', 'usd', 'gbp', 'jpy', 'kwd', 'huf', 'isk'] as const;

/** A day's stories in no order: the sales at the till, then one or a few of everything else. */
export function everyStoryOfADay(random: Random, sales: number): DayStory[] {
  return [
    ...Array.from({ length: sales }, () => oneSale(random)),
    ...subscriptionStories(random),
    ...troubles(random),
    { tell: (o) => payout(o) },
    { tell: (o) => payout({ ...o, outcome: 'failed' }) },
    { tell: (o) => mailedInvoice({ ...o, lines: 13 }) },
    { tell: (o) => mailedInvoice({ ...o, outcome: 'overdue_paid', currency: 'gbp' }) },
    { tell: (o) => mailedInvoice({ ...o, outcome: 'uncollectible', plan: 'Pro' }) },
    { tell: (o) => connectedAccount(o) },
  ];
}

function oneSale(random: Random): DayStory {
  const currency: TradedCurrency = random.pick(currencies);
  const draw = random.next();
  if (draw < 0.06) return { tell: (o) => declinedSale({ ...o, currency, recovered: true }) };
  if (draw < 0.1)
    return { tell: (o) => declinedSale({ ...o, currency, declines: ['generic_decline', 'incorrect_cvc'] }) };
  if (draw < 0.13) return { tell: (o) => abandonedCheckout({ ...o, currency }) };
  if (draw < 0.16) return { tell: (o) => bankDebitSale(o) };
  if (draw < 0.18) return { tell: (o) => authorizedSale({ ...o, currency }) };
  if (draw < 0.3) {
    const plan = random.pick(['Starter', 'Pro', 'Team'] as const);
    const interval = random.pick(['month', 'month', 'year'] as const);
    return {
      tell: (o) => subscriptionSale({ ...o, currency, plan, interval }),
    };
  }
  const customer = random.chance(0.7);
  const checkout = random.chance(0.8);
  return { tell: (o) => cardSale({ ...o, currency, customer, checkout }) };
}

function subscriptionStories(random: Random): DayStory[] {
  const renewals = Array.from({ length: random.int(8, 16) }, (): DayStory => {
    const months = random.int(1, 14);
    const currency = random.pick(currencies);
    return { months, tell: (o) => renewal({ ...o, renewals: months, currency }) };
  });
  return [
    ...renewals,
    { months: 3, tell: (o) => dunning({ ...o, month: 4, failures: ['insufficient_funds'] }) },
    {
      months: 5,
      tell: (o) => dunning({ ...o, month: 6, currency: 'usd', failures: ['do_not_honor', 'insufficient_funds'] }),
    },
    { months: 1, tell: (o) => dunning({ ...o, month: 2, outcome: 'canceled' }) },
    { tell: (o) => trial(o) },
    { tell: (o) => trial({ ...o, outcome: 'canceled', plan: 'Starter' }) },
    { tell: (o) => planChange(o) },
    { tell: (o) => planChange({ ...o, plan: 'Team', to: 'Pro', currency: 'usd' }) },
    { tell: (o) => cancellation(o) },
    { tell: (o) => cancellation({ ...o, how: 'undone', feedback: 'missing_features', comment: null }) },
    { tell: (o) => cancellation({ ...o, how: 'at_once', feedback: 'switched_service', plan: 'Starter' }) },
    { tell: (o) => pause(o) },
    { tell: (o) => pause({ ...o, what: 'subscription' }) },
  ];
}

function troubles(random: Random): DayStory[] {
  const currency = random.pick(currencies);
  return [
    { tell: (o) => refund({ ...o, currency }) },
    { tell: (o) => refund({ ...o, how: 'partial', currency: 'jpy' }) },
    { tell: (o) => refund({ ...o, how: 'twice', currency: 'usd' }) },
    { tell: (o) => refund({ ...o, how: 'failed' }) },
    { tell: (o) => dispute(o) },
    { tell: (o) => dispute({ ...o, outcome: 'lost', reason: 'product_not_received', currency: 'usd' }) },
    { tell: (o) => dispute({ ...o, outcome: 'open', reason: 'subscription_canceled' }) },
    { tell: (o) => dispute({ ...o, outcome: 'inquiry', reason: 'general', currency: 'gbp' }) },
    { tell: (o) => earlyFraudWarning(o) },
    { tell: (o) => earlyFraudWarning({ ...o, refunded: false, currency: 'usd' }) },
    { tell: (o) => review(o) },
    { tell: (o) => review({ ...o, outcome: 'refunded_as_fraud' }) },
  ];
}
