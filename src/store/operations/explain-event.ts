import type { Decision } from '../../domain/decision.ts';
import type { SubjectKind } from '../../domain/subject.ts';
import type { EventExplained } from '../store.ts';
import { keysOf, survivorOf } from './find-subjects.ts';
import { first, rows, type Steps } from './query.ts';
import {
  type DeliveryRecord,
  deliveryColumns,
  deliveryOf,
  type EventRecord,
  eventColumns,
  eventOf,
  reasonOf,
} from './records.ts';

export function* explainEvent(query: { id: string; account?: string }): Steps<EventExplained[]> {
  const ofAccount = query.account === undefined ? [] : [query.account];
  const found = yield* rows<EventRecord & { decision: string | null }>(
    `SELECT ${eventColumns}, e.decision FROM events e
     WHERE e.id = ? ${ofAccount.length === 0 ? '' : 'AND e.account = ?'} ORDER BY e.seq`,
    query.id,
    ...ofAccount,
  );
  const explained: EventExplained[] = [];
  for (const record of found) {
    explained.push({
      ...eventOf(record),
      decision: record.decision === null ? null : (JSON.parse(record.decision) as Decision),
      subject: record.subject_id === null ? null : yield* subjectOf(record.subject_id),
      deliveries: yield* deliveriesOf(record.seq),
    });
  }
  return explained;
}

function* subjectOf(id: string): Steps<EventExplained['subject']> {
  const survivor = yield* survivorOf(id);
  if (survivor === null) return null;
  const subject = yield* first<{ kind: SubjectKind }>('SELECT kind FROM subjects WHERE id = ?', survivor);
  return subject === null ? null : { id: survivor, kind: subject.kind, keys: yield* keysOf(survivor) };
}

/** What a digest told has the digest's message and time. */
function* deliveriesOf(seq: number): Steps<EventExplained['deliveries']> {
  const found = yield* rows<DeliveryRecord & { digest_ts: string | null; digest_sent_at: number | null }>(
    `SELECT ${deliveryColumns}, g.ts AS digest_ts, g.sent_at AS digest_sent_at
     FROM event_deliveries ed JOIN deliveries d ON d.id = ed.delivery_id
     LEFT JOIN deliveries g ON g.id = d.digest_id WHERE ed.event_seq = ? ORDER BY d.id`,
    seq,
  );
  const deliveries: EventExplained['deliveries'][number][] = [];
  for (const record of found) {
    deliveries.push({
      ...deliveryOf(record),
      reason: reasonOf(record),
      ts: record.ts ?? record.digest_ts,
      sentAt: record.sent_at ?? record.digest_sent_at,
      tries: yield* triesOf(record.digest_id ?? record.id),
    });
  }
  return deliveries;
}

function* triesOf(deliveryId: number): Steps<EventExplained['deliveries'][number]['tries']> {
  const tries = yield* rows<{ at: number; outcome: string; detail: string; took_ms: number }>(
    'SELECT at, outcome, detail, took_ms FROM attempts WHERE delivery_id = ? ORDER BY id',
    deliveryId,
  );
  return tries.map((one) => ({ at: one.at, outcome: one.outcome, detail: one.detail, tookMs: one.took_ms }));
}
