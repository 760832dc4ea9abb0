import type Stripe from 'stripe';
import { newId, type Scope } from '../scope.ts';

/** The link between an invoice and what pays it, since API version 2025-03-31 (basil). */
export function buildInvoicePayment(
  scope: Scope,
  invoice: Stripe.Invoice,
  paymentIntent: string,
  given: Partial<Stripe.InvoicePayment> = {},
): Stripe.InvoicePayment {
  return {
    id: newId(scope, 'inpay'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: scope.now(),
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: scope.livemode,
    payment: { payment_intent: paymentIntent, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
    ...given,
  };
}
