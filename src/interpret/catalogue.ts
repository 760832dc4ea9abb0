import type Stripe from 'stripe';
import { accountFamily } from './families/account.ts';
import { balanceFamily } from './families/balance.ts';
import { catalogFamily } from './families/catalog.ts';
import { chargeFamily, refundFamily } from './families/charge.ts';
import { checkoutFamily } from './families/checkout.ts';
import { customerFamily } from './families/customer.ts';
import { disputeFamily } from './families/dispute.ts';
import { fraudWarningFamily } from './families/fraud-warning.ts';
import { genericFamily } from './families/generic.ts';
import { incidentFamily } from './families/incident.ts';
import { creditNoteFamily, invoiceFamily, invoiceItemFamily, invoicePaymentFamily } from './families/invoice.ts';
import { baseType } from './families/meaning.ts';
import { paymentIntentFamily } from './families/payment-intent.ts';
import { payoutFamily } from './families/payout.ts';
import { reviewFamily } from './families/review.ts';
import { subscriptionFamily } from './families/subscription.ts';
import type { Family } from './family.ts';

/** `charge.dispute` of `charge.dispute.created`: the object's part of a type, without what happened to it. */
type GroupOf<Type extends string> = Type extends `${infer First}.${infer Rest}`
  ? Rest extends `${string}.${string}`
    ? `${First}.${GroupOf<Rest>}`
    : First
  : never;

/**
 * The family of every group of event types that the SDK knows. The type checker proves it complete: a group that a new
 * version of the SDK brings is an error here until somebody decides what it means.
 */
const families: Readonly<Record<GroupOf<Stripe.Event['type']>, Family>> = {
  account: accountFamily,
  'account.application': accountFamily,
  'account.external_account': accountFamily,
  application_fee: genericFamily,
  'application_fee.refund': genericFamily,
  'apps.install': genericFamily,
  balance: balanceFamily,
  balance_settings: genericFamily,
  'billing.alert': genericFamily,
  'billing.credit_balance_transaction': genericFamily,
  'billing.credit_grant': genericFamily,
  'billing.meter': genericFamily,
  'billing_portal.configuration': genericFamily,
  'billing_portal.session': genericFamily,
  capability: accountFamily,
  cash_balance: customerFamily,
  charge: chargeFamily,
  'charge.dispute': disputeFamily,
  'charge.refund': refundFamily,
  'checkout.session': checkoutFamily,
  'climate.order': genericFamily,
  'climate.product': genericFamily,
  coupon: catalogFamily,
  credit_note: creditNoteFamily,
  customer: customerFamily,
  'customer.discount': customerFamily,
  'customer.source': customerFamily,
  'customer.subscription': subscriptionFamily,
  'customer.tax_id': customerFamily,
  customer_cash_balance_transaction: customerFamily,
  'entitlements.active_entitlement_summary': genericFamily,
  file: genericFamily,
  'financial_connections.account': genericFamily,
  'financial_connections.authorization': genericFamily,
  'identity.verification_session': genericFamily,
  invoice: invoiceFamily,
  invoice_payment: invoicePaymentFamily,
  invoiceitem: invoiceItemFamily,
  issuing_authorization: genericFamily,
  issuing_card: genericFamily,
  issuing_cardholder: genericFamily,
  issuing_dispute: genericFamily,
  issuing_personalization_design: genericFamily,
  issuing_token: genericFamily,
  issuing_transaction: genericFamily,
  mandate: genericFamily,
  payment_intent: paymentIntentFamily,
  payment_link: catalogFamily,
  payment_method: customerFamily,
  payout: payoutFamily,
  person: accountFamily,
  plan: catalogFamily,
  price: catalogFamily,
  product: catalogFamily,
  promotion_code: catalogFamily,
  quote: genericFamily,
  'radar.early_fraud_warning': fraudWarningFamily,
  refund: refundFamily,
  'reporting.report_run': genericFamily,
  'reporting.report_type': genericFamily,
  'reserve.hold': genericFamily,
  'reserve.plan': genericFamily,
  'reserve.release': genericFamily,
  review: reviewFamily,
  setup_intent: genericFamily,
  'sigma.scheduled_query_run': genericFamily,
  source: genericFamily,
  'source.transaction': genericFamily,
  subscription_schedule: subscriptionFamily,
  'tax.settings': genericFamily,
  tax_rate: catalogFamily,
  'terminal.reader': genericFamily,
  'test_helpers.test_clock': genericFamily,
  'three_d_secure.authentication': genericFamily,
  topup: genericFamily,
  transfer: genericFamily,
  'treasury.credit_reversal': genericFamily,
  'treasury.debit_reversal': genericFamily,
  'treasury.financial_account': genericFamily,
  'treasury.inbound_transfer': genericFamily,
  'treasury.outbound_payment': genericFamily,
  'treasury.outbound_transfer': genericFamily,
  'treasury.received_credit': genericFamily,
  'treasury.received_debit': genericFamily,
};

/**
 * The family of a type, with or without the `v1.` of thin notifications. A type that did not exist when this was written
 * belongs to the nearest group it is named after, else to the generic family (F18).
 */
export function familyOf(type: string): Family {
  if (type.startsWith('tillbell.incident.')) return incidentFamily;
  for (let group = groupOf(baseType(type)); group !== ''; group = groupOf(group)) {
    if (Object.hasOwn(families, group)) return families[group as keyof typeof families];
  }
  return genericFamily;
}

function groupOf(type: string): string {
  return type.slice(0, Math.max(0, type.lastIndexOf('.')));
}
