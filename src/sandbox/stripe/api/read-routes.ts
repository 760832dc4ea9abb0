import { isObject, type JsonObject, textAt } from '../../../domain/json.ts';
import type { Kind, ObjectsByKind } from '../world.ts';
import { missing, refuse } from './api-error.ts';
import { pageOf, pageParams } from './pages.ts';
import { createdFilter } from './params.ts';
import type { Call, Route } from './route.ts';

interface Readable {
  readonly kind: Kind;
  readonly path: string;
  readonly permission: string;
  /** Fields that a list can be narrowed by. */
  readonly filters: readonly string[];
}

/**
 * What can be retrieved and listed, with the permission that a restricted key needs. Stripe documents the names only for
 * apps (docs.stripe.com/stripe-apps/reference/permissions); that of early fraud warnings is a guess by their neighbours.
 */
const readables: readonly Readable[] = [
  {
    kind: 'balance_transaction',
    path: '/v1/balance_transactions',
    permission: 'balance_transaction_source_read',
    filters: ['type', 'source', 'currency'],
  },
  { kind: 'charge', path: '/v1/charges', permission: 'charge_read', filters: ['customer', 'payment_intent'] },
  {
    kind: 'checkout.session',
    path: '/v1/checkout/sessions',
    permission: 'checkout_session_read',
    filters: ['customer', 'payment_intent', 'subscription', 'status'],
  },
  { kind: 'coupon', path: '/v1/coupons', permission: 'coupon_read', filters: [] },
  { kind: 'customer', path: '/v1/customers', permission: 'customer_read', filters: ['email'] },
  { kind: 'dispute', path: '/v1/disputes', permission: 'dispute_read', filters: ['charge', 'payment_intent'] },
  {
    kind: 'invoice',
    path: '/v1/invoices',
    permission: 'invoice_read',
    filters: ['customer', 'status', 'collection_method', 'subscription'],
  },
  {
    kind: 'invoice_payment',
    path: '/v1/invoice_payments',
    permission: 'invoice_read',
    filters: ['invoice', 'status', 'payment'],
  },
  { kind: 'payment_intent', path: '/v1/payment_intents', permission: 'payment_intent_read', filters: ['customer'] },
  {
    kind: 'payment_method',
    path: '/v1/payment_methods',
    permission: 'payment_method_read',
    filters: ['customer', 'type'],
  },
  { kind: 'payout', path: '/v1/payouts', permission: 'payout_read', filters: ['status', 'destination'] },
  { kind: 'price', path: '/v1/prices', permission: 'plan_read', filters: ['active', 'product', 'type', 'currency'] },
  { kind: 'product', path: '/v1/products', permission: 'product_read', filters: ['active'] },
  {
    kind: 'radar.early_fraud_warning',
    path: '/v1/radar/early_fraud_warnings',
    permission: 'radar_early_fraud_warning_read',
    filters: ['charge', 'payment_intent'],
  },
  { kind: 'refund', path: '/v1/refunds', permission: 'charge_read', filters: ['charge', 'payment_intent'] },
  { kind: 'review', path: '/v1/reviews', permission: 'review_read', filters: [] },
  {
    kind: 'subscription',
    path: '/v1/subscriptions',
    permission: 'subscription_read',
    filters: ['customer', 'status', 'collection_method', 'price'],
  },
  { kind: 'webhook_endpoint', path: '/v1/webhook_endpoints', permission: 'webhook_read', filters: [] },
];

export const readRoutes: readonly Route[] = readables.flatMap((readable) => [
  {
    method: 'GET',
    path: readable.path,
    permission: readable.permission,
    allowed: [...pageParams, 'created', ...readable.filters],
    handle: (call) => listObjects(call, readable),
  },
  {
    method: 'GET',
    path: `${readable.path}/:id`,
    permission: readable.permission,
    allowed: [],
    handle: (call) => required(call, readable.kind),
  },
]);

/** The object that the path names; 404 where it does not exist. */
export function required<K extends Kind>(call: Call, kind: K): ObjectsByKind[K] {
  const found = call.world.find(kind, call.id);
  if (found === null) throw missing(kind, call.id);
  return found;
}

function listObjects(call: Call, readable: Readable): object {
  const { params, world } = call;
  const inTime = createdFilter(params);
  const all = world
    .list(readable.kind)
    .filter((object) => inTime('created' in object ? (object.created ?? 0) : 0) && matches(object, params, readable));
  return pageOf(all, params, readable.path, readable.kind);
}

function matches(object: object, params: JsonObject, readable: Readable): boolean {
  const fields: Record<string, unknown> = { ...object };
  return readable.filters.every((name) => {
    if (readable.kind === 'invoice_payment' && name === 'payment') return paysBy(fields[name], params[name]);
    const wanted = textAt(params, name);
    if (readable.kind === 'subscription' && name === 'status') return subscriptionStatus(fields['status'], wanted);
    if (wanted === null) return true;
    if (readable.kind === 'subscription' && name === 'price')
      return JSON.stringify(fields['items']).includes(`"${wanted}"`);
    if (readable.kind === 'invoice' && name === 'subscription') {
      return JSON.stringify(fields['parent'] ?? null).includes(`"${wanted}"`);
    }
    return String(fields[name]) === wanted;
  });
}

/** `payment[type]` and, of that type, `payment[payment_intent]`. */
function paysBy(payment: unknown, wanted: unknown): boolean {
  if (wanted === undefined) return true;
  if (!isObject(wanted) || textAt(wanted, 'type') === null) {
    throw refuse('Missing required param: payment[type].', { param: 'payment[type]' });
  }
  return ['type', 'payment_intent', 'payment_record'].every((name) => {
    const one = textAt(wanted, name);
    return one === null || (isObject(payment) && textAt(payment, name) === one);
  });
}

/** Without a wish Stripe leaves out the canceled ones; `all` gives them too. */
function subscriptionStatus(status: unknown, wanted: string | null): boolean {
  if (wanted === 'all') return true;
  return wanted === null ? status !== 'canceled' : status === wanted;
}
