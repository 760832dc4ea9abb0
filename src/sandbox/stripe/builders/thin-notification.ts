import type Stripe from 'stripe';
import { newId, type Scope } from '../scope.ts';

/** A thin notification as it is posted: it names its object and carries none. */
export interface ThinNotification {
  readonly id: string;
  readonly object: 'v2.core.event';
  readonly context: string | null;
  /** ISO 8601 with milliseconds. */
  readonly created: string;
  readonly livemode: boolean;
  readonly reason: null | {
    readonly type: 'request';
    readonly request: { readonly id: string; readonly idempotency_key: string };
  };
  readonly related_object: { readonly id: string; readonly type: string; readonly url: string } | null;
  readonly snapshot_event?: string;
  readonly type: string;
}

/** Where the API serves an object of this kind; null for what it does not serve by id. */
const paths: Readonly<Record<string, string>> = {
  account: 'accounts',
  balance_transaction: 'balance_transactions',
  charge: 'charges',
  'checkout.session': 'checkout/sessions',
  coupon: 'coupons',
  customer: 'customers',
  dispute: 'disputes',
  invoice: 'invoices',
  invoice_payment: 'invoice_payments',
  payment_intent: 'payment_intents',
  payment_method: 'payment_methods',
  payout: 'payouts',
  price: 'prices',
  product: 'products',
  'radar.early_fraud_warning': 'radar/early_fraud_warnings',
  refund: 'refunds',
  review: 'reviews',
  subscription: 'subscriptions',
};

/** The `v1.…` notification that a thin destination gets where a webhook endpoint gets this snapshot (API ≥ 2026-08-26). */
export function buildThinNotification(scope: Scope, snapshot: Stripe.Event): ThinNotification {
  const object = snapshot.data.object;
  const path = paths[object.object];
  const id = 'id' in object && typeof object.id === 'string' ? object.id : null;
  return {
    id: newId(scope, snapshot.livemode ? 'evt' : 'evt_test'),
    object: 'v2.core.event',
    context: snapshot.account ?? null,
    created: new Date(snapshot.created * 1000 + scope.random.int(0, 999)).toISOString(),
    livemode: snapshot.livemode,
    reason: null,
    related_object: path === undefined || id === null ? null : { id, type: object.object, url: `/v1/${path}/${id}` },
    snapshot_event: snapshot.id,
    type: `v1.${snapshot.type}`,
  };
}
