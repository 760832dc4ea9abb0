import type { AcceptResult, EventState, IncomingEvent, Reason } from '../../domain/event.ts';
import type { Context } from './context.ts';
import { type BodyPlace, payloadRuns, readBodies, writePayload } from './payloads.ts';
import { change, first, type Steps } from './query.ts';
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
  const fresh = new Map<string, Fresh>();
  const found: { outcome: AcceptResult['outcome']; of: Known }[] = [];
  for (const event of batch) found.push(yield* judge(context, fresh, event));
  for (const run of payloadRuns([...fresh.values()])) yield* insertRun(context, run);
  if ([...fresh.values()].some((event) => event.state === 'received')) context.work('interpret');
  for (const { outcome } of found) {
    if (outcome !== 'accepted') context.count(outcome === 'duplicate' ? 'duplicates' : 'conflicts', 1);
  }
  return found.map(({ outcome, of }) => ({ outcome, seq: of.seq }));
}

function* judge(
  context: Context,
  fresh: Map<string, Fresh>,
  event: IncomingEvent,
): Steps<{ outcome: AcceptResult['outcome']; of: Known }> {
  const digestText = Buffer.from(event.digest).toString('hex');
  const variant = isSharedTestId(event.id) ? digestText : '';
  const known = yield* lookUp(fresh, event, variant);
  if (known === null) return { outcome: 'accepted', of: keep(fresh, event, variant, event.quarantine) };
  if (Buffer.compare(known.digest, event.digest) === 0) return { outcome: 'duplicate', of: known };
  const body = 'body' in known ? known.body : ((yield* readBodies(context, [known]))[0] ?? null);
  if (body !== null && tellsTheSame(body, event.body)) return { outcome: 'duplicate', of: known };
  const again = yield* lookUp(fresh, event, digestText);
  if (again !== null) return { outcome: 'duplicate', of: again };
  return { outcome: 'conflict', of: keep(fresh, event, digestText, otherBody) };
}

function* lookUp(fresh: ReadonlyMap<string, Fresh>, event: IncomingEvent, variant: string): Steps<Known | null> {
  const inBatch = fresh.get(identity(event, variant));
  if (inBatch !== undefined) return inBatch;
  return yield* first<BodyPlace>(
    `SELECT seq, digest, payload_id, payload_offset, payload_length FROM events
     WHERE id = ? AND account = ? AND variant = ?`,
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

function identity(event: IncomingEvent, variant: string): string {
  return `${event.id}\n${event.account}\n${variant}`;
}

function* insertRun(context: Context, run: readonly Fresh[]): Steps<void> {
  const payload = yield* writePayload(context, run);
  let offset = 0;
  for (const one of run) {
    const { event } = one;
    const stored = yield* first<{ seq: number }>(
      `INSERT INTO events (account, id, variant, type, created, livemode, api_version, connect_account, kind, object_id,
         received_at, origin, digest, payload_id, payload_offset, payload_length, state, reason_code, reason_text)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING seq`,
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
      offset,
      one.body.length,
      one.state,
      one.reason?.code ?? null,
      one.reason?.text ?? null,
    );
    one.seq = stored?.seq ?? 0;
    offset += one.body.length;
    context.count(`event:${one.state}`, 1);
  }
}

/** Gives back what a dead process had claimed. Only where no other process lives. */
export function* freeClaims(): Steps<void> {
  yield* change(
    `UPDATE events SET claim_owner = NULL, due_at = 0 WHERE state = 'received' AND claim_owner IS NOT NULL`,
  );
}
