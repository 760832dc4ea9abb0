import type { StripeEvent } from '../../src/domain/event.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { eventOf } from './event.ts';

const start = 1_785_585_600;

/** One run of events about one or few subjects, as Stripe would report it, in the order in which things happened. */
export interface Lifecycle {
  readonly name: string;
  readonly events: readonly StripeEvent[];
}

const intent: JsonObject = {
  id: 'pi_1',
  object: 'payment_intent',
  amount: 4200,
  amount_received: 0,
  currency: 'eur',
  customer: 'cus_1',
  status: 'requires_payment_method',
};
const charge: JsonObject = {
  id: 'ch_1',
  object: 'charge',
  amount: 4200,
  amount_captured: 4200,
  amount_refunded: 0,
  captured: true,
  currency: 'eur',
  payment_intent: 'pi_1',
  status: 'succeeded',
  refunded: false,
  disputed: false,
  billing_details: { name: 'Jenny Rosen', email: 'jenny@example.com', address: { country: 'DE' } },
  payment_method_details: { type: 'card', card: { brand: 'visa', last4: '4242', country: 'DE' } },
};
const refund: JsonObject = {
  id: 're_1',
  object: 'refund',
  amount: 1500,
  currency: 'eur',
  charge: 'ch_1',
  payment_intent: 'pi_1',
  reason: 'requested_by_customer',
  status: 'pending',
};
const dispute: JsonObject = {
  id: 'dp_1',
  object: 'dispute',
  amount: 2700,
  currency: 'eur',
  charge: 'ch_1',
  payment_intent: 'pi_1',
  reason: 'fraudulent',
  status: 'needs_response',
};

const declined: JsonObject = { code: 'card_declined', decline_code: 'insufficient_funds', charge: 'ch_0' };
const succeeded: JsonObject = { ...intent, status: 'succeeded', amount_received: 4200, latest_charge: 'ch_1' };

/** A card that fails once, then pays; a part is refunded, the rest disputed and lost. Half of it within the same seconds. */
const payment: Lifecycle = {
  name: 'payment',
  events: [
    eventOf('p01', 'payment_intent.created', start, intent),
    eventOf('p02', 'charge.failed', start + 1, {
      ...charge,
      id: 'ch_0',
      status: 'failed',
      captured: false,
      amount_captured: 0,
      failure_code: 'card_declined',
      outcome: { reason: 'insufficient_funds' },
    }),
    eventOf('p03', 'payment_intent.payment_failed', start + 1, {
      ...intent,
      latest_charge: 'ch_0',
      last_payment_error: declined,
    }),
    eventOf('p04', 'payment_intent.requires_action', start + 2, {
      ...intent,
      status: 'requires_action',
      next_action: { type: 'use_stripe_sdk' },
    }),
    eventOf('p05', 'charge.succeeded', start + 3, charge),
    eventOf('p06', 'payment_intent.succeeded', start + 3, succeeded),
    eventOf(
      'p07',
      'charge.updated',
      start + 3,
      { ...charge, balance_transaction: 'txn_1' },
      { balance_transaction: null },
    ),
    eventOf('p08', 'checkout.session.completed', start + 3, {
      id: 'cs_1',
      object: 'checkout.session',
      mode: 'payment',
      status: 'complete',
      payment_status: 'paid',
      payment_intent: 'pi_1',
      amount_total: 4200,
      currency: 'eur',
      customer_details: { name: 'Jenny Rosen' },
    }),
    eventOf('p09', 'refund.created', start + 60, refund),
    eventOf(
      'p10',
      'charge.refunded',
      start + 60,
      { ...charge, balance_transaction: 'txn_1', amount_refunded: 1500 },
      { amount_refunded: 0 },
    ),
    eventOf('p11', 'refund.updated', start + 61, { ...refund, status: 'succeeded' }, { status: 'pending' }),
    eventOf('p12', 'charge.refund.updated', start + 61, { ...refund, status: 'succeeded' }, { status: 'pending' }),
    eventOf('p13', 'charge.dispute.created', start + 90, dispute),
    eventOf(
      'p14',
      'charge.updated',
      start + 90,
      { ...charge, balance_transaction: 'txn_1', amount_refunded: 1500, disputed: true },
      { disputed: false },
    ),
    eventOf(
      'p15',
      'charge.dispute.updated',
      start + 95,
      { ...dispute, status: 'under_review' },
      { status: 'needs_response' },
    ),
    eventOf('p16', 'charge.dispute.closed', start + 99, { ...dispute, status: 'lost' }, { status: 'under_review' }),
  ],
};

