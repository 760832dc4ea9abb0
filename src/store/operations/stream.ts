import type { Backlog } from '../reconcile-store.ts';
import { change, first, rows, type Steps } from './query.ts';

export function* connectAccounts(query: { account: string; since: number }): Steps<{ id: string; firstAt: number }[]> {
  const found = yield* rows<{ connect_account: string; first_at: number }>(
    `SELECT connect_account, min(created) AS first_at FROM events
     WHERE account = ? AND connect_account IS NOT NULL AND received_at >= ?
     GROUP BY connect_account ORDER BY connect_account`,
    query.account,
    query.since,
  );
  return found.map((record) => ({ id: record.connect_account, firstAt: record.first_at }));
}

export function* countArrivals(query: { account: string; from: number; to: number }): Steps<number> {
  const found = yield* first<{ count: number }>(
    `SELECT count(*) AS count FROM events
     WHERE received_at >= ? AND received_at < ? AND account = ? AND origin = 'webhook'`,
    query.from,
    query.to,
    query.account,
  );
  return Number(found?.count ?? 0);
}

export function* lastArrival(account: string): Steps<number | null> {
  const found = yield* first<{ received_at: number }>(
    `SELECT received_at FROM events WHERE account = ? AND origin = 'webhook' ORDER BY received_at DESC LIMIT 1`,
    account,
  );
  return found?.received_at ?? null;
}

export function* streamHours(query: {
  account: string;
  sinceHour: number;
}): Steps<{ hour: number; arrivals: number }[]> {
  const found = yield* rows<{ hour: number; arrivals: number }>(
    'SELECT hour, arrivals FROM stream_hours WHERE account = ? AND hour >= ? ORDER BY hour',
    query.account,
    query.sinceHour,
  );
  return found.map(({ hour, arrivals }) => ({ hour, arrivals }));
}

export function* noteStreamHour(note: {
  account: string;
  hour: number;
  arrivals: number;
  keepFromHour: number;
}): Steps<void> {
  yield* change(
    'INSERT INTO stream_hours (account, hour, arrivals) VALUES (?, ?, ?) ON CONFLICT (account, hour) DO NOTHING',
    note.account,
    note.hour,
    note.arrivals,
  );
  yield* change('DELETE FROM stream_hours WHERE account = ? AND hour < ?', note.account, note.keepFromHour);
}

/**
 * `due_at` of an event is the end of its wait or of its lease: one that is just being worked on is not behind. Of the
 * deliveries, changes of a card that stands may wait behind news, and what waits for its digest is in time.
 */
export function* backlog(now: number): Steps<Backlog> {
  const oldest = yield* first<{ received_at: number | null }>(
    `SELECT min(received_at) AS received_at FROM events WHERE state = 'received' AND due_at <= ?`,
    now,
  );
  const overdue = yield* rows<{ lane: string; deadline_at: number }>(
    `SELECT d.lane, min(d.deadline_at) AS deadline_at FROM deliveries d
     LEFT JOIN lanes l ON l.lane = d.lane
     LEFT JOIN workspaces w ON w.workspace = l.workspace OR w.workspace = l.lane
     WHERE d.state IN ('pending', 'sending', 'ambiguous') AND d.deadline_at < ? AND (d.due_at <= ? OR d.attempts > 0)
       AND coalesce(d.fold_at, 0) <= ? AND d.priority < 3 AND d.op <> 'notice' AND w.workspace IS NULL
       AND (d.op <> 'card' OR NOT EXISTS (SELECT 1 FROM cards k
         WHERE k.subject_id = d.subject_id AND k.channel = d.channel AND k.state = 'posted'))
     GROUP BY d.lane ORDER BY d.lane`,
    now,
    now,
    now,
  );
  const parked = yield* rows<{ lane: string; count: number }>(
    `SELECT lane, count(*) AS count FROM deliveries
     WHERE state IN ('sending', 'ambiguous', 'parked', 'dead') AND state = 'parked' GROUP BY lane ORDER BY lane`,
  );
  return {
    oldestReceivedAt: oldest?.received_at ?? null,
    overdue: overdue.map(({ lane, deadline_at }) => ({ lane, deadlineAt: deadline_at })),
    parked: parked.map(({ lane, count }) => ({ lane, count: Number(count) })),
  };
}

/** Two processes that ask at once: the row is changed, or inserted, by one of them. */
export function* holdTurn(turn: { name: string; owner: string; now: number; until: number }): Steps<boolean> {
  const taken = yield* change(
    'UPDATE turns SET owner = ?, until = ? WHERE name = ? AND (owner = ? OR until <= ?)',
    turn.owner,
    turn.until,
    turn.name,
    turn.owner,
    turn.now,
  );
  if (taken > 0) return true;
  const made = yield* change(
    'INSERT INTO turns (name, owner, until) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING',
    turn.name,
    turn.owner,
    turn.until,
  );
  return made > 0;
}
