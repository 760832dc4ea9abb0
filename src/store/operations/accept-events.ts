import type { AcceptResult, EventState, IncomingEvent, Reason } from '../../domain/event.ts';
import type { Context } from './context.ts';
import { type BodyPlace, payloadRuns, readBodies, writePayload } from './payloads.ts';
import { type BulkInsert, first, insertAll, listOf, perform, rows, type SqlValue, type Steps } from './query.ts';
import { isSharedTestId, tellsTheSame } from './same-event.ts';

/** One event of the batch that is going to be stored. */
interface Fresh {
  readonly event: IncomingEvent;
  readonly body: Uint8Array;
  readonly digest: Uint8Array;
  readonly variant: string;
  readonly state: EventState;
  readonly reason: Reason | null;
  /** 0 until it is inserted. */
  seq: number;
}

type Known = Fresh | BodyPlace;

/** What is stored already under the ids of a batch, and what of the batch is new, by identity. */
interface Seen {
  readonly stored: ReadonlyMap<string, BodyPlace>;
  readonly fresh: Map<string, Fresh>;
}

const otherBody: Reason = {
  code: 'same_id_other_body',
  text: 'another event with this id was stored before; that one is kept as it is',
};

/**
 * Stores a batch of events that share one commit; the results are in the batch's order. Every event is told apart by id,
 * account and variant; the variant is empty but for shared test ids and for a second body of one id (F25), where it is the
 * body's digest.
 */
export function* acceptEvents(context: Context, batch: readonly IncomingEvent[]): Steps<AcceptResult[]> {
  const seen: Seen = { stored: yield* storedUnder(batch), fresh: new Map() };
  const found: { outcome: AcceptResult['outcome']; of: Known }[] = [];
  for (const event of batch) found.push(yield* judge(context, seen, event));
  const fresh = [...seen.fresh.values()];
  for (const events of payloadRuns(fresh)) yield* insertRun(context, events);
  if (fresh.some((event) => event.state === 'received')) context.work('interpret');
  for (const { outcome } of found) {
    if (outcome !== 'accepted') context.count(outcome === 'duplicate' ? 'duplicates' : 'conflicts', 1);
  }
  return found.map(({ outcome, of }) => ({ outcome, seq: of.seq }));
}

const placeColumns = 'seq, id, account, variant, digest, payload_id, payload_offset, payload_length';
type StoredPlace = BodyPlace & { readonly id: string; readonly account: string; readonly variant: string };

/** One look for the whole batch. A shared test id has a variant for each body ever sent: those are looked up one by one. */
function* storedUnder(batch: readonly IncomingEvent[]): Steps<Map<string, BodyPlace>> {
  const ids = new Set(batch.map((event) => event.id).filter((id) => !isSharedTestId(id)));
  if (ids.size === 0) return new Map();
  const list = listOf([...ids].toSorted());
  const found = yield* rows<StoredPlace>(
    `SELECT ${placeColumns} FROM events WHERE id IN (${list.marks})`,
    ...list.values,
  );
  return new Map(found.map((place) => [identity(place, place.variant), place]));
}

function* judge(
  context: Context,
  seen: Seen,
  event: IncomingEvent,
): Steps<{ outcome: AcceptResult['outcome']; of: Known }> {
  const digestText = Buffer.from(event.digest).toString('hex');
  const shared = isSharedTestId(event.id);
  const variant = shared ? digestText : '';
  const key = identity(event, variant);
  const known = seen.fresh.get(key) ?? (shared ? yield* lookUp(event, variant) : (seen.stored.get(key) ?? null));
  if (known === null) return { outcome: 'accepted', of: keep(seen.fresh, event, variant, event.quarantine) };
  if (Buffer.compare(known.digest, event.digest) === 0) return { outcome: 'duplicate', of: known };
  const body = 'body' in known ? known.body : ((yield* readBodies(context, [known]))[0] ?? null);
  if (body !== null && tellsTheSame(body, event.body)) return { outcome: 'duplicate', of: known };
  const second = identity(event, digestText);
  const again = seen.fresh.get(second) ?? seen.stored.get(second);
  if (again !== undefined) return { outcome: 'duplicate', of: again };
  return { outcome: 'conflict', of: keep(seen.fresh, event, digestText, otherBody) };
}

function* lookUp(event: IncomingEvent, variant: string): Steps<BodyPlace | null> {
  return yield* first<BodyPlace>(
    `SELECT ${placeColumns} FROM events WHERE id = ? AND account = ? AND variant = ?`,
    event.id,
    event.account,
    variant,
  );
}

function keep(fresh: Map<string, Fresh>, event: IncomingEvent, variant: string, aside: Reason | null): Fresh {
  const { body, digest } = event;
  const state = aside === null ? 'received' : 'quarantined';
  const one: Fresh = { event, body, digest, variant, state, reason: aside, seq: 0 };
  fresh.set(identity(event, variant), one);
  return one;
}

function identity(event: { readonly id: string; readonly account: string }, variant: string): string {
  return `${event.id}\n${event.account}\n${variant}`;
}

const eventColumns: BulkInsert['columns'] = {
  account: 'text',
  id: 'text',
  variant: 'text',
  type: 'text',
  created: 'int',
  livemode: 'int',
  api_version: 'text',
  connect_account: 'text',
  kind: 'text',
  object_id: 'text',
  received_at: 'int',
  origin: 'text',
  digest: 'bytes',
  payload_id: 'int',
  payload_offset: 'int',
  payload_length: 'int',
  state: 'text',
  reason_code: 'text',
  reason_text: 'text',
};

function* insertRun(context: Context, events: readonly Fresh[]): Steps<void> {
  const payload = yield* writePayload(context, events);
  let offset = 0;
  const values = events.map((one): SqlValue[] => {
    const { event } = one;
    const start = offset;
    offset += one.body.length;
    return [
      event.account,
      event.id,
      one.variant,
      event.type,
      event.created,
      event.livemode ? 1 : 0,
      event.apiVersion,
      event.connectAccount,
      event.kind,
      event.objectId,
      event.receivedAt,
      event.origin,
      one.digest,
      payload,
      start,
      one.body.length,
      one.state,
      one.reason?.code ?? null,
      one.reason?.text ?? null,
    ];
  });
  const stored = yield* insertAll<{ seq: number; id: string; account: string; variant: string }>({
    into: 'events',
    columns: eventColumns,
    rows: values,
    returning: 'seq, id, account, variant',
  });
  const seqs = new Map(stored.map((row) => [identity(row, row.variant), row.seq]));
  for (const one of events) {
    one.seq = seqs.get(identity(one.event, one.variant)) ?? 0;
    context.count(`event:${one.state}`, 1);
  }
}

/** Gives back what a dead process had claimed. Only where no other process lives. */
export function* freeClaims(): Steps<void> {
  yield* perform(
    `UPDATE events SET claim_owner = NULL, due_at = 0 WHERE state = 'received' AND claim_owner IS NOT NULL`,
  );
}