const invoice: JsonObject = {
  id: 'in_1',
  object: 'invoice',
  amount_due: 2000,
  amount_paid: 0,
  amount_remaining: 2000,
  attempt_count: 0,
  attempted: false,
  auto_advance: true,
  billing_reason: 'subscription_cycle',
  collection_method: 'charge_automatically',
  currency: 'usd',
  customer: 'cus_1',
  customer_name: 'Jenny Rosen',
  status: 'draft',
  lines: {
    object: 'list',
    data: [
      {
        id: 'il_1',
        description: '1 × Gold plan (at $20.00 / month)',
        pricing: { price_details: { price: 'price_1', product: 'prod_1' } },
      },
    ],
  },
  parent: { subscription_details: { subscription: 'sub_1' } },
};
const open: JsonObject = { ...invoice, status: 'open', number: 'A-1' };
const tried = (count: number, next: number | null): JsonObject => ({
  ...open,
  attempt_count: count,
  attempted: true,
  next_payment_attempt: next,
});
const paid: JsonObject = {
  ...tried(3, null),
  status: 'paid',
  amount_paid: 2000,
  amount_remaining: 0,
  auto_advance: false,
};

/** Dunning of a renewal in the shapes since 2025: the invoice names no payment, only invoice_payment.paid joins them. */
const dunning: Lifecycle = {
  name: 'dunning',
  events: [
    eventOf('d01', 'invoice.created', start, invoice),
    eventOf('d02', 'invoice.finalized', start + 5, open),
    eventOf('d03', 'invoice.payment_failed', start + 10, tried(1, start + 1000)),
    eventOf('d04', 'invoice.updated', start + 10, tried(1, start + 1000), {
      attempt_count: 0,
      attempted: false,
      next_payment_attempt: null,
    }),
    eventOf('d05', 'payment_intent.payment_failed', start + 10, {
      ...intent,
      id: 'pi_2',
      amount: 2000,
      currency: 'usd',
      last_payment_error: { ...declined, charge: 'ch_2' },
    }),
    eventOf('d06', 'invoice.payment_failed', start + 1000, tried(2, start + 2000)),
    eventOf('d07', 'invoice.updated', start + 1000, tried(2, start + 2000), {
      attempt_count: 1,
      next_payment_attempt: start + 1000,
    }),
    eventOf('d08', 'charge.succeeded', start + 2000, {
      ...charge,
      id: 'ch_3',
      payment_intent: 'pi_2',
      amount: 2000,
      amount_captured: 2000,
      currency: 'usd',
    }),
    eventOf('d09', 'payment_intent.succeeded', start + 2000, {
      ...succeeded,
      id: 'pi_2',
      latest_charge: 'ch_3',
      amount: 2000,
      amount_received: 2000,
      currency: 'usd',
    }),
    eventOf('d10', 'invoice.paid', start + 2000, paid),
    eventOf('d11', 'invoice.payment_succeeded', start + 2000, paid),
    eventOf('d12', 'invoice_payment.paid', start + 2000, {
      id: 'inpay_1',
      object: 'invoice_payment',
      invoice: 'in_1',
      payment: { type: 'payment_intent', payment_intent: 'pi_2' },
      amount_paid: 2000,
      currency: 'usd',
      status: 'paid',
    }),
  ],
};

/** The shapes before 2025: charge, intent and invoice name each other. A written-off invoice that is paid after all. */
const oldShapes: Lifecycle = {
  name: 'old shapes',
  events: [
    eventOf('o01', 'invoice.finalized', start, { ...open, id: 'in_9', payment_intent: 'pi_9', subscription: 'sub_1' }),
    eventOf('o02', 'charge.failed', start + 1, {
      ...charge,
      id: 'ch_8',
      status: 'failed',
      captured: false,
      invoice: 'in_9',
      payment_intent: 'pi_9',
      currency: 'usd',
    }),
    eventOf('o03', 'invoice.payment_failed', start + 1, {
      ...tried(1, null),
      id: 'in_9',
      payment_intent: 'pi_9',
      charge: 'ch_8',
    }),
    eventOf('o04', 'invoice.marked_uncollectible', start + 50, {
      ...tried(1, null),
      id: 'in_9',
      payment_intent: 'pi_9',
      charge: 'ch_8',
      status: 'uncollectible',
    }),
    eventOf('o05', 'charge.succeeded', start + 90, {
      ...charge,
      id: 'ch_9',
      invoice: 'in_9',
      payment_intent: 'pi_9',
      amount: 2000,
      amount_captured: 2000,
      currency: 'usd',
    }),
    eventOf('o06', 'payment_intent.succeeded', start + 90, {
      ...succeeded,
      id: 'pi_9',
      amount: 2000,
      amount_received: 2000,
      currency: 'usd',
      invoice: 'in_9',
      charges: { object: 'list', data: [{ id: 'ch_9', object: 'charge' }] },
    }),
    eventOf('o07', 'invoice.paid', start + 90, { ...paid, id: 'in_9', payment_intent: 'pi_9', charge: 'ch_9' }),
  ],
};

