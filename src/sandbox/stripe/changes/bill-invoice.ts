import type Stripe from 'stripe';
import type { Decline } from '../builders/decline.ts';
import { buildInvoice, type InvoiceFacts } from '../builders/invoice.ts';
import { buildInvoicePayment } from '../builders/invoice-payment.ts';
import { buildPaymentIntent } from '../builders/payment-intent.ts';
import { day } from '../calendar.ts';
import type { World } from '../world.ts';
import { collectPayment, declinePayment, idOf, type PaymentMade } from './collect-payment.ts';

/** invoice.created, as a draft. */
export function draftInvoice(world: World, facts: InvoiceFacts, given: Partial<Stripe.Invoice> = {}): Stripe.Invoice {
  const invoice = world.put(buildInvoice(world, facts, given));
  world.putLines(
    invoice.id,
    facts.lines.map((line) => ({ ...line, invoice: invoice.id })),
  );
  world.emit('invoice.created', invoice);
  return invoice;
}

/** An invoice that can be paid, and the intent and the link that will pay it; both null where nothing is due. */
export interface OpenInvoice {
  readonly invoice: Stripe.Invoice;
  readonly intent: Stripe.PaymentIntent | null;
  readonly link: Stripe.InvoicePayment | null;
}

/** invoice.finalized and payment_intent.created; an invoice over nothing is paid at once, without any payment. */
export function finalizeInvoice(world: World, draft: Stripe.Invoice): OpenInvoice {
  const { random } = world;
  const now = world.now();
  const mail = draft.collection_method === 'send_invoice';
  const { object: invoice } = world.change(draft, {
    status: 'open',
    effective_at: now,
    automatically_finalizes_at: null,
    hosted_invoice_url: `https://invoice.stripe.com/i/${world.account}/${world.livemode ? 'live' : 'test'}_${random.text(40)}`,
    invoice_pdf: `https://pay.stripe.com/invoice/${world.account}/${random.text(40)}/pdf`,
    next_payment_attempt: mail || draft.amount_due === 0 ? null : now,
    due_date: mail ? now + 30 * day : null,
    status_transitions: { ...draft.status_transitions, finalized_at: now },
    webhooks_delivered_at: now,
  });
  world.emit('invoice.finalized', invoice);
  if (invoice.amount_due === 0) return { invoice: settleInvoice(world, invoice, null), intent: null, link: null };
  const intent = world.put(
    buildPaymentIntent(world, {
      amount: invoice.amount_due,
      currency: invoice.currency,
      customer: idOf(invoice.customer),
      description: invoice.billing_reason === 'subscription_create' ? 'Subscription creation' : describe(invoice),
      receiptEmail: invoice.customer_email,
    }),
  );
  const link = world.put(buildInvoicePayment(world, invoice, intent.id));
  world.emit('payment_intent.created', intent);
  return { invoice, intent, link };
}

/** invoice.finalization_failed: the tax cannot be worked out, and the draft stays one. */
export function failFinalization(world: World, draft: Stripe.Invoice): Stripe.Invoice {
  const { object } = world.change(draft, {
    automatic_tax: { ...draft.automatic_tax, enabled: true, status: 'requires_location_inputs' },
    last_finalization_error: {
      type: 'invalid_request_error',
      code: 'customer_tax_location_invalid',
      message:
        "The customer's location isn't recognized. Set a valid customer address in order to automatically calculate tax.",
    },
  });
  world.emit('invoice.finalization_failed', object);
  return object;
}

function describe(invoice: Stripe.Invoice): string {
  return invoice.parent?.subscription_details === null || invoice.parent === null
    ? `Payment for Invoice ${invoice.number ?? invoice.id}`
    : 'Subscription update';
}

export interface PaidInvoice extends PaymentMade {
  readonly invoice: Stripe.Invoice;
}

/** The card is charged: charge.succeeded, payment_intent.succeeded, then all the ways in which an invoice says "paid". */
export function payInvoice(
  world: World,
  open: {
    readonly invoice: Stripe.Invoice;
    readonly intent: Stripe.PaymentIntent;
    readonly link: Stripe.InvoicePayment;
  },
  method: Stripe.PaymentMethod,
): PaidInvoice {
  const made = collectPayment(world, open.intent, method);
  return { ...made, invoice: settleInvoice(world, open.invoice, open.link) };
}

/** invoice.updated, invoice.paid, invoice.payment_succeeded, invoice_payment.paid. `link` null: paid elsewhere or nothing due. */
export function settleInvoice(
  world: World,
  open: Stripe.Invoice,
  link: Stripe.InvoicePayment | null,
  given: Partial<Stripe.Invoice> = {},
): Stripe.Invoice {
  const now = world.now();
  const { object: invoice, previous } = world.change(open, {
    status: 'paid',
    amount_paid: open.amount_due,
    amount_remaining: 0,
    attempted: true,
    attempt_count: open.attempt_count + (link === null ? 0 : 1),
    auto_advance: false,
    next_payment_attempt: null,
    status_transitions: { ...open.status_transitions, paid_at: now },
    ...given,
  });
  world.emit('invoice.updated', invoice, previous);
  world.emit('invoice.paid', invoice);
  world.emit('invoice.payment_succeeded', invoice);
  if (link !== null) {
    const { object } = world.change(link, {
      status: 'paid',
      amount_paid: open.amount_due,
      status_transitions: { canceled_at: null, paid_at: now },
    });
    world.emit('invoice_payment.paid', object);
  }
  return invoice;
}

/** The card is refused: charge.failed, payment_intent.payment_failed, invoice.updated, invoice.payment_failed. */
export function failInvoice(
  world: World,
  open: { readonly invoice: Stripe.Invoice; readonly intent: Stripe.PaymentIntent },
  method: Stripe.PaymentMethod,
  decline: Decline,
  /** Unix seconds of the next attempt; null where Stripe gives up. */
  next: number | null,
): PaidInvoice {
  const made = declinePayment(world, open.intent, method, decline);
  const { object: invoice, previous } = world.change(open.invoice, {
    attempted: true,
    attempt_count: open.invoice.attempt_count + 1,
    next_payment_attempt: next,
  });
  world.emit('invoice.updated', invoice, previous);
  world.emit('invoice.payment_failed', invoice);
  return { ...made, invoice };
}

/** Given up: `void` as if it never was, `uncollectible` as a bad debt. invoice.updated and the event of that name. */
export function writeOffInvoice(world: World, open: Stripe.Invoice, how: 'void' | 'uncollectible'): Stripe.Invoice {
  const now = world.now();
  const { object: invoice, previous } = world.change(open, {
    status: how,
    next_payment_attempt: null,
    auto_advance: false,
    status_transitions: {
      ...open.status_transitions,
      ...(how === 'void' ? { voided_at: now } : { marked_uncollectible_at: now }),
    },
  });
  world.emit('invoice.updated', invoice, previous);
  world.emit(how === 'void' ? 'invoice.voided' : 'invoice.marked_uncollectible', invoice);
  return invoice;
}
