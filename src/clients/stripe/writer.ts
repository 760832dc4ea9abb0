import { isObject, type JsonObject, listAt, textAt } from '../../domain/json.ts';
import type { Secret } from '../../domain/secret.ts';
import type { StripeWriter, Written } from '../../domain/stripe-writer.ts';
import { classifyWriteError } from './classify-write-error.ts';
import { createStripe } from './reader.ts';

export interface StripeWriterOptions {
  readonly apiKey: Secret;
  /** Another address than api.stripe.com, for tests and proxies; null for Stripe itself. */
  readonly apiUrl: string | null;
  /** Longest time one write may take, in milliseconds; 20,000 unless told: a card network may take most of that. */
  readonly timeoutMs?: number;
  readonly onCall?: (call: { readonly outcome: Written['kind'] }) => void;
}

/**
 * Writes to Stripe with an idempotency key that the caller persisted before. It never tries again by itself: whoever keeps
 * the key decides that, so that a process that dies between two tries changes nothing about how often Stripe acts.
 */
export function createStripeWriter(options: StripeWriterOptions): StripeWriter {
  const stripe = createStripe(options.apiKey, options.apiUrl, options.timeoutMs ?? 20_000);

  async function request(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    params: JsonObject | undefined,
    more: { stripeAccount?: string; idempotencyKey?: string },
  ): Promise<Written> {
    try {
      const answer: unknown = await stripe.rawRequest(method, path, params, more);
      if (!isObject(answer)) throw new Error('no object');
      return { kind: 'done', object: JSON.parse(JSON.stringify(answer)) as JsonObject };
    } catch (error) {
      return classifyWriteError(error);
    }
  }

  async function list(path: string, query: Record<string, string>, connectAccount: string | null) {
    const written = await request(
      'GET',
      `${path}?${new URLSearchParams(query).toString()}`,
      undefined,
      within(connectAccount),
    );
    return written.kind === 'done' ? listAt(written.object, 'data').filter(isObject) : null;
  }

  return {
    async write({ method = 'POST', path, params, idempotencyKey, connectAccount }) {
      const key = method === 'POST' ? { idempotencyKey } : {};
      const given = method === 'POST' ? params : undefined;
      const written = await request(method, path, given, { ...within(connectAccount), ...key });
      options.onCall?.({ outcome: written.kind });
      return written;
    },
    refundsOf: (charge, connectAccount) => list('/v1/refunds', { charge, limit: '100' }, connectAccount),
    async customersByEmail(email) {
      const found = await list('/v1/customers', { email, limit: '10' }, null);
      return found?.flatMap((customer) => textAt(customer, 'id') ?? []) ?? null;
    },
  };
}

function within(connectAccount: string | null): { stripeAccount?: string } {
  return connectAccount === null ? {} : { stripeAccount: connectAccount };
}
