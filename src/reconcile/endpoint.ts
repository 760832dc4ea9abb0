import { type JsonObject, listAt, textAt } from '../domain/json.ts';

/** What is known of the endpoints in Stripe that lead to this account's door. */
export type Subscribed =
  /** The key may not list endpoints, or none leads here (a tunnel, a proxy): every type counts as expected. */
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'known';
      readonly types: ReadonlySet<string>;
      /** Of connected accounts; an endpoint hears either its own account or the connected ones. */
      readonly endpoints: readonly { readonly id: string; readonly enabled: boolean }[];
    };

/** Reads the list of endpoints; only those whose path is one of `doors` count. A disabled one still says what it was for. */
export function subscribed(endpoints: readonly JsonObject[], doors: readonly string[]): Subscribed {
  const ours = endpoints.filter((endpoint) => doors.some((door) => leadsTo(textAt(endpoint, 'url'), door)));
  if (ours.length === 0) return { kind: 'unknown' };
  return {
    kind: 'known',
    types: new Set(ours.flatMap((one) => listAt(one, 'enabled_events').filter((type) => typeof type === 'string'))),
    endpoints: ours.map((one) => ({ id: textAt(one, 'id') ?? '', enabled: one['status'] !== 'disabled' })),
  };
}

/** Also below a prefix that a proxy takes away: `https://shop.example/tillbell/webhooks/stripe`. */
function leadsTo(url: string | null, door: string): boolean {
  if (url === null || !URL.canParse(url)) return false;
  return new URL(url).pathname.replace(/\/+$/, '').endsWith(door);
}

/** True where events of this type should have come by webhook. */
export function expects(subscription: Subscribed, type: string): boolean {
  return subscription.kind === 'unknown' || subscription.types.has('*') || subscription.types.has(type);
}
