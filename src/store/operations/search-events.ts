import type { EventState } from '../../domain/event.ts';
import type { Money } from '../../domain/money.ts';
import type { AnyId, EventFound, EventQuery, EventsFound, EventTally } from '../console-store.ts';
import { survivorOf } from './find-subjects.ts';
import { Conditions } from './inspect.ts';
import { first, listOf, rows, type Steps } from './query.ts';
import { type EventRecord, eventColumns, eventOf } from './records.ts';

type FoundRecord = EventRecord & {
  readonly customer: string | null;
  readonly amount_minor: number | null;
  readonly amount_currency: string | null;
};

const columns = `${eventColumns}, e.customer, e.amount_minor, e.amount_currency`;

/** A range of amounts with at most so many rows is read from its index and sorted; one with more is met soon by going back in time. */
const fewRows = 2_000;
/** Rows stand in the order of arrival, which a clock that was set back disturbs by a few at most. */
const disorder = 1_000;

export function* getEvent(seq: number): Steps<EventFound | null> {
  const found = yield* first<FoundRecord>(`SELECT ${columns} FROM events e WHERE e.seq = ?`, seq);
  return found === null ? null : foundOf(found);
}

/**
 * One look, newest first. Where one index gives the rows in order, they are all there is; where conditions must be tried row
 * by row, only `span` numbers are looked through, so that no question holds the store for long: the caller asks on from
 * `reached`.
 */
export function* searchEvents(query: EventQuery): Steps<EventsFound> {
  const bounds = yield* boundsOf(query);
  if (bounds === null) return { rows: [], reached: null, reachedAt: null };
  const where = new Conditions();
  const straight = (yield* narrow(where, query)) || isStraight(query);
  const lower = straight ? bounds.from : Math.max(bounds.from, bounds.to - query.span);
  where.add('e.seq < ? AND e.seq >= ?', bounds.to, lower);
  const found = yield* rows<FoundRecord>(
    `SELECT ${columns} FROM events e ${where.text} ORDER BY e.seq DESC LIMIT ?`,
    ...where.values,
    query.limit,
  );
  const last = found.at(-1);
  const reached = found.length >= query.limit && last !== undefined ? last.seq : lower;
  if (reached <= bounds.from) return { rows: found.map(foundOf), reached: null, reachedAt: null };
  const at = yield* first<{ received_at: number }>(
    'SELECT received_at FROM events WHERE seq >= ? ORDER BY seq LIMIT 1',
    reached,
  );
  return { rows: found.map(foundOf), reached, reachedAt: at?.received_at ?? null };
}

/** Numbers of `seq` within which all that is asked lies: from inclusive, to exclusive; null where nothing does. */
function* boundsOf(query: EventQuery): Steps<{ from: number; to: number } | null> {
  const ends = yield* first<{ low: number | null; high: number | null }>(
    'SELECT (SELECT min(seq) FROM events) AS low, (SELECT max(seq) FROM events) AS high',
  );
  if (ends === null || ends.low === null || ends.high === null) return null;
  let [from, to] = [ends.low, Math.min(ends.high + 1, query.before ?? Number.MAX_SAFE_INTEGER)];
  if (query.since !== undefined) {
    const first_ = yield* first<{ seq: number | null }>(
      `SELECT min(seq) AS seq FROM (SELECT seq FROM events WHERE received_at >= ? ORDER BY received_at LIMIT ?) AS earliest`,
      query.since,
      disorder,
    );
    if (first_ === null || first_.seq === null) return null;
    from = Math.max(from, first_.seq);
  }
  if (query.until !== undefined) {
    const last = yield* first<{ seq: number | null }>(
      `SELECT max(seq) AS seq FROM (SELECT seq FROM events WHERE received_at < ? ORDER BY received_at DESC LIMIT ?) AS latest`,
      query.until,
      disorder,
    );
    if (last === null || last.seq === null) return null;
    to = Math.min(to, last.seq + 1);
  }
  return from < to ? { from, to } : null;
}

/** Adds the conditions; true where one of them leaves so few rows that all can be looked at. */
function* narrow(where: Conditions, query: EventQuery): Steps<boolean> {
  let few = false;
  if (query.anyId !== undefined) few = yield* byAnyId(where, query.anyId);
  if (query.subjectId !== undefined) {
    where.add('e.subject_id = ?', (yield* survivorOf(query.subjectId)) ?? query.subjectId);
  }
  if (query.customer !== undefined) where.add('e.customer = ?', query.customer);
  if (query.amount !== undefined) few = (yield* byAmount(where, query.amount)) || few;
  // Where a customer or a subject is asked for, its index is the better one.
  const type = query.customer === undefined && query.subjectId === undefined ? 'e.type' : `coalesce(e.type, '')`;
  if (query.type !== undefined) where.add(`${type} = ?`, query.type);
  if (query.typePrefix !== undefined) {
    where.add(`coalesce(e.type, '') >= ? AND coalesce(e.type, '') < ?`, query.typePrefix, after(query.typePrefix));
  }
  if (query.state !== undefined) addState(where, query.state);
  if (query.account !== undefined) where.add('e.account = ?', query.account);
  if (query.livemode !== undefined) where.add('e.livemode = ?', query.livemode ? 1 : 0);
  if (query.since !== undefined) where.add('coalesce(e.received_at, 0) >= ?', query.since);
  if (query.until !== undefined) where.add('coalesce(e.received_at, 0) < ?', query.until);
  return few;
}

