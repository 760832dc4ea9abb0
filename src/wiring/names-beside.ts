import type { Config } from '../config/config.ts';
import { type Clock, within } from '../domain/clock.ts';
import type { StripeEvent } from '../domain/event.ts';
import type { JsonObject } from '../domain/json.ts';
import type { StripeReader } from '../domain/stripe-reader.ts';
import type { Subject } from '../domain/subject.ts';
import { newest } from '../interpret/advance.ts';
import type { Enricher } from '../interpret/enrich/enricher.ts';
import { wantedIds } from '../interpret/enrich/wanted.ts';
import type { Context } from '../interpret/family.ts';
import type { EnrichRequest } from '../interpret/process-event.ts';
import { withFetched } from '../interpret/read-event.ts';
import { lookupIds } from '../render/field-scope.ts';
import type { Store } from '../store/store.ts';

export interface NamesDeps {
  readonly store: Pick<Store, 'findSubjects' | 'refreshCards' | 'getCached' | 'putCached'>;
  readonly clock: Clock;
  readonly enricher: Enricher;
  readonly readerOf: (account: string) => StripeReader | null;
  readonly settleMs: () => number;
  readonly cards: () => Config['cards'];
  /** Whether routes compare amounts by what Stripe settles. */
  readonly settlement: () => boolean;
}

export interface NamesBeside {
  readonly enrich: (request: EnrichRequest) => Promise<Readonly<Record<string, JsonObject>>>;
  readonly invoicePaymentOf: (request: {
    event: StripeEvent;
    account: string;
    paymentIntent: string;
  }) => Promise<JsonObject | null>;
  readonly contextOf: (subject: Subject) => Promise<Context>;
  readonly fetchThin: (event: StripeEvent, account: string) => Promise<StripeEvent>;
}

// Routing may depend on a product, so a first look at Stripe is worth a little of the five seconds; the rest comes by update.
const waitBeforeRouting = 400;
const waitForThin = 3_000;
const waitForLink = 800;
// A payment's later news (retries, refunds) come within weeks; which invoice it pays never changes.
const keepLinkMs = 30 * 86_400_000;
// Without an answer the payment's other events of the same minute need not ask again.
const keepNoLinkMs = 60_000;

