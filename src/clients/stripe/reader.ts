import Stripe from 'stripe';
import { isObject, textAt } from '../../domain/json.ts';
import type { Secret } from '../../domain/secret.ts';
import type { Fetched, StripeReader } from '../../domain/stripe-reader.ts';
import { classifyReadError } from './classify-error.ts';

export interface StripeReaderOptions {
  readonly apiKey: Secret;
  /** Another address than api.stripe.com, for tests and proxies; null for Stripe itself. */
  readonly apiUrl: string | null;
  /** Longest time one call may take, in milliseconds; 3,000 unless told. */
  readonly timeoutMs?: number;
  readonly onCall?: (call: { readonly outcome: Fetched['kind'] }) => void;
}

/** Where an object of this id prefix is read. Longer prefixes stand before those that they begin with. */
const paths: readonly (readonly [prefix: string, path: string])[] = [
  ['prod_', '/v1/products/'],
  ['price_', '/v1/prices/'],
  ['plan_', '/v1/plans/'],
  ['cus_', '/v1/customers/'],
  ['sub_', '/v1/subscriptions/'],
  ['in_', '/v1/invoices/'],
  ['ch_', '/v1/charges/'],
  ['py_', '/v1/charges/'],
  ['pi_', '/v1/payment_intents/'],
  ['re_', '/v1/refunds/'],
  ['pyr_', '/v1/refunds/'],
  ['dp_', '/v1/disputes/'],
  ['du_', '/v1/disputes/'],
  ['po_', '/v1/payouts/'],
  ['cs_', '/v1/checkout/sessions/'],
  ['txn_', '/v1/balance_transactions/'],
  ['issfr_', '/v1/radar/early_fraud_warnings/'],
  ['prv_', '/v1/reviews/'],
];

export function createStripeReader(options: StripeReaderOptions): StripeReader {
  const stripe = createStripe(options.apiKey, options.apiUrl, options.timeoutMs ?? 3_000);

  async function get(path: string, params: Record<string, string>, connectAccount: string | null): Promise<Fetched> {
    const fetched = await request(path, params, connectAccount);
    options.onCall?.({ outcome: fetched.kind });
    return fetched;
  }

  async function request(
    path: string,
    params: Record<string, string>,
    connectAccount: string | null,
  ): Promise<Fetched> {
    try {
      const query = new URLSearchParams(params).toString();
      const answer: unknown = await stripe.rawRequest(
        'GET',
        query === '' ? path : `${path}?${query}`,
        undefined,
        optionsFor(connectAccount),
      );
      return isObject(answer) ? { kind: 'object', object: JSON.parse(JSON.stringify(answer)) } : { kind: 'missing' };
    } catch (error) {
      return classifyReadError(error);
    }
  }

  return {
    retrieve(id, connectAccount) {
      const found = /^[A-Za-z0-9_]{1,255}$/.test(id) ? paths.find(([prefix]) => id.startsWith(prefix)) : undefined;
      return found === undefined ? Promise.resolve({ kind: 'missing' }) : get(`${found[1]}${id}`, {}, connectAccount);
    },
    retrievePath(path, connectAccount) {
      // The path comes out of an event: only Stripe's own API below this client's host may be asked, nothing else (F76).
      if (!/^\/v[12](\/[A-Za-z0-9_.-]+)+$/.test(path) || path.includes('..'))
        return Promise.resolve({ kind: 'missing' });
      return get(path, {}, connectAccount);
    },
    async invoiceOfPayment(paymentIntent, connectAccount) {
      const listed = await get(
        '/v1/invoice_payments',
        { 'payment[type]': 'payment_intent', 'payment[payment_intent]': paymentIntent, limit: '1' },
        connectAccount,
      );
      if (listed.kind !== 'object') return listed;
      const invoicePayment = Array.isArray(listed.object['data']) ? listed.object['data'][0] : undefined;
      return textAt(invoicePayment, 'id') === null || !isObject(invoicePayment)
        ? { kind: 'missing' }
        : { kind: 'object', object: invoicePayment };
    },
  };
}

function optionsFor(connectAccount: string | null): Stripe.RawRequestOptions {
  return connectAccount === null ? {} : { stripeAccount: connectAccount };
}

/** Stripe's own client, with nothing sent beside the calls themselves and no retries of its own: the stages decide those. */
export function createStripe(apiKey: Secret, apiUrl: string | null, timeoutMs: number): Stripe {
  const url = apiUrl === null ? null : new URL(apiUrl);
  return new Stripe(apiKey.reveal(), {
    telemetry: false,
    maxNetworkRetries: 0,
    timeout: timeoutMs,
    ...(url === null
      ? {}
      : {
          host: url.hostname,
          port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
          protocol: url.protocol === 'https:' ? 'https' : 'http',
        }),
  });
}
