import type { Clock } from '../../domain/clock.ts';
import { isObject, type JsonObject, listAt } from '../../domain/json.ts';
import type { Secret } from '../../domain/secret.ts';
import type { ComparedKind, Listed, ListQuery, StripeLister } from '../../domain/stripe-lister.ts';
import type { Fetched } from '../../domain/stripe-reader.ts';
import { classifyReadError } from './classify-error.ts';
import { createStripe } from './reader.ts';

export interface StripeListerOptions {
  readonly apiKey: Secret;
  /** Another address than api.stripe.com, for tests and proxies; null for Stripe itself. */
  readonly apiUrl: string | null;
  readonly clock: Clock;
  /** Longest time one call may take, in milliseconds; 10,000 unless told. */
  readonly timeoutMs?: number;
  /** Calls a second at most: Stripe allows 25 in test mode and 100 live, and the cards' own reads go first. */
  readonly callsPerSecond: number;
  readonly onCall?: (call: { readonly outcome: Listed['kind'] | Fetched['kind'] }) => void;
}

/** Most that a page of Stripe's can hold (docs.stripe.com/api/pagination). */
const pageSize = 100;

const paths: Readonly<Record<ComparedKind, string>> = {
  charge: '/v1/charges',
  refund: '/v1/refunds',
  dispute: '/v1/disputes',
  payout: '/v1/payouts',
};

/** Lists through Stripe's own client, one call at a time. */
export function createStripeLister(options: StripeListerOptions): StripeLister {
  const stripe = createStripe(options.apiKey, options.apiUrl, options.timeoutMs ?? 10_000);
  const turn = pacer(options.clock, 1000 / options.callsPerSecond);
  const version: unknown = stripe.getApiField('version');

  async function get(path: string, params: Record<string, string>, connectAccount: string | null): Promise<Fetched> {
    await turn();
    const query = new URLSearchParams(params).toString();
    try {
      const as = connectAccount === null ? {} : { stripeAccount: connectAccount };
      const answer: unknown = await stripe.rawRequest('GET', query === '' ? path : `${path}?${query}`, undefined, as);
      return isObject(answer) ? { kind: 'object', object: JSON.parse(JSON.stringify(answer)) } : { kind: 'missing' };
    } catch (error) {
      return classifyReadError(error);
    }
  }

  async function list(path: string, params: Record<string, string>, connectAccount: string | null): Promise<Listed> {
    const listed = pageOf(await get(path, params, connectAccount));
    options.onCall?.({ outcome: listed.kind });
    return listed;
  }

  return {
    apiVersion: typeof version === 'string' ? version : null,
    events: ({ undelivered, ...query }) =>
      list(
        '/v1/events',
        { ...windowOf(query), ...(undelivered ? { delivery_success: 'false' } : {}) },
        query.connectAccount,
      ),
    objects: (kind, query) => list(paths[kind], windowOf(query), query.connectAccount),
    balanceTransactions: ({ withSource, ...query }) =>
      list(
        '/v1/balance_transactions',
        { ...windowOf(query), ...(withSource ? { 'expand[]': 'data.source' } : {}) },
        query.connectAccount,
      ),
    endpoints: () => list('/v1/webhook_endpoints', { limit: String(pageSize) }, null),
    async account() {
      const fetched = await get('/v1/account', {}, null);
      options.onCall?.({ outcome: fetched.kind });
      return fetched;
    },
  };
}

function windowOf(query: ListQuery): Record<string, string> {
  return {
    limit: String(pageSize),
    'created[gte]': String(query.from),
    'created[lte]': String(query.to),
    ...(query.after === null ? {} : { starting_after: query.after }),
  };
}

function pageOf(fetched: Fetched): Listed {
  if (fetched.kind === 'refused' || fetched.kind === 'unavailable') return fetched;
  if (fetched.kind === 'missing') {
    return {
      kind: 'refused',
      reason: { code: 'stripe_list_missing', text: 'Stripe does not know what was asked for' },
    };
  }
  const objects = listAt(fetched.object, 'data').filter((one): one is JsonObject => isObject(one));
  return { kind: 'page', objects, more: fetched.object['has_more'] === true };
}

/** Lets one call start every `gapMs`; the others wait in their order. */
function pacer(clock: Clock, gapMs: number): () => Promise<void> {
  let next = -Infinity;
  return async () => {
    const now = clock.monotonic();
    const at = Math.max(now, next);
    next = at + gapMs;
    if (at > now) await new Promise<void>((resume) => void clock.after(at - now, resume));
  };
}
