import { dropActions } from './actions.ts';
import { dropConsole } from './console.ts';
import type { Context } from './context.ts';
import { dropDisputes } from './disputes.ts';
import { dropFields } from './fields.ts';
import { dropFailures } from './incidents.ts';
import { listOf, perform, rows, type Steps } from './query.ts';
import { dropSilences } from './silences.ts';

/** Not done yet, by itself or because the digest that tells it is not sent: nothing of it may go. */
const stillPending = `(d.state IN ('pending', 'sending', 'ambiguous', 'parked')
  OR EXISTS (SELECT 1 FROM deliveries g WHERE g.id = d.digest_id
    AND g.state IN ('pending', 'sending', 'ambiguous', 'parked')))`;

/**
 * One batch of what is past its time: events that are done, then subjects that no event and nothing pending needs, with all
 * that belongs to them, then Tillbell's own messages and expired cache entries. What is received, quarantined, failed or
 * pending stays for ever (F40).
 */
export function* retain(
  context: Context,
  limits: { eventsBefore: number; batch: number },
): Steps<{ events: number; subjects: number; more: boolean }> {
  const events = yield* dropEvents(context, limits);
  const subjects = yield* dropSubjects(context, limits);
  const own = yield* dropOwn(context, limits);
  const actions = yield* dropActions(limits.eventsBefore, limits.batch);
  const silences = yield* dropSilences(limits.eventsBefore, limits.batch);
  const failures = yield* dropFailures(limits.eventsBefore, limits.batch);
  const seen = yield* dropConsole(limits.eventsBefore, limits.batch);
  yield* dropDisputes(limits.eventsBefore);
  const fields = yield* dropFields(limits.eventsBefore, limits.batch);
  const cached = yield* rows<{ account: string; id: string }>(
    'SELECT account, id FROM cache WHERE expires_at < ? LIMIT ?',
    limits.eventsBefore,
    limits.batch,
  );
  for (const { account, id } of cached) yield* perform('DELETE FROM cache WHERE account = ? AND id = ?', account, id);
  return {
    events,
    subjects,
    more: [events, subjects, own, actions, silences, failures, seen, fields, cached.length].some(
      (count) => count >= limits.batch,
    ),
  };
}

function* dropEvents(context: Context, limits: { eventsBefore: number; batch: number }): Steps<number> {
  const old = yield* rows<{ seq: number; state: string; payload_id: number }>(
    `SELECT e.seq, e.state, e.payload_id FROM events e
     WHERE e.state IN ('routed', 'suppressed') AND e.received_at < ?
       AND NOT EXISTS (SELECT 1 FROM event_deliveries ed JOIN deliveries d ON d.id = ed.delivery_id
                       WHERE ed.event_seq = e.seq AND ${stillPending})
     ORDER BY e.received_at LIMIT ? ${context.dialect.skipLocked}`,
    limits.eventsBefore,
    limits.batch,
  );
  for (const { seq, state } of old) {
    yield* perform('DELETE FROM event_deliveries WHERE event_seq = ?', seq);
    yield* perform('DELETE FROM events WHERE seq = ?', seq);
    context.count(`event:${state}`, -1);
  }
  for (const payload of new Set(old.map((event) => event.payload_id))) {
    // Of two transactions that drop the last events of one payload, the later must see that the other's are gone.
    if (context.dialect.concurrent) {
      yield* perform(`SELECT id FROM payloads WHERE id = ? ${context.dialect.forUpdate}`, payload);
    }
    yield* perform(
      'DELETE FROM payloads WHERE id = ? AND NOT EXISTS (SELECT 1 FROM events WHERE payload_id = ?)',
      payload,
      payload,
    );
  }
  return old.length;
}

function* dropSubjects(context: Context, limits: { eventsBefore: number; batch: number }): Steps<number> {
  const old = yield* rows<{ id: string }>(
    `SELECT s.id FROM subjects s
     WHERE s.updated_at < ? AND s.merged_into IS NULL
       AND NOT EXISTS (SELECT 1 FROM events e WHERE e.subject_id = s.id)
       AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.subject_id = s.id AND ${stillPending})
     ORDER BY s.updated_at LIMIT ? ${context.dialect.skipLocked}`,
    limits.eventsBefore,
    limits.batch,
  );
  for (const { id } of old) {
    const deliveries = yield* rows<{ id: number }>('SELECT id FROM deliveries WHERE subject_id = ?', id);
    yield* dropDeliveries(
      context,
      deliveries.map((delivery) => delivery.id),
    );
    yield* perform('DELETE FROM cards WHERE subject_id = ?', id);
    yield* perform('DELETE FROM subject_keys WHERE subject_id = ?', id);
    yield* perform('DELETE FROM subjects WHERE id = ? OR merged_into = ?', id, id);
  }
  return old.length;
}

/** Digests that nothing refers to any more, and notices. */
function* dropOwn(context: Context, limits: { eventsBefore: number; batch: number }): Steps<number> {
  const old = yield* rows<{ id: number }>(
    `SELECT d.id FROM deliveries d WHERE d.subject_id IS NULL AND d.created_at < ?
       AND d.state IN ('sent', 'skipped', 'dead', 'folded')
       AND NOT EXISTS (SELECT 1 FROM deliveries f WHERE f.digest_id = d.id) ORDER BY d.created_at LIMIT ?
     ${context.dialect.skipLocked}`,
    limits.eventsBefore,
    limits.batch,
  );
  yield* dropDeliveries(
    context,
    old.map((delivery) => delivery.id),
  );
  return old.length;
}

function* dropDeliveries(context: Context, ids: readonly number[]): Steps<void> {
  if (ids.length === 0) return;
  const list = listOf(ids);
  yield* perform(`DELETE FROM attempts WHERE delivery_id IN (${list.marks})`, ...list.values);
  yield* perform(`DELETE FROM event_deliveries WHERE delivery_id IN (${list.marks})`, ...list.values);
  const gone = yield* rows<{ state: string }>(
    `DELETE FROM deliveries WHERE id IN (${list.marks}) RETURNING state`,
    ...list.values,
  );
  for (const { state } of gone) context.count(`delivery:${state}`, -1);
}