/** What is known beside a subject: names from its references, the cache and Stripe. */
export function namesBeside(deps: NamesDeps): NamesBeside {
  const links = new Map<string, Promise<JsonObject | null>>();

  async function referencedBy(
    scope: { account: string; livemode: boolean },
    ids: readonly string[],
  ): Promise<Record<string, JsonObject>> {
    const known: Record<string, JsonObject> = {};
    if (ids.length === 0) return known;
    for (const subject of await deps.store.findSubjects({ ...scope, keys: ids })) {
      for (const id of Object.keys(subject.state.objects)) {
        const object = newest(subject.state, id);
        if (object !== null) known[id] = object;
      }
    }
    return known;
  }

  function lookups() {
    return Object.fromEntries(Object.entries(deps.cards()).map(([kind, card]) => [kind, card.lookups]));
  }

  return {
    /** Before routing: waits a little for Stripe; what comes later completes the cards by an update. */
    async enrich(request: EnrichRequest): Promise<Readonly<Record<string, JsonObject>>> {
      const { event, account, state } = request;
      if (event.object !== null) await deps.enricher.learn(account, event.object);
      const asked = { account, connectAccount: event.connectAccount, onCompleted: () => void completeCards(request) };
      const started = deps.clock.monotonic();
      const known = await deps.enricher.known({
        ...asked,
        ids: wantedIds(state, { settlement: deps.settlement() }),
        waitMs: waitBeforeRouting,
      });
      const ids = lookupIds(lookups(), state, { known });
      if (ids.length === 0) return known;
      // What the first look took is gone; 1 ms still asks, and completes the card by an update.
      const waitMs = Math.max(1, waitBeforeRouting - (deps.clock.monotonic() - started));
      return { ...known, ...(await deps.enricher.known({ ...asked, ids, waitMs })) };
    },

    /** Which invoice a payment is for, asked once and kept: since basil no event of the payment says so. */
    async invoicePaymentOf(request: {
      event: StripeEvent;
      account: string;
      paymentIntent: string;
    }): Promise<JsonObject | null> {
      const { event, account, paymentIntent } = request;
      const id = `invoice_of_${paymentIntent}`;
      const now = deps.clock.now();
      const kept = await deps.store.getCached({ account, id, now });
      if (kept !== null) return JSON.parse(kept) as JsonObject | null;
      const reader = deps.readerOf(account);
      if (reader === null) return null;
      const found = linkOf(reader, { account, paymentIntent, connectAccount: event.connectAccount });
      return deps.enricher.inTime(account, waitForLink, found);
    },

    /** At send time: only what the store holds, so that nothing waits. */
    async contextOf(subject: Subject): Promise<Context> {
      const scope = { account: subject.account, livemode: subject.livemode };
      const asked = { account: subject.account, connectAccount: null, waitMs: 0 };
      const held = async (ids: readonly string[]) => ({
        ...(await deps.enricher.known({ ...asked, ids })),
        ...(await referencedBy(scope, ids)),
      });
      const known = await held(wantedIds(subject.state, { settlement: false }));
      return {
        ...scope,
        connectAccount: connectAccountOf(subject),
        known: { ...known, ...(await held(lookupIds(lookups(), subject.state, { known }))) },
        now: Math.floor(deps.clock.now() / 1000),
      };
    },

    /** The object behind a thin notification; the event as it is where Stripe does not give it (F20). */
    async fetchThin(event: StripeEvent, account: string): Promise<StripeEvent> {
      const reader = deps.readerOf(account);
      const url = event.related?.url ?? null;
      if (reader === null || url === null) return event;
      const fetched = await within(
        deps.clock,
        waitForThin,
        reader.retrievePath(url, event.connectAccount).catch(() => null),
      );
      if (fetched?.kind === 'refused') deps.enricher.refused(account, fetched.reason);
      return fetched?.kind === 'object' ? withFetched(event, fetched.object) : event;
    },
  };

  /** One call for the events of one payment that come together; what comes late is kept for the next of them. */
  function linkOf(
    reader: StripeReader,
    asked: { account: string; paymentIntent: string; connectAccount: string | null },
  ): Promise<JsonObject | null> {
    const { account, paymentIntent } = asked;
    const id = `invoice_of_${paymentIntent}`;
    const running = links.get(`${account} ${id}`);
    if (running !== undefined) return running;
    if (!deps.enricher.mayAsk()) return Promise.resolve(null);
    const keep = (object: JsonObject | null, ms: number) =>
      deps.store.putCached({ account, id, json: JSON.stringify(object), expiresAt: deps.clock.now() + ms });
    const asking = reader
      .invoiceOfPayment(paymentIntent, asked.connectAccount)
      .then(async (fetched) => {
        if (fetched.kind === 'refused') deps.enricher.refused(account, fetched.reason);
        if (fetched.kind === 'refused' || fetched.kind === 'missing') await keep(null, keepNoLinkMs);
        if (fetched.kind !== 'object') return null;
        await keep(fetched.object, keepLinkMs);
        return fetched.object;
      })
      .catch(() => null)
      .finally(() => links.delete(`${account} ${id}`));
    links.set(`${account} ${id}`, asking);
    return asking;
  }

  async function completeCards(request: EnrichRequest): Promise<void> {
    const keys = Object.keys(request.state.objects);
    const subjects = await deps.store
      .findSubjects({ account: request.account, livemode: request.event.livemode, keys })
      .catch(() => []);
    for (const subject of subjects) {
      await deps.store
        .refreshCards({ subjectId: subject.id, now: deps.clock.now(), settleMs: deps.settleMs() })
        .catch(() => 0);
    }
  }
}

/** A connected account's objects are read as that account, and its links lead into it. */
function connectAccountOf(subject: Subject): string | null {
  for (const [first] of Object.values(subject.state.objects)) if (first?.connect !== undefined) return first.connect;
  return null;
}
