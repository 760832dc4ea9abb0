import { randomFillSync } from 'node:crypto';
import type { DeliveryOp, DeliveryState } from '../../domain/delivery.ts';
import type { Reason } from '../../domain/event.ts';
import type { Money } from '../../domain/money.ts';
import { priorityOf, type Severity, type Tone } from '../../domain/severity.ts';
import type { Context } from './context.ts';
import { first, perform, type Steps } from './query.ts';

/** The event whose deliveries are planned. */
export interface Planning {
  readonly context: Context;
  readonly seq: number;
  readonly now: number;
  /** Older news than what is known: its figures do not replace those of a card that waits. */
  readonly late: boolean;
}

export interface NewDelivery {
  readonly op: DeliveryOp;
  readonly state: DeliveryState;
  readonly lane: string;
  readonly channel: string;
  readonly route: string;
  readonly subjectId: string | null;
  readonly changeKey: string | null;
  readonly severity: Severity;
  readonly mention: string | null;
  readonly foldClass: string | null;
  readonly foldAt: number | null;
  readonly amount: Money | null;
  readonly tone: Tone;
  readonly createdAt: number;
  readonly notBefore: number;
  readonly deadlineAt: number;
  readonly note: string | null;
  readonly reason: Reason | null;
}

/** Inserts a delivery, and its lane where it is the first there. Returns its id. */
export function* insertDelivery(context: Context, delivery: NewDelivery): Steps<number> {
  const stored = yield* first<{ id: number }>(
    `INSERT INTO deliveries (op, state, lane, channel, route, subject_id, change_key, severity, priority, mention,
       fold_class, fold_at, amount_minor, amount_currency, tone, created_at, not_before, due_at, deadline_at, note,
       reason_code, reason_text, delivery_key)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
    delivery.op,
    delivery.state,
    delivery.lane,
    delivery.channel,
    delivery.route,
    delivery.subjectId,
    delivery.changeKey,
    delivery.severity,
    priorityOf(delivery.severity),
    delivery.mention,
    delivery.foldClass,
    delivery.foldAt,
    delivery.amount?.minor ?? null,
    delivery.amount?.currency ?? null,
    delivery.tone,
    delivery.createdAt,
    delivery.notBefore,
    dueAt(delivery.notBefore, delivery.foldAt),
    delivery.deadlineAt,
    delivery.note,
    delivery.reason?.code ?? null,
    delivery.reason?.text ?? null,
    newDeliveryKey(),
  );
  yield* perform(
    'INSERT INTO lanes (lane, workspace) VALUES (?, ?) ON CONFLICT (lane) DO NOTHING',
    delivery.lane,
    workspaceOf(delivery.lane),
  );
  context.count(`delivery:${delivery.state}`, 1);
  if (delivery.state === 'pending') context.work('deliver');
  return stored?.id ?? 0;
}

/** Records that the event led to this delivery, be it new or one that waited already. */
export function* linkEvent(planning: Planning, deliveryId: number): Steps<void> {
  yield* perform(
    'INSERT INTO event_deliveries (event_seq, delivery_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
    planning.seq,
    deliveryId,
  );
}

export function dueAt(notBefore: number, foldAt: number | null): number {
  return foldAt === null ? notBefore : Math.max(notBefore, foldAt);
}

/** A lane is `<workspace>/<channel>`. */
function workspaceOf(lane: string): string {
  const slash = lane.indexOf('/');
  return slash === -1 ? lane : lane.slice(0, slash);
}

const keyBytes = 15;
const pool = Buffer.alloc(keyBytes * 256);
let next = pool.length;

/** Opaque and never given twice: message metadata can be read by all in the channel. */
function newDeliveryKey(): string {
  if (next === pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  next += keyBytes;
  return pool.toString('base64url', next - keyBytes, next);
}