function addState(where: Conditions, state: EventState): void {
  // In the words of the partial indexes, so that they serve.
  if (state === 'received') where.add(`e.state = 'received'`);
  else if (state === 'quarantined' || state === 'failed') {
    where.add(`e.state IN ('quarantined', 'failed') AND e.state = ?`, state);
  } else where.add('e.state = ?', state);
}

/** What one index gives in order; time only shortens it. */
function isStraight(query: EventQuery): boolean {
  const rest = query.account !== undefined || query.livemode !== undefined || query.amount !== undefined;
  if (rest || query.typePrefix !== undefined || query.anyId !== undefined) return false;
  const aside = query.state !== undefined && query.state !== 'routed' && query.state !== 'suppressed';
  const asked = [query.type, query.customer, query.subjectId, query.state].filter((one) => one !== undefined);
  return asked.length === 0 || (asked.length === 1 && (query.state === undefined || aside));
}

function* byAnyId(where: Conditions, { id, accounts }: AnyId): Steps<boolean> {
  if (id.startsWith('cus_')) {
    where.add('e.customer = ?', id);
    return false;
  }
  const names = listOf(accounts.length === 0 ? ['main'] : accounts);
  const owners = yield* rows<{ subject_id: string }>(
    `SELECT subject_id FROM subject_keys WHERE account IN (${names.marks}) AND livemode IN (0, 1) AND key = ?`,
    ...names.values,
    id,
  );
  const itself = yield* survivorOf(id);
  const subjects = [...new Set([...owners.map((owner) => owner.subject_id), ...(itself === null ? [] : [itself])])];
  if (subjects.length === 0) {
    where.add('e.id = ?', id);
    return true;
  }
  const list = listOf(subjects);
  where.add(
    `e.seq IN (SELECT seq FROM events WHERE subject_id IN (${list.marks}) UNION SELECT seq FROM events WHERE id = ?)`,
    ...list.values,
    id,
  );
  return true;
}

function* byAmount(where: Conditions, amount: NonNullable<EventQuery['amount']>): Steps<boolean> {
  const values = [amount.currency, amount.min, amount.max];
  const inRange = 'amount_currency = ? AND amount_minor >= ? AND amount_minor <= ? AND amount_minor IS NOT NULL';
  const counted = yield* first<{ count: number }>(
    `SELECT count(*) AS count FROM (SELECT 1 FROM events WHERE ${inRange} LIMIT ?) AS counted`,
    ...values,
    fewRows + 1,
  );
  if (Number(counted?.count ?? 0) <= fewRows) {
    where.add(`e.seq IN (SELECT seq FROM events WHERE ${inRange})`, ...values);
    return true;
  }
  // Said so that the index of amounts, whose order is not that of time, does not serve.
  where.add(`coalesce(e.amount_currency, '') = ? AND coalesce(e.amount_minor, -1) BETWEEN ? AND ?`, ...values);
  return false;
}

/** The first text after all that begin with `prefix`. */
function after(prefix: string): string {
  return `${prefix.slice(0, -1)}${String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)}`;
}

function foundOf(record: FoundRecord): EventFound {
  const { amount_minor: minor, amount_currency: currency } = record;
  const amount: Money | null = minor === null || currency === null ? null : { minor: `${BigInt(minor)}`, currency };
  return { ...eventOf(record), customer: record.customer, amount };
}

export function* tallyEvents(query: { since: number; newest: number }): Steps<EventTally> {
  const newest = yield* first<{ seq: number | null }>('SELECT max(seq) AS seq FROM events');
  const from = Math.max(0, (newest?.seq ?? 0) - query.newest);
  const found = yield* rows<{ state: EventState; code: string | null; text: string | null; count: number }>(
    `SELECT e.state, e.reason_code AS code, min(e.reason_text) AS text, count(*) AS count FROM events e
     WHERE e.seq > ? AND coalesce(e.received_at, 0) >= ? GROUP BY e.state, e.reason_code ORDER BY count(*) DESC`,
    from,
    query.since,
  );
  const older = yield* first<{ seq: number }>(
    'SELECT seq FROM events WHERE seq <= ? AND seq > ? AND coalesce(received_at, 0) >= ? LIMIT 1',
    from,
    from - disorder,
    query.since,
  );
  return {
    groups: found.map(({ state, code, text, count }) => ({
      state,
      code: code ?? '',
      text: text ?? '',
      count: Number(count),
    })),
    partial: older !== null,
  };
}
