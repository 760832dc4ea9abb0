import { idAt, isObject, type JsonObject, listAt, textAt } from '../../domain/json.ts';
import type { SubjectKind } from '../../domain/subject.ts';
import type { Touch } from '../family.ts';
import { catalogIds, linesOf } from '../naming/price.ts';
import { objectName } from '../object-name.ts';

// Where each object names those that it is one sale with, in every API version: payment_intent.charges became
// latest_charge, charge.invoice and invoice.charge|payment_intent became invoice.payments and invoice_payment (basil).
const links: Readonly<Record<string, { kind: SubjectKind; paths: readonly string[]; lists: readonly string[] }>> = {
  payment_intent: {
    kind: 'payment',
    paths: ['latest_charge', 'invoice', 'last_payment_error.charge'],
    lists: ['charges'],
  },
  charge: { kind: 'payment', paths: ['payment_intent', 'invoice'], lists: ['refunds'] },
  refund: { kind: 'payment', paths: ['charge', 'payment_intent'], lists: [] },
  invoice: { kind: 'invoice', paths: ['charge', 'payment_intent'], lists: ['payments'] },
  invoice_payment: {
    kind: 'invoice',
    paths: ['invoice', 'payment.payment_intent', 'payment.charge'],
    lists: [],
  },
  'checkout.session': { kind: 'checkout', paths: ['payment_intent', 'invoice'], lists: [] },
  credit_note: { kind: 'invoice', paths: ['invoice', 'refund'], lists: [] },
};

/** The sale that the object belongs to, with every id that means it; null where the object is no part of a sale. */
export function saleTouch(object: JsonObject): Touch | null {
  const name = objectName(object);
  const link = name !== null && Object.hasOwn(links, name) ? links[name] : undefined;
  const id = textAt(object, 'id');
  if (link === undefined || id === null) return null;
  const keys = new Set([id]);
  const add = (key: string | null): void => {
    if (key !== null) keys.add(key);
  };
  for (const path of link.paths) add(idAt(object, path));
  for (const list of link.lists) for (const entry of listAt(object, list)) addEntry(entry, add);
  for (const refund of name === 'credit_note' ? listAt(object, 'refunds') : []) add(idAt(refund, 'refund'));
  return { kind: link.kind, keys: [...keys], objectId: id };
}

/** A listed charge, refund or invoice payment, by id or as an object; an invoice payment names its payment too. */
function addEntry(entry: unknown, add: (key: string | null) => void): void {
  if (typeof entry === 'string') add(entry);
  if (!isObject(entry)) return;
  add(textAt(entry, 'id'));
  add(idAt(entry, 'payment.payment_intent'));
  add(idAt(entry, 'payment.charge'));
}

/** The subscription that an invoice, its lines or a session belong to; only ever a reference, never a key. */
export function subscriptionIdOf(object: JsonObject): string | null {
  const own = idAt(object, 'parent.subscription_details.subscription') ?? idAt(object, 'subscription');
  if (own !== null) return own;
  for (const line of listAt(object, 'lines')) {
    const found =
      idAt(line, 'parent.subscription_item_details.subscription') ??
      idAt(line, 'parent.invoice_item_details.subscription') ??
      idAt(line, 'subscription');
    if (found !== null) return found;
  }
  return null;
}

/** Ids to read beside the sale for names: customer, subscription, products and prices (at most twenty). */
export function saleReferences(object: JsonObject): string[] {
  const lines = linesOf(object);
  const { products, prices } = catalogIds(lines, {});
  const ids = [idAt(object, 'customer'), subscriptionIdOf(object), ...products, ...prices];
  return [...new Set(ids.filter((id) => id !== null))].slice(0, 20);
}
