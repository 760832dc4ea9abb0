import type Stripe from 'stripe';
import { newId, type Scope } from '../scope.ts';
import { apiVersion } from './event.ts';

/** Stripe names the secret only in the answer to the creation. */
export function buildWebhookEndpoint(
  scope: Scope,
  facts: { readonly url: string; readonly events: string[] },
  given: Partial<Stripe.WebhookEndpoint> = {},
): Stripe.WebhookEndpoint {
  return {
    id: newId(scope, 'we'),
    object: 'webhook_endpoint',
    api_version: apiVersion,
    application: null,
    created: scope.now(),
    description: null,
    enabled_events: facts.events,
    livemode: scope.livemode,
    metadata: {},
    status: 'enabled',
    url: facts.url,
    ...given,
  };
}
