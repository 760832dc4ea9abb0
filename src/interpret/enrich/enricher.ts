import type { Clock } from '../../domain/clock.ts';
import type { Reason } from '../../domain/event.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Fetched, StripeReader } from '../../domain/stripe-reader.ts';
import type { Store } from '../../store/store.ts';

export interface EnricherDeps {
  readonly store: Pick<Store, 'getCached' | 'putCached'>;
  readonly clock: Clock;
  /** Null where the account has no API key: then only what the cache holds is known. */
  readonly readerOf: (account: string) => StripeReader | null;
  /** Told once per account and reason until it changes: the missing permission (F42). */
  readonly onRefused: (refused: { readonly account: string; readonly reason: Reason }) => void;
}

export interface EnrichQuery {
  readonly account: string;
  readonly connectAccount: string | null;
  readonly ids: readonly string[];
  /** Longest time to wait for Stripe; what is not there by then is left out. 0 asks the cache alone. */
  readonly waitMs: number;
  /** Called when objects that were not there in time have arrived and are cached: the card can be completed. */
  readonly onCompleted?: () => void;
}

export interface Enricher {
  known(query: EnrichQuery): Promise<Record<string, JsonObject>>;
  /** Keeps an object that an event showed (`product.updated`), so that nobody has to ask for it. */
  learn(account: string, object: JsonObject): Promise<void>;
}

const hour = 3_600_000;
// Names of products and plans seldom change, and their events refresh them; customers change more often.
const keepMs: readonly (readonly [prefix: string, ms: number])[] = [
  ['prod_', 24 * hour],
  ['price_', 24 * hour],
  ['plan_', 24 * hour],
  ['cus_', hour],
  ['sub_', hour / 4],
];
const keepMissingMs = hour / 6;
const refusedForMs = hour / 6;
// A quarter of what Stripe allows a sandbox (25/s), so that the company's own programs keep theirs.
const callsASecond = 6;
const burst = 20;
const againAfterMs = [1_000, 5_000, 20_000, 60_000];
// In a burst of new customers names are the first thing to do without.
const mostInFlight = 500;

/**
 * Objects beside the event, from the store's cache or from Stripe, with one call in flight per object, a budget far under
 * Stripe's limits and a deadline: an alert is never late for a name.
 */
export function createEnricher(deps: EnricherDeps): Enricher {
  const inFlight = new Map<string, Promise<JsonObject | null>>();
  const refusedUntil = new Map<string, number>();
  const told = new Set<string>();
  let tokens = burst;
  let refilledAt = deps.clock.monotonic();

  function takeToken(): boolean {
    const now = deps.clock.monotonic();
    tokens = Math.min(burst, tokens + ((now - refilledAt) / 1000) * callsASecond);
    refilledAt = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  }

  async function cached(account: string, id: string): Promise<JsonObject | null | undefined> {
    const text = await deps.store.getCached({ account, id, now: deps.clock.now() });
    return text === null ? undefined : (JSON.parse(text) as JsonObject | null);
  }

  function fetchOnce(account: string, id: string, connectAccount: string | null): Promise<JsonObject | null> {
    const key = `${account} ${connectAccount ?? ''} ${id}`;
    const running = inFlight.get(key);
    if (running !== undefined) return running;
    const fetching = fetchAndKeep(account, id, connectAccount).finally(() => inFlight.delete(key));
    inFlight.set(key, fetching);
    return fetching;
  }

  /** F41 F48: what Stripe does not give now is asked for again a few times; by then the card stands and is completed. */
  async function fetchAndKeep(account: string, id: string, connectAccount: string | null): Promise<JsonObject | null> {
    for (const waitMs of [0, ...againAfterMs]) {
      if (waitMs > 0) await new Promise<void>((resolve) => deps.clock.after(waitMs, resolve));
      const fetched = await ask(account, id, connectAccount);
      if (fetched !== 'later') return fetched === null ? null : keep(account, id, fetched);
      if (inFlight.size > mostInFlight) return null;
    }
    return null;
  }

  async function ask(
    account: string,
    id: string,
    connectAccount: string | null,
  ): Promise<Extract<Fetched, { kind: 'object' | 'missing' }> | 'later' | null> {
    const reader = deps.readerOf(account);
    const kind = `${account} ${id.split('_')[0] ?? ''}`;
    if (reader === null || (refusedUntil.get(kind) ?? 0) > deps.clock.now()) return null;
    if (!takeToken()) return 'later';
    const fetched = await reader.retrieve(id, connectAccount);
    if (fetched.kind === 'unavailable') return 'later';
    if (fetched.kind !== 'refused') return fetched;
    // One wrong key or missing permission is named once, whatever kinds of objects it bars.
    const what = `${account} ${fetched.reason.code} ${fetched.reason.text}`;
    if (!told.has(what)) deps.onRefused({ account, reason: fetched.reason });
    told.add(what);
    refusedUntil.set(kind, deps.clock.now() + refusedForMs);
    return null;
  }

  async function keep(account: string, id: string, fetched: Fetched): Promise<JsonObject | null> {
    if (fetched.kind === 'object') {
      await put(account, id, fetched.object);
      return fetched.object;
    }
    if (fetched.kind === 'missing') {
      await deps.store.putCached({ account, id, json: 'null', expiresAt: deps.clock.now() + keepMissingMs });
    }
    return null;
  }

  function put(account: string, id: string, object: JsonObject): Promise<void> {
    const ms = keepMs.find(([prefix]) => id.startsWith(prefix))?.[1] ?? hour / 4;
    return deps.store.putCached({ account, id, json: JSON.stringify(object), expiresAt: deps.clock.now() + ms });
  }

  return {
    async learn(account, object) {
      const id = object['id'];
      if (typeof id === 'string' && keepMs.some(([prefix]) => id.startsWith(prefix))) await put(account, id, object);
    },
    async known(query) {
      const known: Record<string, JsonObject> = {};
      const missing: string[] = [];
      for (const id of query.ids) {
        const object = await cached(query.account, id);
        if (object === undefined) missing.push(id);
        else if (object !== null) known[id] = object;
      }
      if (missing.length === 0 || query.waitMs === 0 || deps.readerOf(query.account) === null) return known;
      let inTime = true;
      const fetches = missing.map(async (id) => {
        const object = await fetchOnce(query.account, id, query.connectAccount).catch(() => null);
        if (object !== null && inTime) known[id] = object;
        return object !== null;
      });
      const all = Promise.all(fetches);
      await new Promise<void>((resolve) => {
        const callOff = deps.clock.after(query.waitMs, resolve);
        void all.then(() => {
          callOff();
          resolve();
        });
      });
      inTime = false;
      const lateArrivals = missing.some((id) => known[id] === undefined);
      if (lateArrivals && query.onCompleted !== undefined) {
        void all.then((arrived) => {
          if (arrived.some((one, index) => one && known[missing[index] ?? ''] === undefined)) query.onCompleted?.();
        });
      }
      return { ...known };
    },
  };
}
