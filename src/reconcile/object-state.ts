import { idAt, type JsonObject, numberAt, textAt } from '../domain/json.ts';
import type { ComparedKind } from '../domain/stripe-lister.ts';

/** What of an object is news: if an event showed these, it showed the object as it is. */
const fields: Readonly<Record<ComparedKind, readonly string[]>> = {
  charge: ['status', 'captured', 'amount_captured', 'amount_refunded', 'refunded', 'disputed'],
  refund: ['status', 'amount'],
  dispute: ['status', 'amount'],
  payout: ['status', 'amount', 'arrival_date'],
};

/** Seconds before now from which objects of a kind are compared, by their `created`: for as long as they usually change. */
export const comparedFor: Readonly<Record<ComparedKind, number>> = {
  charge: 7 * 86_400,
  refund: 14 * 86_400,
  dispute: 90 * 86_400,
  payout: 14 * 86_400,
};

/** Keys by which the store finds what events showed of an object. */
export function keysOf(object: JsonObject): string[] {
  const id = textAt(object, 'id');
  return [id, idAt(object, 'charge'), idAt(object, 'payment_intent')].filter((key) => key !== null);
}

/**
 * The fields in which an object differs from each of the snapshots that events left of it, with their old values: null
 * where some snapshot shows it as it is. A field that an old API version does not have says nothing. Pure.
 */
export function differences(
  kind: ComparedKind,
  object: JsonObject,
  snapshots: readonly JsonObject[],
): Record<string, JsonObject[string]> | null {
  let found: Record<string, JsonObject[string]> | null = null;
  for (const snapshot of snapshots) {
    const differing = fields[kind].filter((field) => field in snapshot && snapshot[field] !== object[field]);
    if (differing.length === 0) return null;
    found = Object.fromEntries(differing.map((field) => [field, snapshot[field]]));
  }
  return found ?? {};
}

/** The type of event that tells best what an object shows and no event said. `before`: what events showed; empty: nothing. */
export function typeToTell(kind: ComparedKind, object: JsonObject, before: JsonObject): string {
  const status = textAt(object, 'status') ?? '';
  const known = Object.keys(before).length > 0;
  switch (kind) {
    case 'charge':
      if (!known || 'status' in before) return chargeOf(status);
      if (object['captured'] === false && object['refunded'] === true) return 'charge.expired';
      if ('amount_refunded' in before || 'refunded' in before) return 'charge.refunded';
      return 'captured' in before || 'amount_captured' in before ? 'charge.captured' : 'charge.updated';
    case 'refund':
      if (status === 'failed') return 'refund.failed';
      return known ? 'refund.updated' : 'refund.created';
    case 'dispute':
      if (['won', 'lost', 'warning_closed', 'prevented'].includes(status)) return 'charge.dispute.closed';
      return known ? 'charge.dispute.updated' : 'charge.dispute.created';
    case 'payout':
      if (['paid', 'failed', 'canceled'].includes(status) && (!known || 'status' in before)) return `payout.${status}`;
      return known ? 'payout.updated' : 'payout.created';
  }
}

function chargeOf(status: string): string {
  return status === 'failed' || status === 'pending' ? `charge.${status}` : 'charge.succeeded';
}

/** Short name of an object's state, part of the id of the event that tells it: the same state is told once. */
export function stateName(kind: ComparedKind, object: JsonObject): string {
  const parts = [textAt(object, 'status') ?? 'unknown'];
  if (kind === 'charge') {
    if (object['captured'] === false) parts.push('uncaptured');
    const refunded = numberAt(object, 'amount_refunded') ?? 0;
    if (refunded > 0) parts.push(`refunded_${refunded}`);
    if (object['disputed'] === true) parts.push('disputed');
  }
  if (kind === 'payout') parts.push(String(numberAt(object, 'arrival_date') ?? 0));
  return parts.join('_');
}

/**
 * A snapshot event that tells an object's state as Stripe would have. Its id follows from the object and its state. Its
 * time is the object's own where nothing was known of it, else the second in which it was seen so.
 */
export function eventTelling(told: {
  readonly kind: ComparedKind;
  readonly object: JsonObject;
  readonly before: JsonObject;
  /** Unix seconds. */
  readonly seenAt: number;
  readonly livemode: boolean;
  readonly apiVersion: string | null;
  readonly connectAccount: string | null;
}): JsonObject {
  const { kind, object, before } = told;
  const known = Object.keys(before).length > 0;
  return {
    id: `tillbell_reconcile_${textAt(object, 'id') ?? ''}_${stateName(kind, object)}`,
    object: 'event',
    ...(told.connectAccount === null ? {} : { account: told.connectAccount }),
    api_version: told.apiVersion,
    created: known ? told.seenAt : (numberAt(object, 'created') ?? told.seenAt),
    data: { object, ...(known ? { previous_attributes: before } : {}) },
    livemode: typeof object['livemode'] === 'boolean' ? object['livemode'] : told.livemode,
    pending_webhooks: 0,
    request: { id: null, idempotency_key: null },
    type: typeToTell(kind, object, before),
  };
}
