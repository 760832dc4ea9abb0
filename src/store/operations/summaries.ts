import type { SummaryBody, SummaryFiring, SummaryRow } from '../summary-store.ts';
import type { Context } from './context.ts';
import { insertDelivery } from './insert-delivery.ts';
import { change, first, rows, type Steps } from './query.ts';

/** Nobody waits for a summary by the second; what is urgent goes first. */
const summaryWithinMs = 60_000;

export function* fireSummary(context: Context, firing: SummaryFiring): Steps<boolean> {
  const { body } = firing;
  const written = yield* change(
    `INSERT INTO summaries (id, series, period, channel, lane, from_at, to_at, due_at, created_at, looked_at, version, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?) ON CONFLICT DO NOTHING`,
    firing.id,
    firing.series,
    body?.summary.period ?? '',
    firing.channel,
    firing.lane,
    body?.summary.window.from ?? 0,
    body?.summary.window.to ?? 0,
    firing.dueAt,
    firing.now,
    firing.now,
    body === null ? null : JSON.stringify(body),
  );
  if (written === 0) return false;
  if (body !== null) yield* post(context, { ...firing, version: 1 });
  return true;
}

function* post(
  context: Context,
  summary: { id: string; channel: string; lane: string; now: number; version: number },
): Steps<void> {
  yield* insertDelivery(context, {
    op: 'summary',
    state: 'pending',
    lane: summary.lane,
    channel: summary.channel,
    route: '',
    subjectId: null,
    changeKey: changeKeyOf(summary.id, summary.version),
    severity: 'normal',
    mention: null,
    foldClass: null,
    foldAt: null,
    amount: null,
    tone: 'neutral',
    createdAt: summary.now,
    notBefore: summary.now,
    deadlineAt: summary.now + summaryWithinMs,
    note: summary.id,
    reason: null,
  });
}

/** The first message of a summary, or a correction in its thread. */
function changeKeyOf(id: string, version: number): string {
  return version === 1 ? id : `${id}#${version}`;
}

export function* lastFiring(series: string): Steps<number | null> {
  const found = yield* first<{ due_at: number | null }>(
    'SELECT max(due_at) AS due_at FROM summaries WHERE series = ?',
    series,
  );
  return found === null || found.due_at === null ? null : Number(found.due_at);
}

interface SummaryRecord {
  readonly id: string;
  readonly channel: string;
  readonly lane: string;
  readonly version: number;
  readonly body: string;
  readonly ts: string | null;
}

const columns = `s.id, s.channel, s.lane, s.version, s.body,
  (SELECT max(d.ts) FROM deliveries d WHERE d.lane = s.lane AND d.op = 'summary' AND d.change_key = s.id) AS ts`;

export function* getSummary(id: string): Steps<SummaryRow | null> {
  const found = yield* first<SummaryRecord>(
    `SELECT ${columns} FROM summaries s WHERE s.id = ? AND s.body IS NOT NULL`,
    id,
  );
  return found === null ? null : rowOf(found);
}

export function* postedSummaries(since: number): Steps<SummaryRow[]> {
  const found = yield* rows<SummaryRecord>(
    `SELECT ${columns} FROM summaries s WHERE s.to_at >= ? AND s.body IS NOT NULL ORDER BY s.to_at, s.id`,
    since,
  );
  return found.map(rowOf);
}

export function* correctSummary(
  context: Context,
  correction: { id: string; version: number; body: SummaryBody; now: number; tell: boolean },
): Steps<boolean> {
  const written = yield* change(
    'UPDATE summaries SET version = ?, body = ?, looked_at = ? WHERE id = ? AND version = ?',
    correction.version,
    JSON.stringify(correction.body),
    correction.now,
    correction.id,
    correction.version - 1,
  );
  if (written === 0) return false;
  const place = yield* first<{ channel: string; lane: string }>(
    'SELECT channel, lane FROM summaries WHERE id = ?',
    correction.id,
  );
  if (place !== null && correction.tell) yield* post(context, { ...correction, ...place });
  return true;
}

function rowOf({ id, channel, lane, version, body, ts }: SummaryRecord): SummaryRow {
  return { id, channel, lane, version: Number(version), body: JSON.parse(body) as SummaryBody, ts };
}
