import type Stripe from 'stripe';
import { textAt } from '../../../domain/json.ts';
import { type DeclineName, declines } from '../builders/decline.ts';
import { failInvoice, finalizeInvoice, payInvoice, settleInvoice, writeOffInvoice } from '../changes/bill-invoice.ts';
import { bookCharge, idOf } from '../changes/collect-payment.ts';
import { changeSubscription } from '../changes/subscription.ts';
import { ApiError, missing, refuse } from './api-error.ts';
import { pageOf, pageParams } from './pages.ts';
import { booleanParam, mergedMetadata } from './params.ts';
import { required } from './read-routes.ts';
import type { Call, Route } from './route.ts';

export const invoiceRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/invoices/:id/lines',
    permission: 'invoice_read',
    allowed: pageParams,
    handle: (call) => {
      const invoice = required(call, 'invoice');
      return pageOf(call.world.linesOf(invoice.id), call.params, `/v1/invoices/${invoice.id}/lines`, 'line_item');
    },
  },
  {
    method: 'POST',
    path: '/v1/invoices/:id',
    permission: 'invoice_write',
    allowed: ['metadata', 'description', 'auto_advance', 'footer'],
    handle: updateInvoice,
  },
  {
    method: 'POST',
    path: '/v1/invoices/:id/pay',
    permission: 'invoice_write',
    allowed: ['payment_method', 'paid_out_of_band', 'forgive', 'off_session', 'source', 'mandate'],
    handle: payNow,
  },
  {
    method: 'POST',
    path: '/v1/invoices/:id/finalize',
    permission: 'invoice_write',
    allowed: ['auto_advance'],
    handle: finalizeNow,
  },
  { method: 'POST', path: '/v1/invoices/:id/send', permission: 'invoice_write', allowed: [], handle: sendNow },
  {
    method: 'POST',
    path: '/v1/invoices/:id/mark_uncollectible',
    permission: 'invoice_write',
    allowed: [],
    handle: (call) => writeOffInvoice(call.world, onlyOpen(required(call, 'invoice')), 'uncollectible'),
  },
  {
    method: 'POST',
    path: '/v1/invoices/:id/void',
    permission: 'invoice_write',
    allowed: [],
    handle: (call) => writeOffInvoice(call.world, onlyOpen(required(call, 'invoice'), 'uncollectible'), 'void'),
  },
];

function updateInvoice(call: Call): Stripe.Invoice {
  const invoice = required(call, 'invoice');
  const description = textAt(call.params, 'description');
  const { object, previous } = call.world.change(invoice, {
    metadata: mergedMetadata(invoice.metadata, call.params['metadata']),
    ...(description === null ? {} : { description }),
  });
  call.world.emit('invoice.updated', object, previous);
  return object;
}

function onlyOpen(invoice: Stripe.Invoice, also?: string): Stripe.Invoice {
  if (invoice.status === 'open' || invoice.status === also) return invoice;
  throw refuse(`You can only pass in open invoices. This invoice isn't open.`, { code: 'invoice_not_editable' });
}

function payNow(call: Call): Stripe.Invoice {
  const { world } = call;
  const invoice = required(call, 'invoice');
  if (invoice.status === 'paid') throw refuse('Invoice is already paid');
  if (invoice.status === 'void') throw refuse('This invoice is void and can no longer be paid');
  const open = invoice.status === 'draft' ? finalizeInvoice(world, invoice) : openPartsOf(call, invoice);
  if (booleanParam(call.params, 'paid_out_of_band') === true) {
    return settleInvoice(world, open.invoice, null, { amount_paid_off_stripe: open.invoice.amount_due });
  }
  if (open.intent === null || open.link === null) return open.invoice;
  const method = methodFor(call, invoice);
  const decline = call.declined();
  if (decline !== null) throw declineInvoice(call, { invoice: open.invoice, intent: open.intent }, method, decline);
  const paid = payInvoice(world, { invoice: open.invoice, intent: open.intent, link: open.link }, method);
  bookCharge(world, paid.charge);
  const subscription = world.find('subscription', idOf(invoice.parent?.subscription_details?.subscription) ?? '');
  if (subscription !== null && (subscription.status === 'past_due' || subscription.status === 'unpaid')) {
    changeSubscription(world, subscription, { status: 'active' });
  }
  return paid.invoice;
}

function declineInvoice(
  call: Call,
  open: { readonly invoice: Stripe.Invoice; readonly intent: Stripe.PaymentIntent },
  method: Stripe.PaymentMethod,
  name: DeclineName,
): ApiError {
  const decline = declines[name];
  const failed = failInvoice(call.world, open, method, decline, open.invoice.next_payment_attempt);
  return new ApiError(402, {
    type: 'card_error',
    code: decline.code,
    decline_code: decline.declineCode,
    message: decline.message,
    charge: failed.charge.id,
  });
}

/** The intent and the link that belong to an invoice that was finalized before. */
function openPartsOf({ world }: Call, invoice: Stripe.Invoice) {
  const link =
    world.list('invoice_payment').find((one) => idOf(one.invoice) === invoice.id && one.status === 'open') ?? null;
  return { invoice, link, intent: world.find('payment_intent', idOf(link?.payment.payment_intent) ?? '') };
}

/** What the request names, else what the subscription or the customer pays with. */
function methodFor(call: Call, invoice: Stripe.Invoice): Stripe.PaymentMethod {
  const { world } = call;
  const wanted = textAt(call.params, 'payment_method');
  if (wanted !== null && world.find('payment_method', wanted) === null) {
    throw missing('PaymentMethod', wanted, 'payment_method');
  }
  const customer = idOf(invoice.customer) ?? '';
  const subscription = world.find('subscription', idOf(invoice.parent?.subscription_details?.subscription) ?? '');
  const candidates = [
    wanted,
    idOf(subscription?.default_payment_method),
    idOf(world.find('customer', customer)?.invoice_settings.default_payment_method),
    world.list('payment_method').find((one) => idOf(one.customer) === customer)?.id,
  ];
  for (const id of candidates) {
    const method = world.find('payment_method', id ?? '');
    if (method !== null) return method;
  }
  throw refuse(
    'There is no `default_payment_method` set on this Customer or Invoice. Please set either prior to payment.',
    { code: 'missing' },
  );
}

function finalizeNow(call: Call): Stripe.Invoice {
  const invoice = required(call, 'invoice');
  if (invoice.status !== 'draft') {
    throw refuse("This invoice is already finalized, you can't re-finalize a non-draft invoice.");
  }
  const advance = booleanParam(call.params, 'auto_advance');
  const { object } = call.world.change(invoice, {
    last_finalization_error: null,
    ...(advance === null ? {} : { auto_advance: advance }),
  });
  return finalizeInvoice(call.world, object).invoice;
}

function sendNow(call: Call): Stripe.Invoice {
  const invoice = required(call, 'invoice');
  if (invoice.collection_method !== 'send_invoice') {
    throw refuse("You can only manually send an invoice if its collection method is 'send_invoice'.");
  }
  const open =
    invoice.status === 'draft' ? finalizeInvoice(call.world, invoice).invoice : onlyOpen(invoice, 'uncollectible');
  call.world.emit('invoice.sent', open);
  return open;
}
