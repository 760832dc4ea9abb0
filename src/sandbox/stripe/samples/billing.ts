import type Stripe from 'stripe';
import { buildCoupon, buildDiscount } from '../builders/coupon.ts';
import { buildCustomer } from '../builders/customer.ts';
import type { EventType } from '../builders/event.ts';
import { buildPrice, planOf } from '../builders/price.ts';
import { buildProduct } from '../builders/product.ts';
import { buildSubscription } from '../builders/subscription.ts';
import { everyLifecycle } from '../lifecycles/every-lifecycle.ts';
import { anyPerson } from '../people.ts';
import { newId, newShortId, type Scope } from '../scope.ts';
import { built, plain, type Sample, told } from './sample.ts';

const price = (scope: Scope, given: Partial<Stripe.Price> = {}) =>
  buildPrice(scope, { product: 'prod_Pro', amount: 4900, currency: 'eur', interval: 'month' }, given);
const subscription = (scope: Scope, given: Partial<Stripe.Subscription> = {}) =>
  buildSubscription(scope, { customer: newShortId(scope, 'cus'), price: price(scope) }, given);

/** An invoice of a told story, as it stood when it was finalized or first refused, with some fields changed. */
const invoice =
  (story: string, after: EventType, given: Partial<Stripe.Invoice>): Sample =>
  (scope) => {
    const events =
      everyLifecycle[story]?.({ seed: scope.random.digits(9), at: scope.now(), livemode: scope.livemode }).events ?? [];
    const found = events.findLast((event) => event.type === after);
    return { object: { ...found?.data.object, ...given }, previous: null };
  };

const customerDiscount = (ended: boolean) =>
  built((scope) => {
    const facts = {
      coupon: scope.random.text(8),
      customer: newShortId(scope, 'cus'),
      subscription: newId(scope, 'sub'),
    };
    return buildDiscount(scope, facts, { end: ended ? scope.now() : null });
  });

const quote = (status: Stripe.Quote['status']) =>
  plain<Stripe.Quote>('quote', 'qt', (scope) => ({
    amount_subtotal: 118_800,
    amount_total: 118_800,
    currency: 'eur',
    customer: newShortId(scope, 'cus'),
    expires_at: scope.now() + 30 * 86_400,
    number: 'QT-0001-1',
    status,
  }));

const schedule = (status: Stripe.SubscriptionSchedule['status']) =>
  plain<Stripe.SubscriptionSchedule>('subscription_schedule', 'sub_sched', (scope) => ({
    customer: newShortId(scope, 'cus'),
    end_behavior: 'release',
    phases: [],
    status,
    subscription: newId(scope, 'sub'),
  }));

const creditNote = (status: Stripe.CreditNote['status']) =>
  plain<Stripe.CreditNote>('credit_note', 'cn', (scope) => ({
    amount: 1500,
    currency: 'eur',
    customer: newShortId(scope, 'cus'),
    invoice: newId(scope, 'in'),
    number: 'TILL-0001-CN-01',
    reason: 'order_change',
    status,
    total: 1500,
    type: 'post_payment',
  }));

const taxId = (given: Partial<Stripe.TaxId> = {}) =>
  plain<Stripe.TaxId>('tax_id', 'txi', (scope) => ({
    country: 'DE',
    customer: newShortId(scope, 'cus'),
    type: 'eu_vat',
    value: 'DE123456789',
    verification: { status: 'verified', verified_address: null, verified_name: 'Example GmbH' },
    ...given,
  }));

const cardSource = plain<Stripe.Card>('card', 'card', (scope) => ({
  brand: 'Visa',
  customer: newShortId(scope, 'cus'),
  exp_month: 12,
  exp_year: 2026,
  last4: '4242',
}));

const taxRate = plain<Stripe.TaxRate>('tax_rate', 'txr', {
  active: true,
  country: 'DE',
  display_name: 'VAT',
  inclusive: true,
  percentage: 19,
});
const meter = (status: Stripe.Billing.Meter['status']) =>
  plain<Stripe.Billing.Meter>('billing.meter', 'mtr', { display_name: 'API calls', event_name: 'api_calls', status });
