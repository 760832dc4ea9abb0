import type Stripe from 'stripe';
import { Secret } from '../../domain/secret.ts';
import type { EndpointsAnswer, StripeEndpoint, StripeEndpoints } from '../../domain/stripe-endpoints.ts';
import { classifyReadError } from './classify-error.ts';
import { createStripe } from './reader.ts';

/** A person waits for the answer. */
const timeoutMs = 10_000;
const most = 100;

export function createStripeEndpoints(options: {
  readonly apiKey: Secret;
  /** Null for Stripe itself. */
  readonly apiUrl: string | null;
}): StripeEndpoints {
  const { webhookEndpoints } = createStripe(options.apiKey, options.apiUrl, timeoutMs);
  return {
    list: () => asked(async () => (await webhookEndpoints.list({ limit: most })).data.map(endpointOf)),
    create: ({ url, types, description }) =>
      asked(async () => {
        const made = await webhookEndpoints.create({ url, enabled_events: typesOf(types), description });
        return { endpoint: endpointOf(made), secret: new Secret(made.secret ?? '') };
      }),
    update: ({ id, types }) =>
      asked(async () =>
        endpointOf(await webhookEndpoints.update(id, { enabled_events: typesOf(types), disabled: false })),
      ),
  };
}

/** Types come from the configuration and may be newer than the library. */
function typesOf(types: readonly string[]): Stripe.WebhookEndpointCreateParams.EnabledEvent[] {
  return [...types] as Stripe.WebhookEndpointCreateParams.EnabledEvent[];
}

function endpointOf({
  id,
  url,
  status,
  enabled_events: types,
  api_version: version,
}: Stripe.WebhookEndpoint): StripeEndpoint {
  return { id, url, enabled: status !== 'disabled', types, apiVersion: version };
}

async function asked<T>(ask: () => Promise<T>): Promise<EndpointsAnswer<T>> {
  try {
    return { kind: 'ok', value: await ask() };
  } catch (error) {
    const failed = classifyReadError(error);
    if (failed.kind === 'missing') {
      return { kind: 'refused', reason: { code: 'resource_missing', text: 'Stripe has no such endpoint' } };
    }
    return { kind: failed.kind === 'refused' ? 'refused' : 'unavailable', reason: failed.reason };
  }
}
