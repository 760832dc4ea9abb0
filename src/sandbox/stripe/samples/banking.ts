import type Stripe from 'stripe';
import type { EventType } from '../builders/event.ts';
import { newId, type Scope } from '../scope.ts';
import { plain, type Sample } from './sample.ts';

const spent = (scope: Scope) => ({ amount: scope.random.int(500, 20_000), currency: 'eur' });

const authorization = (status: Stripe.Issuing.Authorization['status'], approved: boolean) =>
  plain<Stripe.Issuing.Authorization>('issuing.authorization', 'iauth', (scope) => ({
    ...spent(scope),
    approved,
    status,
  }));
const card = (status: Stripe.Issuing.Card['status']) =>
  plain<Stripe.Issuing.Card>('issuing.card', 'ic', {
    brand: 'Visa',
    currency: 'eur',
    exp_month: 8,
    exp_year: 2030,
    last4: '4242',
    status,
    type: 'virtual',
  });
const cardholder = plain<Stripe.Issuing.Cardholder>('issuing.cardholder', 'ich', {
  email: 'jenny.rosen@example.com',
  name: 'Jenny Rosen',
  status: 'active',
  type: 'individual',
});
const dispute = (status: Stripe.Issuing.Dispute['status']) =>
  plain<Stripe.Issuing.Dispute>('issuing.dispute', 'idp', (scope) => ({
    ...spent(scope),
    status,
    transaction: newId(scope, 'ipi'),
  }));
const design = (status: Stripe.Issuing.PersonalizationDesign['status']) =>
  plain<Stripe.Issuing.PersonalizationDesign>('issuing.personalization_design', 'ipd', {
    name: 'Company card',
    status,
  });
const token = (status: Stripe.Issuing.Token['status']) =>
  plain<Stripe.Issuing.Token>('issuing.token', 'intok', (scope) => ({
    card: newId(scope, 'ic'),
    network: 'visa',
    status,
  }));
const transaction = plain<Stripe.Issuing.Transaction>('issuing.transaction', 'ipi', (scope) => ({
  ...spent(scope),
  amount: -scope.random.int(500, 20_000),
  card: newId(scope, 'ic'),
  type: 'capture',
}));

const creditReversal = (status: Stripe.Treasury.CreditReversal['status']) =>
  plain<Stripe.Treasury.CreditReversal>('treasury.credit_reversal', 'credrev', (scope) => ({
    ...spent(scope),
    status,
  }));
const debitReversal = (status: Stripe.Treasury.DebitReversal['status']) =>
  plain<Stripe.Treasury.DebitReversal>('treasury.debit_reversal', 'debrev', (scope) => ({ ...spent(scope), status }));
const financialAccount = (status: Stripe.Treasury.FinancialAccount['status']) =>
  plain<Stripe.Treasury.FinancialAccount>('treasury.financial_account', 'fa', {
    country: 'US',
    status,
    supported_currencies: ['usd'],
  });
const inbound = (status: Stripe.Treasury.InboundTransfer['status']) =>
  plain<Stripe.Treasury.InboundTransfer>('treasury.inbound_transfer', 'ibt', (scope) => ({ ...spent(scope), status }));
const outboundPayment = (status: Stripe.Treasury.OutboundPayment['status']) =>
  plain<Stripe.Treasury.OutboundPayment>('treasury.outbound_payment', 'obp', (scope) => ({ ...spent(scope), status }));
const outboundTransfer = (status: Stripe.Treasury.OutboundTransfer['status']) =>
  plain<Stripe.Treasury.OutboundTransfer>('treasury.outbound_transfer', 'obt', (scope) => ({
    ...spent(scope),
    status,
  }));
const receivedCredit = (status: Stripe.Treasury.ReceivedCredit['status']) =>
  plain<Stripe.Treasury.ReceivedCredit>('treasury.received_credit', 'rc', (scope) => ({
    ...spent(scope),
    description: 'Stripe Test',
    status,
  }));

export const bankingSamples = {
  'issuing_authorization.created': authorization('pending', true),
  'issuing_authorization.request': authorization('pending', false),
  'issuing_authorization.updated': authorization('closed', true),
  'issuing_card.created': card('inactive'),
  'issuing_card.updated': card('active'),
  'issuing_cardholder.created': cardholder,
  'issuing_cardholder.updated': cardholder,
  'issuing_dispute.closed': dispute('won'),
  'issuing_dispute.created': dispute('unsubmitted'),
  'issuing_dispute.funds_reinstated': dispute('won'),
  'issuing_dispute.funds_rescinded': dispute('lost'),
  'issuing_dispute.submitted': dispute('submitted'),
  'issuing_dispute.updated': dispute('unsubmitted'),
  'issuing_personalization_design.activated': design('active'),
  'issuing_personalization_design.deactivated': design('inactive'),
  'issuing_personalization_design.rejected': design('rejected'),
  'issuing_personalization_design.updated': design('review'),
  'issuing_token.created': token('requested'),
  'issuing_token.updated': token('active'),
  'issuing_transaction.created': transaction,
  'issuing_transaction.purchase_details_receipt_updated': transaction,
  'issuing_transaction.updated': transaction,
  'treasury.credit_reversal.created': creditReversal('processing'),
  'treasury.credit_reversal.posted': creditReversal('posted'),
  'treasury.debit_reversal.completed': debitReversal('succeeded'),
  'treasury.debit_reversal.created': debitReversal('processing'),
  'treasury.debit_reversal.initial_credit_granted': debitReversal('processing'),
  'treasury.financial_account.closed': financialAccount('closed'),
  'treasury.financial_account.created': financialAccount('open'),
  'treasury.financial_account.features_status_updated': financialAccount('open'),
  'treasury.inbound_transfer.canceled': inbound('canceled'),
  'treasury.inbound_transfer.created': inbound('processing'),
  'treasury.inbound_transfer.failed': inbound('failed'),
  'treasury.inbound_transfer.succeeded': inbound('succeeded'),
  'treasury.outbound_payment.canceled': outboundPayment('canceled'),
  'treasury.outbound_payment.created': outboundPayment('processing'),
  'treasury.outbound_payment.expected_arrival_date_updated': outboundPayment('processing'),
  'treasury.outbound_payment.failed': outboundPayment('failed'),
  'treasury.outbound_payment.posted': outboundPayment('posted'),
  'treasury.outbound_payment.returned': outboundPayment('returned'),
  'treasury.outbound_payment.tracking_details_updated': outboundPayment('posted'),
  'treasury.outbound_transfer.canceled': outboundTransfer('canceled'),
  'treasury.outbound_transfer.created': outboundTransfer('processing'),
  'treasury.outbound_transfer.expected_arrival_date_updated': outboundTransfer('processing'),
  'treasury.outbound_transfer.failed': outboundTransfer('failed'),
  'treasury.outbound_transfer.posted': outboundTransfer('posted'),
  'treasury.outbound_transfer.returned': outboundTransfer('returned'),
  'treasury.outbound_transfer.tracking_details_updated': outboundTransfer('posted'),
  'treasury.received_credit.created': receivedCredit('succeeded'),
  'treasury.received_credit.failed': receivedCredit('failed'),
  'treasury.received_credit.succeeded': receivedCredit('succeeded'),
  'treasury.received_debit.created': plain<Stripe.Treasury.ReceivedDebit>('treasury.received_debit', 'rd', (scope) => ({
    ...spent(scope),
    description: 'Stripe Test',
    status: 'succeeded',
  })),
} as const satisfies Partial<Record<EventType, Sample>>;
