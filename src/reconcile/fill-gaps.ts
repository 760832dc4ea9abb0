import { type JsonObject, numberAt, textAt } from '../domain/json.ts';
import type { EventFate } from '../store/reconcile-store.ts';
import type { AskDeps, ReconcileAccount } from './deps.ts';
import { expects, type Subscribed } from './endpoint.ts';
import { type AllPages, allPages } from './list-pages.ts';
import type { Window } from './windows.ts';

/** One event that Stripe lists, with what became of it here. */
export interface ListedEvent {
  /** Null where it is in the store already. */
  readonly event: JsonObject | null;
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

/** The events of one window, oldest first, each with its fate; or why Stripe did not tell. */
export async function listWithFates(
  deps: Pick<AskDeps, 'store'>,
  asked: Asked,
): Promise<
  Exclude<AllPages, { kind: 'listed' }> | { kind: 'listed'; events: readonly ListedEvent[]; complete: boolean }
> {
  const { account, connectAccount, window, undelivered } = asked;
  const listed = await allPages(
    (after) => account.lister.events({ ...window, after, connectAccount, undelivered }),
    (events) => withFates(deps, asked, events),
    asked.mostPages,
  );
  if (listed.kind !== 'listed') return listed;
  // Stripe lists the newest first; of one second the later told stand first.
  return { kind: 'listed', events: [...listed.objects].reverse(), complete: listed.complete };
}

async function withFates(
  deps: Pick<AskDeps, 'store'>,
  { account, connectAccount, subscription }: Asked,
  events: readonly JsonObject[],
): Promise<ListedEvent[]> {
  const ids = events.map((event) => textAt(event, 'id')).filter((id) => id !== null);
  const fates = new Map<string, EventFate>();
  for (const fate of await deps.store.eventFates({ account: account.name, ids })) fates.set(fate.id, fate);
  return events.flatMap((event): ListedEvent[] => {
    const [id, type] = [textAt(event, 'id'), textAt(event, 'type')];
    if (id === null || type === null) return [];
    const fate = fates.get(id) ?? null;
    const created = numberAt(event, 'created') ?? 0;
    const body = fate === null ? withAccount(event, connectAccount) : null;
    return [{ event: body, id, type, created, connectAccount, fate, expected: expects(subscription, type) }];
  });
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
    if (event === null || fate !== null || !expected) continue;
    const incoming = deps.toIncoming(Buffer.from(JSON.stringify(event)), account);
    if (incoming === null) continue;
    const result = await deps.store.acceptEvent(incoming);
    if (result.outcome === 'accepted') taken.push({ id, type });
  }
  return taken;
}