const grant = plain<Stripe.Billing.CreditGrant>('billing.credit_grant', 'credgr', (scope) => ({
  amount: { type: 'monetary', monetary: { currency: 'eur', value: 10_000 }, custom_pricing_unit: null },
  category: 'promotional',
  customer: newShortId(scope, 'cus'),
  name: 'Welcome credit',
}));

export const billingSamples = {
  'billing.alert.triggered': plain<Stripe.Billing.AlertTriggered>('billing.alert_triggered', null, (scope) => ({
    customer: newShortId(scope, 'cus'),
    value: 1000,
  })),
  'billing.credit_balance_transaction.created': plain<Stripe.Billing.CreditBalanceTransaction>(
    'billing.credit_balance_transaction',
    'cbtxn',
    (scope) => ({ credit_grant: newId(scope, 'credgr'), type: 'debit' }),
  ),
  'billing.credit_grant.created': grant,
  'billing.credit_grant.updated': grant,
  'billing.meter.created': meter('active'),
  'billing.meter.deactivated': meter('inactive'),
  'billing.meter.reactivated': meter('active'),
  'billing.meter.updated': meter('active'),
  'coupon.created': built((scope) => buildCoupon(scope, 20)),
  'coupon.deleted': built((scope) => buildCoupon(scope, 20, { valid: false })),
  'coupon.updated': built((scope) => buildCoupon(scope, 20), { name: 'Spring' }),
  'credit_note.created': creditNote('issued'),
  'credit_note.updated': creditNote('issued'),
  'credit_note.voided': creditNote('void'),
  'customer.created': told('card sale in eur'),
  'customer.deleted': built((scope) => buildCustomer(scope, anyPerson(scope.random))),
  'customer.updated': told('dunning, unpaid'),
  'customer.discount.created': customerDiscount(false),
  'customer.discount.deleted': customerDiscount(true),
  'customer.discount.updated': customerDiscount(false),
  'customer.source.created': cardSource,
  'customer.source.deleted': cardSource,
  'customer.source.expiring': cardSource,
  'customer.source.updated': cardSource,
  'customer.subscription.created': told('subscription sale'),
  'customer.subscription.deleted': told('canceled at period end'),
  'customer.subscription.paused': told('subscription paused'),
  'customer.subscription.pending_update_applied': built((scope) => subscription(scope)),
  'customer.subscription.pending_update_expired': built((scope) => subscription(scope)),
  'customer.subscription.resumed': told('subscription paused'),
  'customer.subscription.trial_will_end': told('trial, converted'),
  'customer.subscription.updated': told('canceled at period end', 'last'),
  'customer.tax_id.created': taxId(),
  'customer.tax_id.deleted': taxId(),
  'customer.tax_id.updated': taxId(),
  'customer_cash_balance_transaction.created': plain<Stripe.CustomerCashBalanceTransaction>(
    'customer_cash_balance_transaction',
    'ccsbtxn',
    (scope) => ({
      currency: 'eur',
      customer: newShortId(scope, 'cus'),
      ending_balance: 25_000,
      net_amount: 25_000,
      type: 'funded',
    }),
  ),
  'cash_balance.funds_available': plain<Stripe.CashBalance>('cash_balance', null, (scope) => ({
    available: { eur: 25_000 },
    customer: newShortId(scope, 'cus'),
  })),
  'entitlements.active_entitlement_summary.updated': plain<Stripe.Entitlements.ActiveEntitlementSummary>(
    'entitlements.active_entitlement_summary',
    null,
    (scope) => ({ customer: newShortId(scope, 'cus') }),
  ),
  'invoice.created': told('renewal', 'last'),
  'invoice.deleted': invoice('renewal', 'invoice.created', { status: 'draft' }),
  'invoice.finalization_failed': invoice('renewal', 'invoice.created', {
    last_finalization_error: {
      code: 'customer_tax_location_invalid',
      message: "The customer's location is not recognized.",
      type: 'invalid_request_error',
    },
  }),
  'invoice.finalized': told('renewal', 'last'),
  'invoice.marked_uncollectible': told('mailed invoice uncollectible'),
  'invoice.overdue': told('mailed invoice overdue, then paid'),
  'invoice.overpaid': invoice('mailed invoice paid', 'invoice.paid', { amount_overpaid: 1200 }),
  'invoice.paid': told('renewal', 'last'),
  'invoice.payment_action_required': invoice('dunning, past due', 'invoice.payment_failed', {}),
  'invoice.payment_attempt_required': invoice('renewal', 'invoice.finalized', {}),
  'invoice.payment_failed': told('dunning, past due'),
  'invoice.payment_succeeded': told('renewal', 'last'),
  'invoice.sent': told('mailed invoice paid'),
  // A preview of what will be billed: it has no id.
  'invoice.upcoming': (scope, type) => {
    const { object } = invoice('renewal', 'invoice.created', {})(scope, type);
    const { id: _, ...preview }: Record<string, unknown> = { ...object, billing_reason: 'upcoming', number: null };
    return { object: preview, previous: null };
  },
  'invoice.updated': told('dunning, past due'),
  'invoice.voided': told('mailed invoice void'),
  'invoice.will_be_due': told('mailed invoice overdue, then paid'),
  'invoice_payment.paid': told('renewal', 'last'),
  'invoiceitem.created': plain<Stripe.InvoiceItem>('invoiceitem', 'ii', (scope) => ({
    amount: 2500,
    currency: 'eur',
    customer: newShortId(scope, 'cus'),
    description: 'Setup fee',
  })),
  'invoiceitem.deleted': plain<Stripe.InvoiceItem>('invoiceitem', 'ii', (scope) => ({
    amount: 2500,
    currency: 'eur',
    customer: newShortId(scope, 'cus'),
    description: 'Setup fee',
  })),
  'plan.created': built((scope) => planOf(price(scope))),
  'plan.deleted': built((scope) => planOf(price(scope))),
  'plan.updated': built((scope) => planOf(price(scope)), { nickname: 'Old name' }),
  'price.created': built((scope) => price(scope)),
  'price.deleted': built((scope) => price(scope, { active: false })),
  'price.updated': built((scope) => price(scope, { active: false }), { active: true }),
  'product.created': built((scope) => buildProduct(scope, 'Pro')),
  'product.deleted': built((scope) => buildProduct(scope, 'Pro', { active: false })),
  'product.updated': built((scope) => buildProduct(scope, 'Pro Plus'), { name: 'Pro' }),
  'promotion_code.created': plain<Stripe.PromotionCode>('promotion_code', 'promo', { active: true, code: 'SPRING20' }),
  'promotion_code.updated': plain<Stripe.PromotionCode>(
    'promotion_code',
    'promo',
    { active: false, code: 'SPRING20' },
    { active: true },
  ),
  'quote.accepted': quote('accepted'),
  'quote.canceled': quote('canceled'),
  'quote.created': quote('draft'),
  'quote.finalized': quote('open'),
  'subscription_schedule.aborted': schedule('canceled'),
  'subscription_schedule.canceled': schedule('canceled'),
  'subscription_schedule.completed': schedule('completed'),
  'subscription_schedule.created': schedule('not_started'),
  'subscription_schedule.expiring': schedule('active'),
  'subscription_schedule.released': schedule('released'),
  'subscription_schedule.updated': schedule('active'),
  'tax.settings.updated': plain<Stripe.Tax.Settings>('tax.settings', null, { status: 'active' }),
  'tax_rate.created': taxRate,
  'tax_rate.updated': taxRate,
  'billing_portal.configuration.created': plain<Stripe.BillingPortal.Configuration>(
    'billing_portal.configuration',
    'bpc',
    { active: true },
  ),
  'billing_portal.configuration.updated': plain<Stripe.BillingPortal.Configuration>(
    'billing_portal.configuration',
    'bpc',
    { active: true },
  ),
  'billing_portal.session.created': plain<Stripe.BillingPortal.Session>('billing_portal.session', 'bps', (scope) => ({
    customer: newShortId(scope, 'cus'),
    return_url: 'https://shop.example.com/account',
  })),
} as const satisfies Partial<Record<EventType, Sample>>;
