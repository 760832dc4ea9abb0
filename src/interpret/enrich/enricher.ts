import { type Clock, within } from '../../domain/clock.ts';
import type { Reason } from '../../domain/event.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { StripeReader } from '../../domain/stripe-reader.ts';
import type { Store } from '../../store/store.ts';

/** Calls to Stripe for names and links, by process. */
export interface EnrichBudget {
  readonly callsASecond: number;
  /** Calls that may go at once after a quiet time. */
  readonly burst: number;
}

export interface EnricherDeps {
  readonly store: Pick<Store, 'getCached' | 'putCached'>;
  readonly clock: Clock;
  /** Null where the account has no API key: then only what the cache holds is known. */
  readonly readerOf: (account: string) => StripeReader | null;
  /** Told once per account and reason until it changes: the missing permission (F42). */
  readonly onRefused: (refused: { readonly account: string; readonly reason: Reason }) => void;
  /** 6 a second, 20 at once, unless given. */
  readonly budget?: EnrichBudget;
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
  /** Takes one call from the budget; false where it is used up for now. */
  mayAsk(): boolean;
  /** Tells that Stripe refused something else to this key, once. */
  refused(account: string, reason: Reason): void;
  /** What `promise` brings within `ms`, else null. Where Stripe was late just now, it is hardly waited for. */
  inTime<T>(account: string, ms: number, promise: Promise<T>): Promise<T | null>;
}

interface Fetching {
  readonly first: Promise<JsonObject | 'later' | null>;
  /** As `first`, or what asking again brought. */
  readonly final: Promise<JsonObject | null>;
}

const hour = 3_600_000;
// Names of products and plans seldom change, and their events refresh them; customers change more often.
const keepMs: readonly (readonly [prefix: string, ms: number])[] = [
  ['prod_', 24 * hour],
  ['price_', 24 * hour],
  ['plan_', 24 * hour],
  // Never changes once it is there.
  ['txn_', 24 * hour],
  ['cus_', hour],
  ['sub_', hour / 4],
];
const keepMissingMs = hour / 6;
const refusedForMs = hour / 6;
// A quarter of what Stripe allows a sandbox (25/s), so that the company's own programs keep theirs.
const usualBudget: EnrichBudget = { callsASecond: 6, burst: 20 };
// Long enough that a slow Stripe costs one wait in a while, short enough that names are soon there in time again.
const slowMs = 15_000;
const againAfterMs = [1_000, 5_000, 20_000, 60_000];
// In a burst of new customers names are the first thing to do without.
const mostInFlight = 500;

/**
 * Objects beside the event, from the store's cache or from Stripe, with one call in flight per object, a budget far under
 * Stripe's limits and a deadline: an alert is never late for a name.
 */
export function createEnricher(deps: EnricherDeps): Enricher {
  const inFlight = new Map<string, Fetching>();
  const refusedUntil = new Map<string, number>();
  const told = new Set<string>();
  const slowUntil = new Map<string, number>();
  const { callsASecond, burst } = deps.budget ?? usualBudget;
  let tokens = burst;
  let refilledAt = deps.clock.monotonic();

  function mayAsk(): boolean {
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

  function fetchOnce(account: string, id: string, connectAccount: string | null): Fetching {
    const key = `${account} ${connectAccount ?? ''} ${id}`;
    const running = inFlight.get(key);
    if (running !== undefined) return running;
    const first = ask(account, id, connectAccount).catch(() => null);
    const final = first
      .then((found) => (found === 'later' ? askAgain(account, id, connectAccount) : found))
      .catch(() => null)
      .finally(() => inFlight.delete(key));
    const fetching = { first, final };
    inFlight.set(key, fetching);
    return fetching;
  }

  /** F41 F48: by then the card stands, and is completed. */
  async function askAgain(account: string, id: string, connectAccount: string | null): Promise<JsonObject | null> {
    for (const waitMs of againAfterMs) {
      if (inFlight.size > mostInFlight) return null;
      await new Promise<void>((resolve) => deps.clock.after(waitMs, resolve));
      const found = await ask(account, id, connectAccount);
      if (found !== 'later') return found;
    }
    return null;
  }

  /** `later`: Stripe, or our own budget, does not allow it now. */
  async function ask(account: string, id: string, connectAccount: string | null): Promise<JsonObject | 'later' | null> {
    const reader = deps.readerOf(account);
    const kind = `${account} ${id.split('_')[0] ?? ''}`;
    if (reader === null || (refusedUntil.get(kind) ?? 0) > deps.clock.now()) return null;
    if (!mayAsk()) return 'later';
    const fetched = await reader.retrieve(id, connectAccount);
    switch (fetched.kind) {
      case 'object':
        await put(account, id, fetched.object);
        return fetched.object;
      case 'missing':
        await deps.store.putCached({ account, id, json: 'null', expiresAt: deps.clock.now() + keepMissingMs });
        return null;
      case 'unavailable':
        return 'later';
      case 'refused':
        refused(account, fetched.reason);
        refusedUntil.set(kind, deps.clock.now() + refusedForMs);
        return null;
    }
  }

  /**
   * F48: waiting once is worth a better first card; waiting at every event would let the queue of them grow past the deadline
   * of the alerts behind.
   */
  async function inTime<T>(account: string, ms: number, promise: Promise<T>): Promise<T | null> {
    const slow = (slowUntil.get(account) ?? 0) > deps.clock.monotonic();
    const answer = await within(
      deps.clock,
      slow ? Math.min(ms, 1) : ms,
      promise.then((value) => ({ value })),
    );
    if (answer === null && !slow && ms > 1) slowUntil.set(account, deps.clock.monotonic() + slowMs);
    return answer === null ? null : answer.value;
  }

  /** One wrong key or missing permission is named once, whatever kinds of objects it bars. */
  function refused(account: string, reason: Reason): void {
    const what = `${account} ${reason.code} ${reason.text}`;
    if (!told.has(what)) deps.onRefused({ account, reason });
    told.add(what);
  }

  function put(account: string, id: string, object: JsonObject): Promise<void> {
    const ms = keepMs.find(([prefix]) => id.startsWith(prefix))?.[1] ?? hour / 4;
    return deps.store.putCached({ account, id, json: JSON.stringify(object), expiresAt: deps.clock.now() + ms });
  }

  return {
    mayAsk,
    refused,
    inTime,
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
      const fetches = missing.map((id) => ({ id, ...fetchOnce(query.account, id, query.connectAccount) }));
      let waiting = true;
      const firsts = fetches.map(async ({ id, first }) => {
        const object = await first;
        if (waiting && object !== null && object !== 'later') known[id] = object;
      });
      await inTime(query.account, query.waitMs, Promise.all(firsts));
      waiting = false;
      const late = fetches.filter(({ id }) => known[id] === undefined);
      if (late.length > 0 && query.onCompleted !== undefined) {
        void Promise.all(late.map(({ final }) => final)).then((arrived) => {
          if (arrived.some((object) => object !== null)) query.onCompleted?.();
        });
      }
      return { ...known };
    },
  };
}
