import type Stripe from 'stripe';
import { hour } from '../calendar.ts';
import type { Person } from '../people.ts';
import { newId, type Scope } from '../scope.ts';
import { embeddedList } from '../wire.ts';
import { addressOf } from './customer.ts';

/** Stripe embeds at most ten lines; the rest is behind `has_more`. */
const embeddedLines = 10;

export interface InvoiceFacts {
  readonly customer: Stripe.Customer;
  readonly person?: Person;
  readonly currency: string;
  /** Null for an invoice that no subscription made. */
  readonly subscription: string | null;
  readonly reason: Stripe.Invoice.BillingReason;
  readonly lines: readonly Stripe.InvoiceLineItem[];
  /** The period that has ended, in Unix seconds. */
  readonly periodStart: number;
  readonly periodEnd: number;
  readonly collection?: 'charge_automatically' | 'send_invoice';
  readonly number: number;
}

/** A draft. Its total is the sum of its lines. */
export function buildInvoice(scope: Scope, facts: InvoiceFacts, given: Partial<Stripe.Invoice> = {}): Stripe.Invoice {
  const id = given.id ?? newId(scope, 'in');
  const total = facts.lines.reduce((sum, line) => sum + line.amount, 0);
  const collection = facts.collection ?? 'charge_automatically';
  const automatic = collection === 'charge_automatically';
  return {
    id,
    object: 'invoice',
    account_country: 'DE',
    account_name: 'Example GmbH',
    account_tax_ids: null,
    amount_due: Math.max(0, total),
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: Math.max(0, total),
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: automatic,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: automatic ? scope.now() + hour : null,
    billing_reason: facts.reason,
    collection_method: collection,
    created: scope.now(),
    currency: facts.currency,
    custom_fields: null,
    customer: facts.customer.id,
    customer_account: null,
    customer_address: facts.person === undefined ? (facts.customer.address ?? null) : addressOf(facts.person),
    customer_email: facts.customer.email,
    customer_name: facts.customer.name ?? null,
    customer_phone: null,
    customer_shipping: null,
    customer_tax_exempt: 'none',
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    due_date: null,
    effective_at: null,
    ending_balance: null,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: embeddedList(
      facts.lines.slice(0, embeddedLines).map((line) => ({ ...line, invoice: id })),
      `/v1/invoices/${id}/lines`,
      facts.lines.length > embeddedLines,
    ),
    livemode: scope.livemode,
    metadata: {},
    next_payment_attempt: automatic ? scope.now() + hour : null,
    number: `${facts.customer.invoice_prefix ?? 'TILL'}-${String(facts.number).padStart(4, '0')}`,
    on_behalf_of: null,
    parent:
      facts.subscription === null
        ? null
        : {
            quote_details: null,
            subscription_details: { metadata: {}, subscription: facts.subscription },
            type: 'subscription_details',
          },
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: facts.periodEnd,
    period_start: facts.periodStart,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: 0,
    statement_descriptor: null,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: total,
    subtotal_excluding_tax: total,
    test_clock: null,
    total,
    total_discount_amounts: [],
    total_excluding_tax: total,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: null,
    ...given,
  };
}
