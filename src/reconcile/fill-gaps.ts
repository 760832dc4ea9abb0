import { type JsonObject, numberAt, textAt } from '../domain/json.ts';
import type { EventFate } from '../store/reconcile-store.ts';
import type { AskDeps, ReconcileAccount } from './deps.ts';
import { expects, type Subscribed } from './endpoint.ts';
import { type AllPages, allPages } from './list-pages.ts';
import type { Window } from './windows.ts';

/** One event that Stripe lists, with what became of it here. */
export interface ListedEvent {
  readonly event: JsonObject;
  readonly id: string;
  readonly type: string;
  /** Unix seconds. */
  readonly created: number;
  readonly connectAccount: string | null;
  /** Null: it was never received. */
  readonly fate: EventFate | null;
  /** False where the endpoint does not send this type: nobody meant it to come. */
  readonly expected: boolean;
}

export interface Asked {
  readonly account: ReconcileAccount;
  readonly connectAccount: string | null;
  readonly window: Window;
  readonly undelivered: boolean;
  readonly subscription: Subscribed;
  readonly mostPages?: number;
}

const idsAtOnce = 200;

/** The events of one window, oldest first, each with its fate; or why Stripe did not tell. */
export async function listWithFates(
  deps: Pick<AskDeps, 'store'>,
  asked: Asked,
): Promise<Exclude<AllPages, { kind: 'listed' }> | { kind: 'listed'; events: ListedEvent[]; complete: boolean }> {
  const { account, connectAccount, window, undelivered } = asked;
  const listed = await allPages(
    (after) => account.lister.events({ ...window, after, connectAccount, undelivered }),
    asked.mostPages,
  );
  if (listed.kind !== 'listed') return listed;
  const named = listed.objects
    .flatMap((event): Omit<ListedEvent, 'fate'>[] => {
      const [id, type] = [textAt(event, 'id'), textAt(event, 'type')];
      if (id === null || type === null) return [];
      const expected = expects(asked.subscription, type);
      const created = numberAt(event, 'created') ?? 0;
      return [{ event: withAccount(event, connectAccount), id, type, created, connectAccount, expected }];
    })
    // Stripe lists the newest first; of one second the later told stand first.
    .reverse();
  const fates = new Map<string, EventFate>();
  for (let start = 0; start < named.length; start += idsAtOnce) {
    const ids = named.slice(start, start + idsAtOnce).map((one) => one.id);
    for (const fate of await deps.store.eventFates({ account: account.name, ids })) fates.set(fate.id, fate);
  }
  return {
    kind: 'listed',
    events: named.map((one) => ({ ...one, fate: fates.get(one.id) ?? null })),
    complete: listed.complete,
  };
}

/** A Connect webhook names its account in the event; a list asked as that account need not. */
function withAccount(event: JsonObject, connectAccount: string | null): JsonObject {
  return connectAccount === null || textAt(event, 'account') !== null ? event : { ...event, account: connectAccount };
}

export interface Taken {
  readonly id: string;
  readonly type: string;
}

/**
 * Takes in what was expected and is not in the store, oldest first, and gives what was new: an event whose webhook came at
 * the same moment is de-duplicated by the store and is no gap. Rejects with what the store rejects with.
 */
export async function takeIn(
  deps: Pick<AskDeps, 'store' | 'toIncoming'>,
  account: string,
  events: readonly ListedEvent[],
): Promise<Taken[]> {
  const taken: Taken[] = [];
  for (const { event, id, type, fate, expected } of events) {
    if (fate !== null || !expected) continue;
    const incoming = deps.toIncoming(Buffer.from(JSON.stringify(event)), account);
    if (incoming === null) continue;
    const result = await deps.store.acceptEvent(incoming);
    if (result.outcome === 'accepted') taken.push({ id, type });
  }
  return taken;
}
