import type { DisputeRecord } from '../../domain/dispute.ts';
import type {
  DeskWrite,
  DisputeName,
  DisputeOutcome,
  NetworkMonth,
  OpenDisputeRow,
  ReminderRow,
} from '../dispute-store.ts';
import { perform, rows, type Steps } from './query.ts';

const mostOpen = 5_000;
/** Win rates look years back; what is older says little of today. */
const keptSeconds = 3 * 365 * 86_400;

/** Part of an event's commit. A dispute's row follows the subject's state, which never goes back in time. */
export function* noteDesk({ account, livemode, signal }: DeskWrite): Steps<void> {
  const scope = [account, livemode ? 1 : 0] as const;
  if (signal.kind === 'dispute') return yield* putDispute(scope, signal.dispute);
  const payment = signal.kind === 'payment' ? 1 : 0;
  yield* perform(
    `INSERT INTO network_months (account, livemode, month, network, payments, fraud_reports) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (account, livemode, month, network) DO UPDATE SET
       payments = network_months.payments + excluded.payments,
       fraud_reports = network_months.fraud_reports + excluded.fraud_reports`,
    ...scope,
    monthOf(signal.at),
    signal.network,
    payment,
    1 - payment,
  );
}

function* putDispute(scope: readonly [string, number], dispute: DisputeRecord): Steps<void> {
  yield* perform(
    `INSERT INTO disputes (account, livemode, id, subject_id, status, reason, network, amount_minor, amount_currency, created,
       due_by, submissions) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (account, livemode, id) DO UPDATE SET subject_id = excluded.subject_id, status = excluded.status,
       reason = excluded.reason, network = coalesce(excluded.network, disputes.network),
       amount_minor = excluded.amount_minor, amount_currency = excluded.amount_currency, due_by = excluded.due_by,
       submissions = excluded.submissions`,
    ...scope,
    dispute.id,
    dispute.subjectId,
    dispute.status,
    dispute.reason,
    dispute.network,
    dispute.amount?.minor ?? null,
    dispute.amount?.currency ?? null,
    dispute.created,
    dispute.dueBy,
    dispute.submissions,
  );
}

/** `2026-11` of Unix seconds, UTC. */
function monthOf(at: number): string {
  return new Date(at * 1_000).toISOString().slice(0, 7);
}

interface DisputeRow {
  readonly account: string;
  readonly livemode: number;
  readonly id: string;
  readonly subject_id: string;
  readonly status: string;
  readonly reason: string;
  readonly network: string | null;
  readonly amount_minor: string | null;
  readonly amount_currency: string | null;
  readonly created: number;
  readonly due_by: number;
  readonly submissions: number;
  readonly assignee: string | null;
}

export function* openDisputes(now: number): Steps<OpenDisputeRow[]> {
  const found = yield* rows<DisputeRow>(
    `SELECT d.*, (SELECT a.assignee FROM actions a WHERE a.subject_id = d.subject_id AND a.assignee IS NOT NULL
         AND a.state = 'done' ORDER BY a.updated_at DESC, a.id DESC LIMIT 1) AS assignee
     FROM disputes d WHERE d.status IN ('needs_response', 'warning_needs_response', 'appeal_needs_response')
       AND d.due_by > ? ORDER BY d.due_by, d.id LIMIT ?`,
    Math.floor(now / 1_000),
    mostOpen,
  );
  return found.map((row) => ({
    account: row.account,
    livemode: row.livemode === 1,
    id: row.id,
    subjectId: row.subject_id,
    status: row.status,
    reason: row.reason,
    network: row.network,
    amount:
      row.amount_minor === null || row.amount_currency === null
        ? null
        : { minor: `${BigInt(row.amount_minor)}`, currency: row.amount_currency },
    created: row.created,
    dueBy: row.due_by,
    submissions: row.submissions,
    assignee: row.assignee,
  }));
}

export function* remindersOf({ account, livemode, id }: DisputeName): Steps<ReminderRow[]> {
  const found = yield* rows<{ due_by: number; rung: string; channel: string; state: ReminderRow['state']; at: number }>(
    `SELECT due_by, rung, channel, state, at FROM dispute_reminders
     WHERE account = ? AND livemode = ? AND dispute_id = ? ORDER BY at, rung, channel`,
    account,
    livemode ? 1 : 0,
    id,
  );
  return found.map(({ due_by, ...row }) => ({ ...row, dueBy: due_by }));
}

