import type { JsonObject } from '../domain/json.ts';
import type { Store } from '../store/store.ts';
import type { TriedEvent } from './try-routes.ts';

export type Cached = (account: string, id: string, nowMs: number) => Promise<JsonObject | null>;

const page = 1_000;
/** Bodies are read ahead so many at a time: the store answers from its own thread. */
const ahead = 200;

/** What is played, oldest first. */
export interface Events {
  readonly total: number;
  readonly all: AsyncIterable<TriedEvent>;
}

/** What was received and not put aside; the list comes newest first, so it is gathered before it is turned round. */
export async function storedEvents(
  store: Pick<Store, 'listEvents' | 'eventBody'>,
  limits: { readonly since: number; readonly limit: number; readonly pause?: () => Promise<void> },
): Promise<Events> {
  const rows: { seq: number; account: string; receivedAt: number }[] = [];
  let before: number | undefined;
  while (rows.length < limits.limit) {
    const found = await store.listEvents({
      limit: page,
      since: limits.since,
      ...(before === undefined ? {} : { before }),
    });
    for (const { seq, account, receivedAt, state } of found) {
      if (state !== 'quarantined') rows.push({ seq, account, receivedAt });
    }
    before = found.at(-1)?.seq;
    if (found.length < page || before === undefined) break;
    await limits.pause?.();
  }
  const oldestFirst = rows.slice(0, limits.limit).reverse();
  async function* all(): AsyncGenerator<TriedEvent> {
    for (let start = 0; start < oldestFirst.length; start += ahead) {
      const batch = oldestFirst.slice(start, start + ahead);
      const bodies = await Promise.all(batch.map(({ seq }) => store.eventBody(seq)));
      for (const [index, { account, receivedAt }] of batch.entries()) {
        yield { account, receivedAt, body: bodies[index] ?? new Uint8Array() };
      }
    }
  }
  return { total: oldestFirst.length, all: all() };
}
/** Names and links as they were known then; each is read once. */
export function cachedIn(store: Store): Cached {
  const known = new Map<string, Promise<JsonObject | null>>();
  return (account, id, now) => {
    const key = `${account} ${id}`;
    let read = known.get(key);
    if (read === undefined) {
      read = store
        .getCached({ account, id, now })
        .then((json) => (json === null ? null : (JSON.parse(json) as JsonObject)));
      known.set(key, read);
    }
    return read;
  };
}
