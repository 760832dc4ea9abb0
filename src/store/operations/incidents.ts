import { isAnomalyKind, isMoment } from '../../domain/anomaly.ts';
import { failureKindOf, type Incident, type IncidentFigures, type IncidentKind } from '../../domain/incident.ts';
import type { Money } from '../../domain/money.ts';
import type { Context } from './context.ts';
import { change, first, perform, rows, type Steps } from './query.ts';

/** Ids that a card names; the rest is a number. */
const namedAtMost = 10;
/** Stripe does not order events: what failed just before the first that came belongs to it as well. */
const unorderedSeconds = 300;
/** Baselines look eight weeks back, whatever the retention of events. */
const hoursKept = 24 * 57;

export function incidentPlace(id: string): string {
  return `incidents/${id}`;
}

export function* putIncident(context: Context, incident: Incident): Steps<boolean> {
  const sealed = context.cipher.seal(incidentPlace(incident.id), Buffer.from(JSON.stringify(incident)));
  const written =
    incident.version === 0 || isMoment(incident.kind)
      ? yield* change(
          `INSERT INTO incidents (id, account, livemode, kind, state, since, opened_at, closed_at, version, told_version,
             key_id, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?) ON CONFLICT DO NOTHING`,
          incident.id,
          incident.account,
          incident.livemode ? 1 : 0,
          incident.kind,
          incident.state,
          incident.since,
          incident.openedAt,
          incident.closedAt,
          incident.version,
          sealed.keyId,
          sealed.data,
        )
      : yield* change(
          `UPDATE incidents SET state = ?, closed_at = ?, version = ?, key_id = ?, body = ?
           WHERE id = ? AND version = ? AND state = 'open'`,
          incident.state,
          incident.closedAt,
          incident.version,
          sealed.keyId,
          sealed.data,
          incident.id,
          incident.version - 1,
        );
  if (written === 0) return false;
  if (incident.state === 'open') yield* joinFailures(incident);
  return true;
}

/** When the last anomaly of each kind ended (Unix seconds), of those that are still known. */
export function* lastClosed(scope: {
  account: string;
  livemode: boolean;
}): Steps<{ kind: IncidentKind; closedAt: number }[]> {
  const found = yield* rows<{ kind: IncidentKind; closed_at: number }>(
    `SELECT kind, max(closed_at) AS closed_at FROM incidents WHERE state = 'closed' AND closed_at IS NOT NULL
       AND account = ? AND livemode = ? GROUP BY kind ORDER BY kind`,
    scope.account,
    scope.livemode ? 1 : 0,
  );
  return found.map(({ kind, closed_at }) => ({ kind, closedAt: closed_at }));
}

function* joinFailures(incident: Incident): Steps<void> {
  if (isAnomalyKind(incident.kind)) return;
  const codes = incident.codes ?? [];
  yield* perform(
    `UPDATE failures SET incident_id = ? WHERE at >= ? AND incident_id IS NULL AND account = ? AND livemode = ? AND kind = ?
       ${codes.length === 0 ? '' : `AND code IN (${codes.map(() => '?').join(',')})`}`,
    incident.id,
    incident.since - unorderedSeconds,
    incident.account,
    incident.livemode ? 1 : 0,
    failureKindOf[incident.kind],
    ...codes,
  );
}

interface SubjectSum {
  readonly subject_id: string;
  readonly tries: number;
  readonly amount_minor: string | null;
  readonly amount_currency: string | null;
  readonly open: number;
  readonly customer: string | null;
  readonly invoice: string | null;
}

