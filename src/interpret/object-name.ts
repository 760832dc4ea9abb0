import { type JsonObject, textAt } from '../domain/json.ts';

// For objects that came without their `object` (fetched parts, mutilated events): Stripe's id prefixes are as telling.
const byPrefix: Readonly<Record<string, string>> = {
  pi: 'payment_intent',
  ch: 'charge',
  py: 'charge',
  re: 'refund',
  pyr: 'refund',
  in: 'invoice',
  inpay: 'invoice_payment',
  cs: 'checkout.session',
  cn: 'credit_note',
  ii: 'invoiceitem',
  sub: 'subscription',
  dp: 'dispute',
  du: 'dispute',
  issfr: 'radar.early_fraud_warning',
  prv: 'review',
  po: 'payout',
  cus: 'customer',
};

/** Stripe's name of the object's type (`payment_intent`), from itself or from its id; null where neither tells. */
export function objectName(object: JsonObject | null, id: string | null = null): string | null {
  const named = object === null ? null : textAt(object, 'object');
  if (named !== null) return named;
  const prefix = (id ?? (object === null ? null : textAt(object, 'id')))?.split('_')[0] ?? '';
  return Object.hasOwn(byPrefix, prefix) ? (byPrefix[prefix] ?? null) : null;
}
