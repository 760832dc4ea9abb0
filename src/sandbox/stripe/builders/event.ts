import type Stripe from 'stripe';
import { newId, newShortId, type Scope } from '../scope.ts';

export type EventType = Stripe.Event['type'];
/** The object that events of this type carry, by the SDK's own union. */
export type EventObject<T extends EventType> = Extract<Stripe.Event, { type: T }>['data']['object'];

/** The API version that the installed SDK's types describe. */
export const apiVersion = '2026-10-28.endive';

export interface EnvelopeFacts {
  /** Unix seconds. */
  readonly created: number;
  readonly previous?: object | null;
  /** `acct_…` on Connect events. */
  readonly connectAccount?: string | null;
  /** Whether an API request caused it; Stripe's own doings have no request id. */
  readonly request?: { readonly id: string | null; readonly idempotency_key: string | null } | null;
  readonly apiVersion?: string;
}

/** The envelope of a snapshot event. The object is not copied: it must not be changed afterwards. */
export function buildEvent<T extends EventType>(
  scope: Scope,
  type: T,
  object: EventObject<T>,
  facts: EnvelopeFacts,
): Stripe.Event {
  return envelope(scope, type, object, facts) as Stripe.Event;
}

/** The envelope alone, of any object: for types whose objects are not modelled here. */
export function envelope(scope: Scope, type: string, object: object, facts: EnvelopeFacts) {
  const { previous, connectAccount } = facts;
  return {
    id: newId(scope, 'evt'),
    object: 'event' as const,
    ...(connectAccount === null || connectAccount === undefined ? {} : { account: connectAccount }),
    api_version: facts.apiVersion ?? apiVersion,
    created: facts.created,
    data: { object, ...(previous === null || previous === undefined ? {} : { previous_attributes: previous }) },
    livemode: scope.livemode,
    pending_webhooks: 1,
    request: facts.request === undefined ? { id: null, idempotency_key: null } : facts.request,
    type,
  };
}

/** Ids as an API request of the integration leaves them on its events. */
export function buildRequest(scope: Scope): { id: string; idempotency_key: string } {
  const { random } = scope;
  const key = [8, 4, 4, 4, 12].map((length) => random.hex(length)).join('-');
  return { id: newShortId(scope, 'req'), idempotency_key: key };
}
