import type Stripe from 'stripe';
import type { EventType } from '../builders/event.ts';
import { newId, type Scope } from '../scope.ts';
import { plain, type Sample, told } from './sample.ts';

const bankAccount = plain<Stripe.BankAccount>('bank_account', 'ba', (scope) => ({
  account: scope.account,
  bank_name: 'EXAMPLE BANK',
  country: 'DE',
  currency: 'eur',
  last4: '3000',
  status: 'new',
}));
const application = plain<Stripe.Application>('application', 'ca', { name: 'Example App' });
const applicationFee = (refunded: boolean) =>
  plain<Stripe.ApplicationFee>('application_fee', 'fee', (scope) => ({
    account: scope.account,
    amount: 250,
    amount_refunded: refunded ? 250 : 0,
    charge: newId(scope, 'ch'),
    currency: 'eur',
    refunded,
  }));
const install = (status: Stripe.Apps.Install['status']) =>
  plain<Stripe.Apps.Install>('apps.install', 'appinst', (scope) => ({ account: scope.account, status }));
const person = plain<Stripe.Person>('person', 'person', (scope) => ({
  account: scope.account,
  first_name: 'Jenny',
  last_name: 'Rosen',
}));
const verification = (
  status: Stripe.Identity.VerificationSession['status'],
  given: Partial<Stripe.Identity.VerificationSession> = {},
) =>
  plain<Stripe.Identity.VerificationSession>('identity.verification_session', 'vs', {
    status,
    type: 'document',
    url: null,
    ...given,
  });
const linkedAccount = (status: Stripe.FinancialConnections.Account['status'] = 'active') =>
  plain<Stripe.FinancialConnections.Account>('financial_connections.account', 'fca', {
    category: 'cash',
    display_name: 'Business account',
    institution_name: 'Example Bank',
    last4: '6789',
    status,
    subcategory: 'checking',
  });
const authorization = plain<Stripe.FinancialConnections.Authorization>(
  'financial_connections.authorization',
  'fcauth',
  {
    institution_name: 'Example Bank',
    status: 'active',
  },
);
const hold = (scope: Scope): Partial<Stripe.Reserve.Hold> => ({
  amount: 5000,
  currency: 'eur',
  reason: 'charge',
  source_charge: newId(scope, 'ch'),
});
const reservePlan = (status: Stripe.Reserve.Plan['status']) =>
  plain<Stripe.Reserve.Plan>('reserve.plan', 'rsvpln', { currency: 'eur', percent: 10, status, type: 'fixed_release' });
const testClock = (status: Stripe.TestHelpers.TestClock['status']) =>
  plain<Stripe.TestHelpers.TestClock>('test_helpers.test_clock', 'clock', (scope) => ({
    frozen_time: scope.now(),
    name: 'Yearly renewal',
    status,
  }));
const reader = (status: 'failed' | 'succeeded' | 'in_progress') =>
  plain<Stripe.Terminal.Reader>('terminal.reader', 'tmr', {
    action: {
      api_error: null,
      failure_code: status === 'failed' ? 'card_declined' : null,
      failure_message: null,
      status,
      type: 'process_payment_intent',
    },
    device_type: 'bbpos_wisepos_e',
    label: 'Till 1',
    serial_number: '123-456-789',
    status: 'online',
  });
const topup = (status: Stripe.Topup['status']) =>
  plain<Stripe.Topup>('topup', 'tu', {
    amount: 50_000,
    currency: 'eur',
    description: 'Top-up',
    failure_code: status === 'failed' ? 'insufficient_funds' : null,
    failure_message: null,
    status,
  });
const transfer = (reversed: boolean) =>
  plain<Stripe.Transfer>('transfer', 'tr', (scope) => ({
    amount: 12_000,
    amount_reversed: reversed ? 12_000 : 0,
    currency: 'eur',
    description: null,
    destination: scope.account,
    reversed,
  }));
const order = (status: Stripe.Climate.Order['status']) =>
  plain<Stripe.Climate.Order>('climate.order', 'climorder', {
    amount_fees: 100,
    amount_subtotal: 2000,
    amount_total: 2100,
    currency: 'eur',
    status,
  });
const climateProduct = plain<Stripe.Climate.Product>('climate.product', 'climsku', {
  name: 'Direct air capture',
  delivery_year: 2029,
});
const reportRun = (status: 'failed' | 'succeeded') =>
  plain<Stripe.Reporting.ReportRun>('reporting.report_run', 'frr', {
    error: status === 'failed' ? 'The report could not be made.' : null,
    report_type: 'balance.summary.1',
    status,
  });

