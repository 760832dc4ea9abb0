import type { Alert } from '../domain/alert.ts';
import { idAt, type JsonObject, textAt } from '../domain/json.ts';
import { type Money, money } from '../domain/money.ts';
import type { SubjectState } from '../domain/subject.ts';
import { newestSnapshots } from './advance.ts';
import { objectName } from './object-name.ts';

// What Stripe itself writes on the payment of an invoice. Since basil nothing else in the event says so.
const ofAnInvoice = /^(Subscription (creation|update|cycle)|Payment for Invoice|Invoice )/i;

/**
 * True where another event, already on its way, will tell the same news on its own subject's card: a payment whose invoice
 * is not joined to it yet, or a subscription that starts with a payment. Its card waits for the settle time, so that a sale
 * is one message from the start and not two that are merged a second later.
 */
export function expectsJoin(alert: Alert, state: SubjectState): boolean {
  if (alert.code === 'subscription.created') return true;
  if (alert.subjectKind !== 'payment' || alert.severity === 'critical') return false;
  const objects = [...newestSnapshots(state)].map(([id, snapshot]) => ({
    name: objectName(snapshot.object, id),
    object: snapshot.object,
  }));
  if (objects.some(({ name }) => name === 'invoice' || name === 'invoice_payment')) return false;
  return objects.some(({ object }) => writtenForInvoice(object));
}

/** True where Stripe itself described the payment as one of an invoice. */
export function writtenForInvoice(object: JsonObject): boolean {
  return ofAnInvoice.test(textAt(object, 'description') ?? '');
}

/**
 * Customer and amount by which to look for the invoice of a payment that no event has joined to it; null where the subject
 * is none such. The card of that invoice then tells the payment, and the payment posts no card of its own.
 */
export function invoiceOfPayment(state: SubjectState): { readonly customer: string; readonly amount: Money } | null {
  let sought: { customer: string; amount: Money } | null = null;
  for (const [id, { object }] of newestSnapshots(state)) {
    const name = objectName(object, id);
    if (name === 'invoice' || name === 'invoice_payment') return null;
    const customer = idAt(object, 'customer');
    const amount = money(object['amount'], object['currency']);
    if (writtenForInvoice(object) && customer !== null && amount !== null) sought = { customer, amount };
  }
  return sought;
}

/**
 * The invoice whose payment tells a subscription's start, where nothing but the start has happened to it; else null. A
 * channel that shows that sale needs no second card for the same news; the subscription's first own news opens it.
 */
export function invoiceOfStart(state: SubjectState): string | null {
  const story = Object.keys(state.story);
  if (story.length === 0 || story.some((key) => !/^subscription\.(started|incomplete):/.test(key))) return null;
  for (const [id, snapshot] of newestSnapshots(state)) {
    if (objectName(snapshot.object, id) !== 'subscription' || textAt(snapshot.object, 'status') !== 'active') continue;
    return textAt(snapshot.object, 'latest_invoice') ?? textAt(snapshot.object, 'latest_invoice.id');
  }
  return null;
}
