import type { StripeEvent } from '../domain/event.ts';
import { idAt, type JsonObject, textAt } from '../domain/json.ts';
import { writtenForInvoice } from './expects-join.ts';
import type { Touch } from './family.ts';
import { saleTouch } from './sale/keys.ts';

/**
 * The payment intent whose invoice must be asked for: Stripe's own words say that the event's payment is for an invoice,
 * and since basil nothing in the event says for which. Null where the event names its invoice, or is about something else.
 */
export function paymentToLink(event: StripeEvent): string | null {
  const { object } = event;
  if (object === null || !writtenForInvoice(object) || idAt(object, 'invoice') !== null) return null;
  const name = textAt(object, 'object');
  if (name === 'payment_intent') return textAt(object, 'id');
  return name === 'charge' ? idAt(object, 'payment_intent') : null;
}

/** The touch of an event whose payment Stripe says pays this invoice: both become one subject at once. */
export function linkedTouch(about: Touch, invoicePayment: JsonObject): Touch {
  const linked = saleTouch(invoicePayment);
  return linked === null ? about : { ...about, keys: [...new Set([...about.keys, ...linked.keys])] };
}
