import type Stripe from 'stripe';
import { buildAccount } from '../builders/account.ts';
import { buildWebhookEndpoint } from '../builders/webhook-endpoint.ts';
import { ApiError, refuse } from './api-error.ts';
import { booleanParam, mergedMetadata, requiredText, textListParam } from './params.ts';
import { required } from './read-routes.ts';
import type { Call, Route } from './route.ts';

/** An account can have so many (docs.stripe.com/webhooks). */
const mostEndpoints = 16;

export const accountRoutes: readonly Route[] = [
  { method: 'GET', path: '/v1/account', permission: 'accounts_kyc_basic_read', allowed: [], handle: accountOf },
  {
    method: 'GET',
    path: '/v1/accounts/:id',
    permission: 'accounts_kyc_basic_read',
    allowed: [],
    handle: (call) => {
      if (call.id !== call.world.account) {
        throw new ApiError(403, {
          type: 'invalid_request_error',
          code: 'account_invalid',
          message: `The provided key does not have access to account '${call.id}' (or that account does not exist).`,
        });
      }
      return accountOf(call);
    },
  },
  { method: 'GET', path: '/v1/balance', permission: 'balance_read', allowed: [], handle: balanceOf },
  {
    method: 'POST',
    path: '/v1/webhook_endpoints',
    permission: 'webhook_write',
    allowed: ['url', 'enabled_events', 'api_version', 'description', 'metadata', 'connect'],
    handle: createEndpoint,
  },
  {
    method: 'POST',
    path: '/v1/webhook_endpoints/:id',
    permission: 'webhook_write',
    allowed: ['url', 'enabled_events', 'description', 'metadata', 'disabled'],
    handle: updateEndpoint,
  },
  {
    method: 'DELETE',
    path: '/v1/webhook_endpoints/:id',
    permission: 'webhook_write',
    allowed: [],
    handle: (call) => {
      const { id } = required(call, 'webhook_endpoint');
      call.deliveries.shut(id);
      call.world.remove(id);
      return { id, object: 'webhook_endpoint', deleted: true };
    },
  },
];

function accountOf({ world }: Call): Stripe.Account {
  return world.find('account', world.account) ?? world.put(buildAccount(world, { default_currency: world.settlement }));
}

/** Net of all movements; what is not available yet is pending. */
function balanceOf({ world }: Call): Stripe.Balance {
  const sum = (available: boolean) =>
    world
      .list('balance_transaction')
      .filter((one) => one.available_on <= world.now() === available)
      .reduce((total, one) => total + one.net, 0);
  const part = (amount: number) => [{ amount, currency: world.settlement, source_types: { card: amount } }];
  return { object: 'balance', available: part(sum(true)), livemode: world.livemode, pending: part(sum(false)) };
}

function checkedUrl(url: string, livemode: boolean): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    throw refuse('Not a valid URL', { code: 'url_invalid', param: 'url' });
  }
  if (livemode && parsed.protocol !== 'https:') {
    throw refuse('Invalid URL: The URL must start with https:// in live mode.', { code: 'url_invalid', param: 'url' });
  }
  return url;
}

function createEndpoint(call: Call): object {
  const { world, params, deliveries } = call;
  const url = checkedUrl(requiredText(params, 'url'), world.livemode);
  const events = textListParam(params, 'enabled_events');
  if (events.length === 0) {
    throw refuse('Missing required param: enabled_events.', { code: 'parameter_missing', param: 'enabled_events' });
  }
  if (world.list('webhook_endpoint').length >= mostEndpoints) {
    throw refuse(
      `You have reached the maximum of ${mostEndpoints} ${world.livemode ? 'live' : 'test'} webhook endpoints.`,
    );
  }
  const endpoint = world.put(
    buildWebhookEndpoint(world, { url, events }, { metadata: mergedMetadata({}, params['metadata']) }),
  );
  const secret = deliveries.open(endpoint.id, { url, events, connect: booleanParam(params, 'connect') ?? false });
  return { ...endpoint, secret };
}

function updateEndpoint(call: Call): Stripe.WebhookEndpoint {
  const { world, params, deliveries } = call;
  const endpoint = required(call, 'webhook_endpoint');
  const events = textListParam(params, 'enabled_events');
  const disabled = booleanParam(params, 'disabled');
  const url = params['url'] === undefined ? endpoint.url : checkedUrl(requiredText(params, 'url'), world.livemode);
  const changed = world.change(endpoint, {
    url,
    enabled_events: events.length === 0 ? endpoint.enabled_events : events,
    status: disabled === null ? endpoint.status : disabled ? 'disabled' : 'enabled',
    metadata: mergedMetadata(endpoint.metadata, params['metadata']),
  }).object;
  deliveries.change(changed.id, { url, events: changed.enabled_events, enabled: changed.status === 'enabled' });
  return changed;
}