export function* passOverReminders(
  pass: DisputeName & { dueBy: number; channel: string; rungs: readonly string[]; now: number },
): Steps<void> {
  for (const rung of pass.rungs) yield* putReminder({ ...pass, rung }, 'passed');
}

export function* putReminder(
  reminder: DisputeName & { dueBy: number; channel: string; rung: string; now: number },
  state: ReminderRow['state'],
): Steps<void> {
  yield* perform(
    `INSERT INTO dispute_reminders (account, livemode, dispute_id, due_by, rung, channel, state, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    reminder.account,
    reminder.livemode ? 1 : 0,
    reminder.id,
    reminder.dueBy,
    reminder.rung,
    reminder.channel,
    state,
    reminder.now,
  );
}

export function* disputeOutcomes(since: number): Steps<DisputeOutcome[]> {
  const found = yield* rows<{
    account: string;
    livemode: number;
    reason: string;
    status: 'won' | 'lost';
    fought: number;
    count: number;
  }>(
    `SELECT account, livemode, reason, status, CASE WHEN submissions > 0 THEN 1 ELSE 0 END AS fought, count(*) AS count
     FROM disputes WHERE created >= ? AND status IN ('won', 'lost')
     GROUP BY account, livemode, reason, status, CASE WHEN submissions > 0 THEN 1 ELSE 0 END
     ORDER BY account, livemode, reason, status, fought`,
    since,
  );
  return found.map((row) => ({
    ...row,
    livemode: row.livemode === 1,
    fought: Number(row.fought) === 1,
    count: Number(row.count),
  }));
}

export function* networkMonths(months: readonly string[]): Steps<NetworkMonth[]> {
  const counts = new Map<string, NetworkMonth>();
  for (const month of months) {
    for (const row of yield* paymentsOf(month)) counts.set(keyOf(row), row);
    for (const row of yield* disputesOf(month)) {
      const known = counts.get(keyOf(row));
      counts.set(keyOf(row), known === undefined ? row : { ...known, disputes: row.disputes });
    }
  }
  return [...counts.values()];
}

function keyOf({ account, livemode, month, network }: NetworkMonth): string {
  return JSON.stringify([account, livemode, month, network]);
}

function* paymentsOf(month: string): Steps<NetworkMonth[]> {
  const found = yield* rows<{
    account: string;
    livemode: number;
    network: string;
    payments: number;
    fraud_reports: number;
  }>(
    'SELECT account, livemode, network, payments, fraud_reports FROM network_months WHERE month = ? ORDER BY account, network',
    month,
  );
  return found.map(({ fraud_reports: fraudReports, ...row }) => ({
    ...row,
    month,
    livemode: row.livemode === 1,
    disputes: 0,
    fraudReports,
  }));
}

function* disputesOf(month: string): Steps<NetworkMonth[]> {
  const start = Date.parse(`${month}-01T00:00:00Z`) / 1_000;
  const [year = 0, number = 1] = month.split('-').map(Number);
  const end = Date.UTC(year, number, 1) / 1_000;
  const found = yield* rows<{ account: string; livemode: number; network: string; count: number }>(
    `SELECT account, livemode, coalesce(network, 'unknown') AS network, count(*) AS count FROM disputes
     WHERE created >= ? AND created < ? AND status NOT IN ('warning_needs_response', 'warning_under_review', 'warning_closed',
       'prevented') GROUP BY account, livemode, coalesce(network, 'unknown') ORDER BY account, network`,
    start,
    end,
  );
  return found.map(({ count, ...row }) => ({
    ...row,
    month,
    livemode: row.livemode === 1,
    disputes: Number(count),
    payments: 0,
    fraudReports: 0,
  }));
}

/** `before` in milliseconds since the epoch; of what is closed only what win rates no longer look at goes. */
export function* dropDisputes(before: number): Steps<void> {
  const seconds = Math.floor(before / 1_000) - keptSeconds;
  yield* perform(`DELETE FROM dispute_reminders WHERE due_by < ?`, seconds);
  yield* perform('DELETE FROM disputes WHERE created < ?', seconds);
  yield* perform('DELETE FROM network_months WHERE month < ?', monthOf(Math.max(0, seconds)));
}
