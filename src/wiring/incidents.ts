import { createHash, randomBytes } from 'node:crypto';
import type { Config } from '../config/config.ts';
import { isAnomalyKind } from '../domain/anomaly.ts';
import type { Clock } from '../domain/clock.ts';
import { failureKindOf, type Incident } from '../domain/incident.ts';
import type { Inhibitor } from '../domain/inhibitor.ts';
import { usualLimits } from '../report/incidents/detect.ts';
import { incidentEvent } from '../report/incidents/event.ts';
import { type IncidentWork, startIncidents } from '../report/incidents/work.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';

export interface IncidentsDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly owner: string;
  readonly config: () => Pick<Config, 'incidents'>;
}

export interface Incidents extends IncidentWork {
  /** Open incidents with the channels in which their cards stand; a decision must not wait for the store. */
  inhibitors(): readonly Inhibitor[];
}

/** Incidents over the real store: found by report, told as events through the same way as everything else. */
export async function incidentsOf(deps: IncidentsDeps): Promise<Incidents> {
  const { store, clock } = deps;
  let inhibitors: readonly Inhibitor[] = [];
  const onOpen = async (open: readonly Incident[]) => {
    const told = open.filter(({ version }) => version > 0);
    inhibitors = (await Promise.all(told.map((one) => inhibitorOf(one, store)))).filter((one) => one !== null);
  };
  const work = startIncidents({
    store,
    clock,
    owner: deps.owner,
    limits: () => {
      const { enabled, ...limits } = deps.config().incidents ?? { enabled: true };
      return enabled ? { ...usualLimits, ...limits } : null;
    },
    newId: () => `inc_${randomBytes(6).toString('hex')}`,
    tell: (incident) => tell(incident, deps),
    onOpen,
    log: deps.log,
  });
  // Open ones hold from the first decision on, also after a restart.
  await onOpen(await store.openIncidents().catch(() => []));
  return { ...work, inhibitors: () => inhibitors };
}

async function tell(incident: Incident, { store, clock }: IncidentsDeps): Promise<void> {
  const { id, type, created, body } = incidentEvent(incident);
  const bytes = new TextEncoder().encode(body);
  await store.acceptEvent({
    account: incident.account,
    id,
    type,
    created,
    livemode: incident.livemode,
    apiVersion: null,
    connectAccount: null,
    kind: 'snapshot',
    objectId: incident.id,
    body: bytes,
    digest: createHash('sha256').update(bytes).digest(),
    receivedAt: clock.now(),
    origin: 'incident',
    quarantine: null,
  });
}

/** An anomaly holds nothing back: what it measures is told by cards of their own. */
async function inhibitorOf(
  incident: Incident,
  store: Pick<Store, 'findSubjects' | 'cardsOf'>,
): Promise<Inhibitor | null> {
  const { account, livemode, id, kind } = incident;
  if (isAnomalyKind(kind)) return null;
  const subjects = await store.findSubjects({ account, livemode, keys: [id] });
  const cards = (await Promise.all(subjects.map((subject) => store.cardsOf(subject.id)))).flat();
  return {
    incident: id,
    account,
    livemode,
    kind: failureKindOf[kind],
    codes: incident.codes,
    channels: cards.filter(({ state }) => state === 'posted').map(({ channel }) => channel),
  };
}