export const accountSamples = {
  'account.application.authorized': application,
  'account.application.deauthorized': application,
  'account.external_account.created': bankAccount,
  'account.external_account.deleted': bankAccount,
  'account.external_account.updated': bankAccount,
  'account.updated': told('connected account', 'last'),
  'application_fee.created': applicationFee(false),
  'application_fee.refunded': applicationFee(true),
  'application_fee.refund.updated': plain<Stripe.FeeRefund>('fee_refund', 'fr', (scope) => ({
    amount: 250,
    currency: 'eur',
    fee: newId(scope, 'fee'),
  })),
  'apps.install.created': install('installed'),
  'apps.install.deleted': install('uninstalling'),
  'apps.install.updated': install('installed'),
  'balance.available': told('payout paid'),
  'balance_settings.updated': plain<Stripe.BalanceSettings>('balance_settings', null),
  'capability.updated': plain<Stripe.Capability>(
    'capability',
    null,
    (scope) => ({ id: 'card_payments', account: scope.account, requested: true, status: 'inactive' }),
    { status: 'active' },
  ),
  'climate.order.canceled': order('canceled'),
  'climate.order.created': order('open'),
  'climate.order.delayed': order('confirmed'),
  'climate.order.delivered': order('delivered'),
  'climate.order.product_substituted': order('confirmed'),
  'climate.product.created': climateProduct,
  'climate.product.pricing_updated': climateProduct,
  'file.created': plain<Stripe.File>('file', 'file', {
    filename: 'receipt.pdf',
    purpose: 'dispute_evidence',
    size: 48_213,
    type: 'pdf',
  }),
  'financial_connections.account.account_numbers_updated': linkedAccount(),
  'financial_connections.account.created': linkedAccount(),
  'financial_connections.account.deactivated': linkedAccount('inactive'),
  'financial_connections.account.disconnected': linkedAccount('disconnected'),
  'financial_connections.account.expected_deactivation_date_updated': linkedAccount(),
  'financial_connections.account.reactivated': linkedAccount(),
  'financial_connections.account.refreshed_balance': linkedAccount(),
  'financial_connections.account.refreshed_ownership': linkedAccount(),
  'financial_connections.account.refreshed_transactions': linkedAccount(),
  'financial_connections.account.supported_payment_method_types_updated': linkedAccount(),
  'financial_connections.account.upcoming_account_number_expiry': linkedAccount(),
  'financial_connections.account.upcoming_deactivation': linkedAccount(),
  'financial_connections.authorization.expected_deactivation_date_updated': authorization,
  'financial_connections.authorization.upcoming_deactivation': authorization,
  'identity.verification_session.canceled': verification('canceled'),
  'identity.verification_session.created': verification('requires_input'),
  'identity.verification_session.processing': verification('processing'),
  'identity.verification_session.redacted': verification('canceled', {
    redaction: { status: 'redacted' },
  }),
  'identity.verification_session.requires_input': verification('requires_input', {
    last_error: { code: 'document_expired', reason: 'The document has expired.' },
  }),
  'identity.verification_session.verified': verification('verified'),
  'payout.canceled': told('payout canceled'),
  'payout.created': told('payout paid'),
  'payout.failed': told('payout failed'),
  'payout.paid': told('payout paid'),
  'payout.reconciliation_completed': told('payout paid'),
  'payout.updated': told('payout paid'),
  'person.created': person,
  'person.deleted': person,
  'person.updated': person,
  'reporting.report_run.failed': reportRun('failed'),
  'reporting.report_run.succeeded': reportRun('succeeded'),
  'reporting.report_type.updated': plain<Stripe.Reporting.ReportType>('reporting.report_type', null, {
    id: 'balance.summary.1',
    name: 'Balance summary',
    version: 1,
  }),
  'reserve.hold.created': plain<Stripe.Reserve.Hold>('reserve.hold', 'rsvhld', hold),
  'reserve.hold.updated': plain<Stripe.Reserve.Hold>('reserve.hold', 'rsvhld', hold),
  'reserve.plan.created': reservePlan('active'),
  'reserve.plan.disabled': reservePlan('disabled'),
  'reserve.plan.expired': reservePlan('expired'),
  'reserve.plan.updated': reservePlan('active'),
  'reserve.release.created': plain<Stripe.Reserve.Release>('reserve.release', 'rsvrls', {
    amount: 5000,
    currency: 'eur',
  }),
  'sigma.scheduled_query_run.created': plain<Stripe.Sigma.ScheduledQueryRun>('scheduled_query_run', 'sqr', {
    status: 'completed',
    title: 'Revenue by country',
  }),
  'terminal.reader.action_failed': reader('failed'),
  'terminal.reader.action_succeeded': reader('succeeded'),
  'terminal.reader.action_updated': reader('in_progress'),
  'test_helpers.test_clock.advancing': testClock('advancing'),
  'test_helpers.test_clock.created': testClock('ready'),
  'test_helpers.test_clock.deleted': testClock('ready'),
  'test_helpers.test_clock.internal_failure': testClock('internal_failure'),
  'test_helpers.test_clock.ready': testClock('ready'),
  'topup.canceled': topup('canceled'),
  'topup.created': topup('pending'),
  'topup.failed': topup('failed'),
  'topup.reversed': topup('reversed'),
  'topup.succeeded': topup('succeeded'),
  'transfer.created': transfer(false),
  'transfer.reversed': transfer(true),
  'transfer.updated': transfer(false),
} as const satisfies Partial<Record<EventType, Sample>>;
