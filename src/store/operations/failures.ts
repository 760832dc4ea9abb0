import type { Failure, FailureHour, FailureSignal } from '../../domain/incident.ts';
import type { FailureWrite, IncidentScope } from '../incident-store.ts';
import { change, first, perform, rows, type Steps } from './query.ts';

const hourSeconds = 3_600;
const weekHours = 168;
const weeksBack = 8;
const rareSeconds = 7 * 86_400;
/** A payout that failed is sent again within days; what is older was settled otherwise. */
const recoverSeconds = 60 * 86_400;
const mostFailures = 20_000;

interface FailureRecord {
  readonly id: string;
  readonly kind: Failure['kind'];
  readonly at: number;
  readonly code: string;
  readonly amount_minor: string | null;
  readonly amount_currency: string | null;
  readonly subject_id: string;
  readonly customer: string | null;
  readonly invoice: string | null;
  readonly card: string | null;
}

/** Part of an event's commit. One try that several events report is one row, and counts once in its hour. */
export function* noteFailure({ account, livemode, signal }: FailureWrite): Steps<void> {
  const scope = { account, livemode: livemode ? 1 : 0 };
  if (signal.kind === 'failed') return yield* putFailure(scope, signal.failure);
  if (signal.kind === 'paid') return yield* notePaid(scope, signal);
  const { at, of, subjectId } = signal;
  if (subjectId !== null) {
    return yield* perform(
      'UPDATE failures SET recovered_at = ? WHERE recovered_at IS NULL AND subject_id = ? AND kind = ?',
      at,
      subjectId,
      of,
    );
  }
  yield* perform(
    `UPDATE failures SET recovered_at = ? WHERE recovered_at IS NULL AND kind <> 'payment' AND kind = ? AND at > ?
       AND account = ? AND livemode = ?`,
    at,
    of,
    at - recoverSeconds,
    scope.account,
    scope.livemode,
  );
}

function* putFailure(scope: { account: string; livemode: number }, failure: Failure): Steps<void> {
  const added = yield* change(
    `INSERT INTO failures (id, account, livemode, kind, at, code, amount_minor, amount_currency, subject_id, customer,
       invoice, card) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    `${scope.account}/${scope.livemode}/${failure.id}`,
    scope.account,
    scope.livemode,
    failure.kind,
    failure.at,
    failure.code,
    failure.amount?.minor ?? null,
    failure.amount?.currency ?? null,
    failure.subjectId,
    failure.customer,
    failure.invoice,
    failure.card,
  );
  if (added > 0 && failure.kind === 'payment') yield* countHour(scope, failure.at, failure.code);
}

function* notePaid(
  scope: { account: string; livemode: number },
  signal: Extract<FailureSignal, { kind: 'paid' }>,
): Steps<void> {
  yield* perform(
    `UPDATE failures SET recovered_at = ? WHERE recovered_at IS NULL
       AND subject_id IN (SELECT ? UNION SELECT id FROM subjects WHERE merged_into = ?)`,
    signal.at,
    signal.subjectId,
    signal.subjectId,
  );
  yield* countHour(scope, signal.at, 'paid');
}

function* countHour(scope: { account: string; livemode: number }, at: number, code: string): Steps<void> {
  yield* perform(
    `INSERT INTO failure_hours (account, livemode, hour, code, count) VALUES (?, ?, ?, ?, 1)
     ON CONFLICT (account, livemode, hour, code) DO UPDATE SET count = failure_hours.count + 1`,
    scope.account,
    scope.livemode,
    Math.floor(at / hourSeconds),
    code,
  );
}

export function* incidentScopes(now: number): Steps<IncidentScope[]> {
  const found = yield* rows<{ account: string; livemode: number }>(
    `SELECT account, livemode FROM failures WHERE at > ?
     UNION SELECT account, livemode FROM failures WHERE kind <> 'payment' AND at > ?
     UNION SELECT account, livemode FROM incidents WHERE state = 'open'`,
    now - hourSeconds,
    now - rareSeconds,
  );
  const scopes: IncidentScope[] = [];
  for (const scope of found) {
    scopes.push({
      account: scope.account,
      livemode: scope.livemode === 1,
      failures: yield* failuresOf(scope, now),
      hours: yield* hoursOf(scope, Math.floor(now / hourSeconds)),
      firstHour: yield* firstHourOf(scope),
    });
  }
  return scopes;
}

function* failuresOf(scope: { account: string; livemode: number }, now: number): Steps<Failure[]> {
  const columns = 'id, kind, at, code, amount_minor, amount_currency, subject_id, customer, invoice, card';
  const recent = yield* rows<FailureRecord>(
    `SELECT ${columns} FROM failures WHERE at > ? AND account = ? AND livemode = ? AND kind = 'payment'
     ORDER BY at DESC, id LIMIT ?`,
    now - hourSeconds,
    scope.account,
    scope.livemode,
    mostFailures,
  );
  const rare = yield* rows<FailureRecord>(
    `SELECT ${columns} FROM failures WHERE kind <> 'payment' AND recovered_at IS NULL AND at > ? AND account = ? AND livemode = ?
     ORDER BY at DESC, id LIMIT 1000`,
    now - rareSeconds,
    scope.account,
    scope.livemode,
  );
  return [...recent, ...rare].sort((a, b) => a.at - b.at).map(failureOf);
}

function* hoursOf(scope: { account: string; livemode: number }, hour: number): Steps<FailureHour[]> {
  const wanted = Array.from({ length: weeksBack + 1 }, (_, week) =>
    [hour, hour - 1].map((one) => one - week * weekHours),
  );
  const marks = wanted.flat().map(() => '?');
  const found = yield* rows<FailureHour>(
    `SELECT hour, code, count FROM failure_hours WHERE account = ? AND livemode = ? AND hour IN (${marks.join(',')})
     ORDER BY hour, code`,
    scope.account,
    scope.livemode,
    ...wanted.flat(),
  );
  return found.map(({ hour: at, code, count }) => ({ hour: at, code, count: Number(count) }));
}

function* firstHourOf(scope: { account: string; livemode: number }): Steps<number | null> {
  const found = yield* first<{ hour: number | null }>(
    'SELECT min(hour) AS hour FROM failure_hours WHERE account = ? AND livemode = ?',
    scope.account,
    scope.livemode,
  );
  return found?.hour ?? null;
}

function failureOf(record: FailureRecord): Failure {
  return {
    id: record.id,
    kind: record.kind,
    at: record.at,
    code: record.code,
    amount:
      record.amount_minor === null || record.amount_currency === null
        ? null
        : { minor: `${BigInt(record.amount_minor)}`, currency: record.amount_currency },
    subjectId: record.subject_id,
    customer: record.customer,
    invoice: record.invoice,
    card: record.card,
  };
}