/** Joins what came since the last look, then sums. Exact: amounts are added up as bigint. A subject counts once, with one amount, and as recovered when nothing of it is open. */
export function* incidentFigures(context: Context, id: string): Steps<IncidentFigures> {
  const [open] = yield* incidentsWhere(context, `state = 'open' AND id = ?`, id);
  if (open !== undefined) yield* joinFailures(open);
  const subjects = yield* rows<SubjectSum>(
    `SELECT subject_id, tries, open, amount_minor, amount_currency, customer, invoice FROM (
       SELECT subject_id, amount_minor, amount_currency, customer, invoice,
         row_number() OVER (PARTITION BY subject_id ORDER BY at DESC, id DESC) AS place,
         count(*) OVER (PARTITION BY subject_id) AS tries,
         sum(CASE WHEN recovered_at IS NULL THEN 1 ELSE 0 END) OVER (PARTITION BY subject_id) AS open
       FROM failures WHERE incident_id = ?) AS newest
     WHERE place = 1 ORDER BY subject_id`,
    id,
  );
  const codes = yield* rows<{ code: string; count: number }>(
    `SELECT code, count(DISTINCT subject_id) AS count FROM failures WHERE incident_id = ? GROUP BY code
     ORDER BY count(DISTINCT subject_id) DESC, code LIMIT ?`,
    id,
    namedAtMost,
  );
  const beside = yield* first<{ cards: number; last_at: number | null }>(
    'SELECT count(DISTINCT card) AS cards, max(at) AS last_at FROM failures WHERE incident_id = ?',
    id,
  );
  const recovered = subjects.filter(({ open }) => Number(open) === 0);
  const customers = [...new Set(subjects.flatMap(({ customer }) => customer ?? []))];
  const invoices = [...new Set(subjects.flatMap(({ invoice }) => invoice ?? []))];
  return {
    tries: subjects.reduce((sum, one) => sum + Number(one.tries), 0),
    failed: subjects.length,
    recovered: recovered.length,
    lost: sums(subjects),
    regained: sums(recovered),
    cards: Number(beside?.cards ?? 0),
    codes: codes.map(({ code, count }) => ({ code, count: Number(count) })),
    customers: customers.slice(0, namedAtMost),
    customerCount: customers.length,
    invoices: invoices.slice(0, namedAtMost),
    invoiceCount: invoices.length,
    lastAt: beside?.last_at ?? 0,
  };
}

function sums(subjects: readonly SubjectSum[]): Money[] {
  const byCurrency = new Map<string, bigint>();
  for (const { amount_minor: minor, amount_currency: currency } of subjects) {
    if (minor === null || currency === null) continue;
    byCurrency.set(currency, (byCurrency.get(currency) ?? 0n) + BigInt(minor));
  }
  return [...byCurrency].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, sum]) => ({ currency, minor: `${sum}` }));
}

export function* openIncidents(context: Context): Steps<Incident[]> {
  return yield* incidentsWhere(context, `state = 'open'`);
}

export function* untoldIncidents(context: Context): Steps<Incident[]> {
  return yield* incidentsWhere(context, 'told_version < version');
}

function* incidentsWhere(context: Context, where: string, ...values: readonly string[]): Steps<Incident[]> {
  const found = yield* rows<{ id: string; key_id: string; body: Uint8Array }>(
    `SELECT id, key_id, body FROM incidents WHERE ${where} ORDER BY id LIMIT 1000`,
    ...values,
  );
  return found.flatMap(({ id, key_id, body }) => {
    const opened = context.cipher.open(incidentPlace(id), { keyId: key_id, data: body });
    return opened === null ? [] : [JSON.parse(Buffer.from(opened).toString('utf8')) as Incident];
  });
}

export function* incidentTold(told: { id: string; version: number }): Steps<void> {
  yield* perform(
    'UPDATE incidents SET told_version = ? WHERE id = ? AND told_version < ?',
    told.version,
    told.id,
    told.version,
  );
}

/** `before` in milliseconds since the epoch. What an open incident counts stays. */
export function* dropFailures(before: number, batch: number): Steps<number> {
  const seconds = Math.floor(before / 1_000);
  const failures = yield* change(
    `DELETE FROM failures WHERE id IN (SELECT f.id FROM failures f WHERE f.at < ?
       AND NOT EXISTS (SELECT 1 FROM incidents i WHERE i.id = f.incident_id AND i.state = 'open') ORDER BY f.at LIMIT ?)`,
    seconds,
    batch,
  );
  yield* perform('DELETE FROM failure_hours WHERE hour < ?', Math.floor(seconds / 3_600) - hoursKept);
  const incidents = yield* change(
    `DELETE FROM incidents WHERE state = 'closed' AND closed_at < ? AND told_version >= version`,
    seconds,
  );
  return Math.max(failures, incidents >= batch ? batch : 0);
}
