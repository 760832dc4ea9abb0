import type Stripe from 'stripe';
import { declines, paymentErrorOf } from '../builders/decline.ts';
import type { EventType } from '../builders/event.ts';
import { buildPaymentIntent } from '../builders/payment-intent.ts';
import { anyCard, buildCardMethod } from '../builders/payment-method.ts';
import { anyPerson } from '../people.ts';
import { newId, newShortId, type Scope } from '../scope.ts';
import { built, plain, type Sample, told } from './sample.ts';

const method = (scope: Scope, attached: boolean) => {
  const person = anyPerson(scope.random);
  const customer = attached ? newShortId(scope, 'cus') : null;
  return buildCardMethod(scope, person, anyCard(scope.random, person.country), { customer });
};

const setupIntent = (fields: Partial<Stripe.SetupIntent>, failed = false) =>
  plain<Stripe.SetupIntent>('setup_intent', 'seti', (scope) => ({
    customer: newShortId(scope, 'cus'),
    last_setup_error: failed ? paymentErrorOf(declines.expired_card, newId(scope, 'ch'), method(scope, false)) : null,
    payment_method: failed ? null : newId(scope, 'pm'),
    payment_method_types: ['card'],
    usage: 'off_session',
    ...fields,
  }));

const source = (fields: Partial<Stripe.Source>) =>
  plain<Stripe.Source>('source', 'src', {
    amount: 2500,
    currency: 'eur',
    flow: 'redirect',
    owner: null,
    type: 'ideal',
    usage: 'single_use',
    ...fields,
  });

const threeDSecure = (status: Stripe.ThreeDSecure.Authentication['status']) =>
  plain<Stripe.ThreeDSecure.Authentication>('three_d_secure.authentication', 'tdsa', (scope) => ({
    payment_method: newId(scope, 'pm'),
    status,
  }));

export const paymentSamples = {
  'charge.captured': told('authorized sale captured'),
  'charge.expired': told('authorized sale expired'),
  'charge.failed': told('declined sale'),
  'charge.pending': told('bank debit paid'),
  'charge.refunded': told('refund, partial'),
  'charge.succeeded': told('card sale in eur'),
  'charge.updated': told('card sale in eur'),
  'charge.refund.updated': told('refund, partial'),
  'refund.created': told('refund, partial'),
  'refund.failed': told('refund, failed'),
  'refund.updated': told('refund, partial'),
  'charge.dispute.created': told('dispute, won'),
  'charge.dispute.closed': told('dispute, won'),
  'charge.dispute.funds_reinstated': told('dispute, won'),
  'charge.dispute.funds_withdrawn': told('dispute, won'),
  'charge.dispute.updated': told('dispute, won', 'last'),
  'checkout.session.async_payment_failed': told('bank debit failed'),
  'checkout.session.async_payment_succeeded': told('bank debit paid'),
  'checkout.session.completed': told('card sale in eur'),
  'checkout.session.expired': told('abandoned checkout'),
  'payment_intent.amount_capturable_updated': told('authorized sale captured'),
  'payment_intent.canceled': told('authorized sale expired'),
  'payment_intent.created': told('card sale in eur'),
  'payment_intent.partially_funded': built((scope) =>
    buildPaymentIntent(
      scope,
      { amount: 50_000, currency: 'eur', customer: newShortId(scope, 'cus'), methodTypes: ['customer_balance'] },
      {
        status: 'requires_action',
        amount_received: 20_000,
        next_action: { type: 'display_bank_transfer_instructions' },
      },
    ),
  ),
  'payment_intent.payment_failed': told('declined sale'),
  'payment_intent.processing': told('bank debit paid'),
  'payment_intent.requires_action': told('authorized sale captured'),
  'payment_intent.succeeded': told('card sale in eur'),
  'payment_link.created': plain<Stripe.PaymentLink>('payment_link', 'plink', {
    active: true,
    currency: 'eur',
    url: 'https://buy.stripe.com/test_sample',
  }),
  'payment_link.updated': plain<Stripe.PaymentLink>(
    'payment_link',
    'plink',
    { active: false, currency: 'eur', url: 'https://buy.stripe.com/test_sample' },
    { active: true },
  ),
  'payment_method.attached': told('subscription sale'),
  'payment_method.automatically_updated': built((scope) => method(scope, true)),
  'payment_method.detached': built((scope) => method(scope, false)),
  'payment_method.updated': built((scope) => method(scope, true)),
  'radar.early_fraud_warning.created': told('early fraud warning left'),
  'radar.early_fraud_warning.updated': told('early fraud warning refunded'),
  'review.closed': told('review approved'),
  'review.opened': told('review approved'),
  'setup_intent.canceled': setupIntent({ status: 'canceled', cancellation_reason: 'abandoned' }),
  'setup_intent.created': setupIntent({ status: 'requires_payment_method' }),
  'setup_intent.requires_action': setupIntent({ status: 'requires_action' }),
  'setup_intent.setup_failed': setupIntent({ status: 'requires_payment_method' }, true),
  'setup_intent.succeeded': setupIntent({ status: 'succeeded' }),
  'mandate.updated': plain<Stripe.Mandate>('mandate', 'mandate', (scope) => ({
    payment_method: newId(scope, 'pm'),
    status: 'inactive',
    type: 'multi_use',
  })),
  'source.canceled': source({ status: 'canceled' }),
  'source.chargeable': source({ status: 'chargeable' }),
  'source.failed': source({ status: 'failed' }),
  'source.refund_attributes_required': source({ status: 'consumed' }),
  'source.mandate_notification': plain<Stripe.SourceMandateNotification>('source_mandate_notification', 'srcmn', {
    amount: 2500,
    reason: 'debit_initiated',
    status: 'submitted',
    type: 'sepa_debit',
  }),
  'source.transaction.created': plain<Stripe.SourceTransaction>('source_transaction', 'srctxn', {
    amount: 2500,
    currency: 'eur',
    status: 'succeeded',
  }),
  'source.transaction.updated': plain<Stripe.SourceTransaction>('source_transaction', 'srctxn', {
    amount: 2500,
    currency: 'eur',
    status: 'succeeded',
  }),
  'three_d_secure.authentication.canceled': threeDSecure('canceled'),
  'three_d_secure.authentication.challenge_started': threeDSecure('requires_challenge'),
  'three_d_secure.authentication.errored': threeDSecure('error'),
  'three_d_secure.authentication.failed': threeDSecure('failed'),
  'three_d_secure.authentication.requires_challenge': threeDSecure('requires_challenge'),
  'three_d_secure.authentication.requires_submission': threeDSecure('requires_submission'),
  'three_d_secure.authentication.succeeded': threeDSecure('succeeded'),
} as const satisfies Partial<Record<EventType, Sample>>;
