import type { DeliveryOp, DeliveryState } from '../../domain/delivery.ts';
import type { EventOrigin, EventState, Reason } from '../../domain/event.ts';
import type { Severity } from '../../domain/severity.ts';
import type { Delivery, EventRow } from '../store.ts';

/** Rows as they stand in the tables, and the nouns made of them. */

export const eventColumns = `e.seq, e.account, e.id, e.type, e.created, e.livemode, e.api_version, e.connect_account, e.kind,
  e.object_id, e.received_at, e.origin, e.state, e.reason_code, e.reason_text, e.late, e.subject_id`;

export interface EventRecord {
  readonly seq: number;
  readonly account: string;
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly livemode: number;
  readonly api_version: string | null;
  readonly connect_account: string | null;
  readonly kind: 'snapshot' | 'thin';
  readonly object_id: string | null;
  readonly received_at: number;
  readonly origin: EventOrigin;
  readonly state: EventState;
  readonly reason_code: string | null;
  readonly reason_text: string | null;
  readonly late: number;
  readonly subject_id: string | null;
}

export function eventOf(record: EventRecord): EventRow {
  return {
    seq: record.seq,
    account: record.account,
    id: record.id,
    type: record.type,
    created: record.created,
    livemode: record.livemode === 1,
    apiVersion: record.api_version,
    connectAccount: record.connect_account,
    kind: record.kind,
    objectId: record.object_id,
    receivedAt: record.received_at,
    origin: record.origin,
    state: record.state,
    reason: reasonOf(record),
    late: record.late === 1,
    subjectId: record.subject_id,
  };
}

/** `posted` says whether the subject's card stands in the channel now. */
export const deliveryColumns = `d.id, d.op, d.state, d.lane, d.channel, d.route, d.subject_id, d.change_key, d.severity,
  d.priority, d.mention, d.fold_class, d.fold_at, d.created_at, d.not_before, d.due_at, d.deadline_at, d.attempts, d.degraded,
  d.note, d.delivery_key, d.digest_id, d.reason_code, d.reason_text, d.ts, d.sent_at,
  EXISTS (SELECT 1 FROM cards k WHERE k.subject_id = d.subject_id AND k.channel = d.channel AND k.state = 'posted') AS posted`;

export interface DeliveryRecord {
  readonly id: number;
  readonly op: DeliveryOp;
  readonly state: DeliveryState;
  readonly lane: string;
  readonly channel: string;
  readonly route: string;
  readonly subject_id: string | null;
  readonly change_key: string | null;
  readonly severity: Severity;
  readonly priority: number;
  readonly mention: string | null;
  readonly fold_class: string | null;
  readonly fold_at: number | null;
  readonly created_at: number;
  readonly not_before: number;
  readonly due_at: number;
  readonly deadline_at: number;
  readonly attempts: number;
  readonly degraded: number;
  readonly note: string | null;
  readonly delivery_key: string;
  readonly digest_id: number | null;
  readonly reason_code: string | null;
  readonly reason_text: string | null;
  readonly ts: string | null;
  readonly sent_at: number | null;
  /** 0 or 1, or a boolean, as the engine has it. */
  readonly posted: number | boolean;
}

export function deliveryOf(record: DeliveryRecord): Delivery {
  return {
    id: record.id,
    op: record.op,
    state: record.state,
    lane: record.lane,
    channel: record.channel,
    route: record.route,
    subjectId: record.subject_id,
    changeKey: record.change_key,
    severity: record.severity,
    priority: record.priority,
    mention: record.mention,
    foldClass: record.fold_class,
    createdAt: record.created_at,
    notBefore: record.not_before,
    deadlineAt: record.deadline_at,
    attempts: record.attempts,
    degraded: record.degraded,
    posted: Boolean(record.posted),
    note: record.note,
    deliveryKey: record.delivery_key,
  };
}

export interface CardRecord {
  readonly subject_id: string;
  readonly channel: string;
  readonly lane: string;
  readonly route: string;
  readonly state: 'posted' | 'folded' | 'gone';
  readonly ts: string | null;
  readonly content_hash: string | null;
  readonly posted_at: number;
}

export function reasonOf(record: {
  readonly reason_code: string | null;
  readonly reason_text: string | null;
}): Reason | null {
  return record.reason_code === null ? null : { code: record.reason_code, text: record.reason_text ?? '' };
}
