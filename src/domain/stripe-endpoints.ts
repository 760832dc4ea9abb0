import type { Reason } from './event.ts';
import type { Secret } from './secret.ts';

/** A webhook endpoint as Stripe has it. */
export interface StripeEndpoint {
  readonly id: string;
  readonly url: string;
  readonly enabled: boolean;
  /** Event types, or `*`. */
  readonly types: readonly string[];
  readonly apiVersion: string | null;
}

export type EndpointsAnswer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  /** The key is not accepted, may not do it, or what was asked is wrong. */
  | { readonly kind: 'refused'; readonly reason: Reason }
  | { readonly kind: 'unavailable'; readonly reason: Reason };

/** Webhook endpoints of one account; implemented in clients/stripe. Expected failures are outcomes, never thrown. */
export interface StripeEndpoints {
  list(): Promise<EndpointsAnswer<readonly StripeEndpoint[]>>;
  /** Its signing secret is told by Stripe this one time. */
  create(request: {
    readonly url: string;
    readonly types: readonly string[];
    readonly description: string;
  }): Promise<EndpointsAnswer<{ readonly endpoint: StripeEndpoint; readonly secret: Secret }>>;
  /** Enables it, and has it send these types and no others. */
  update(request: { readonly id: string; readonly types: readonly string[] }): Promise<EndpointsAnswer<StripeEndpoint>>;
}
