import type { Incident } from '../../domain/incident.ts';

/** The event by which an incident's version takes the way of every event. The same version always gives the same bytes. */
export function incidentEvent(incident: Incident): { id: string; type: string; created: number; body: string } {
  const { figures, version } = incident;
  const id = `evt_tillbell_${incident.id}_${version}`;
  const type = `tillbell.incident.${version === 1 ? 'opened' : incident.state === 'closed' ? 'closed' : 'updated'}`;
  const object = {
    id: incident.id,
    object: 'tillbell.incident',
    kind: incident.kind,
    state: incident.state,
    since: incident.since,
    opened_at: incident.openedAt,
    closed_at: incident.closedAt,
    threshold: incident.usual === null ? null : incident.threshold,
    usual: incident.usual,
    tries: figures.tries,
    failed: figures.failed,
    recovered: figures.recovered,
    lost: figures.lost,
    regained: figures.regained,
    cards: figures.cards,
    codes: figures.codes,
    customers: figures.customers,
    customers_count: figures.customerCount,
    invoices: figures.invoices,
    invoices_count: figures.invoiceCount,
    ...(incident.anomaly === undefined ? {} : { anomaly: incident.anomaly }),
    // Set where the number has doubled since it was last said in the thread.
    tells: incident.toldFailed === figures.failed,
  };
  const event = {
    id,
    object: 'event',
    type,
    created: incident.changedAt,
    livemode: incident.livemode,
    data: { object },
  };
  return { id, type, created: incident.changedAt, body: JSON.stringify(event) };
}