const subscription: JsonObject = {
  id: 'sub_1',
  object: 'subscription',
  status: 'active',
  customer: 'cus_1',
  items: {
    object: 'list',
    data: [
      {
        id: 'si_1',
        price: { id: 'price_1', unit_amount: 2000, currency: 'usd', recurring: { interval: 'month' } },
        quantity: 1,
      },
    ],
  },
};

/** F31: five changes of one subscription within one second, told apart by previous_attributes alone. */
const sameSecond: Lifecycle = {
  name: 'same second',
  events: [
    eventOf('s01', 'customer.subscription.created', start, { ...subscription, status: 'incomplete' }),
    eventOf('s02', 'customer.subscription.updated', start, subscription, { status: 'incomplete' }),
    eventOf(
      's03',
      'customer.subscription.updated',
      start,
      { ...subscription, metadata: { seats: '1' } },
      { metadata: { seats: null } },
    ),
    eventOf(
      's04',
      'customer.subscription.updated',
      start,
      { ...subscription, metadata: { seats: '2' } },
      { metadata: { seats: '1' } },
    ),
    eventOf(
      's05',
      'customer.subscription.updated',
      start,
      { ...subscription, metadata: { seats: '2' }, cancel_at: start + 900 },
      { cancel_at: null },
    ),
    eventOf('s06', 'customer.subscription.deleted', start + 900, {
      ...subscription,
      metadata: { seats: '2' },
      status: 'canceled',
    }),
    eventOf('s07', 'customer.updated', start + 2, { id: 'cus_1', object: 'customer', name: 'Jenny' }, { name: null }),
    eventOf('s08', 'customer.deleted', start + 3, { id: 'cus_1', object: 'customer', name: 'Jenny' }),
  ],
};

const payout: JsonObject = {
  id: 'po_1',
  object: 'payout',
  amount: 90_000,
  currency: 'eur',
  status: 'pending',
  arrival_date: start + 86_400,
};

/** A payout that is paid and comes back, a bank debit that fails days after its checkout, a refund that fails. */
const reversals: Lifecycle = {
  name: 'reversals',
  events: [
    eventOf('r01', 'payout.created', start, payout),
    eventOf('r02', 'payout.updated', start + 9, { ...payout, status: 'in_transit' }, { status: 'pending' }),
    eventOf('r03', 'payout.paid', start + 86_400, { ...payout, status: 'paid' }),
    eventOf('r04', 'payout.failed', start + 172_800, { ...payout, status: 'failed', failure_code: 'account_closed' }),
    eventOf('r05', 'checkout.session.completed', start, {
      id: 'cs_7',
      object: 'checkout.session',
      mode: 'payment',
      status: 'complete',
      payment_status: 'unpaid',
      payment_intent: 'pi_7',
      amount_total: 700,
      currency: 'eur',
    }),
    eventOf('r06', 'payment_intent.processing', start, { ...intent, id: 'pi_7', amount: 700, status: 'processing' }),
    eventOf('r07', 'checkout.session.async_payment_failed', start + 400, {
      id: 'cs_7',
      object: 'checkout.session',
      mode: 'payment',
      status: 'complete',
      payment_status: 'unpaid',
      payment_intent: 'pi_7',
      amount_total: 700,
      currency: 'eur',
    }),
    eventOf('r08', 'payment_intent.payment_failed', start + 400, {
      ...intent,
      id: 'pi_7',
      amount: 700,
      last_payment_error: { code: 'debit_not_authorized', charge: 'py_7' },
    }),
    eventOf('r09', 'charge.succeeded', start, { ...charge, id: 'ch_6', payment_intent: 'pi_6' }),
    eventOf(
      'r10',
      'charge.refunded',
      start + 5,
      { ...charge, id: 'ch_6', payment_intent: 'pi_6', amount_refunded: 1500 },
      { amount_refunded: 0 },
    ),
    eventOf('r11', 'refund.created', start + 5, {
      ...refund,
      id: 're_6',
      charge: 'ch_6',
      payment_intent: 'pi_6',
      status: 'succeeded',
    }),
    eventOf('r12', 'refund.failed', start + 900, {
      ...refund,
      id: 're_6',
      charge: 'ch_6',
      payment_intent: 'pi_6',
      status: 'failed',
      failure_reason: 'lost_or_stolen_card',
    }),
  ],
};

export const lifecycles: readonly Lifecycle[] = [payment, dunning, oldShapes, sameSecond, reversals];
