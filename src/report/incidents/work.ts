import { isAnomalyKind } from '../../domain/anomaly.ts';
import type { Clock } from '../../domain/clock.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Incident } from '../../domain/incident.ts';
import type { IncidentScope } from '../../store/incident-store.ts';
import type { Store } from '../../store/store.ts';
import { detect, type IncidentLimits, type IncidentScene } from './detect.ts';
import { nextVersion, opened } from './step.ts';

export interface IncidentDeps {
  readonly store: Pick<
    Store,
    | 'incidentScopes'
    | 'putIncident'
    | 'incidentFigures'
    | 'openIncidents'
    | 'untoldIncidents'
    | 'incidentTold'
    | 'holdTurn'
  >;
  readonly clock: Clock;
  readonly owner: string;
  /** Null: incidents are switched off; open ones are told to their end. */
  readonly limits: () => IncidentLimits | null;
  /** Puts the incident's event into the store; the same version again must be the same event. */
  readonly tell: (incident: Incident) => Promise<void>;
  readonly newId: () => string;
  /** Called with the open incidents after each round. */
  readonly onOpen: (open: readonly Incident[]) => Promise<void>;
  readonly log: { warn(fields: object, message: string): void };
}

export interface IncidentWork {
  /** One look at everything, now. */
  round(): Promise<void>;
  stop(): Promise<void>;
}

const everyMs = 10_000;
/** Longer than a round takes: a process that died gives its turn back after this. */
const turnMs = 60_000;

/**
 * Looks each ten seconds whether incidents begin, grow or end. One process of a group does it at a time; all of them learn
 * which are open. What is written but not told yet (a crash in between) is told by the next round.
 */
export function startIncidents(deps: IncidentDeps): IncidentWork {
  let stopped = false;
  let told = '';
  let running: Promise<void> = Promise.resolve();

  async function work(): Promise<void> {
    const at = deps.clock.now();
    const mine = await deps.store.holdTurn({ name: 'incidents', owner: deps.owner, now: at, until: at + turnMs });
    if (mine) {
      const now = Math.floor(at / 1_000);
      const open = await deps.store.openIncidents();
      for (const scope of await deps.store.incidentScopes(now)) await judge(scope, open, now);
      for (const incident of await deps.store.untoldIncidents()) {
        await deps.tell(incident);
        await deps.store.incidentTold({ id: incident.id, version: incident.version });
      }
    }
    await deps.onOpen(await deps.store.openIncidents());
  }

  async function judge(scope: IncidentScope, all: readonly Incident[], now: number): Promise<void> {
    const mine = all.filter(
      (one) => one.account === scope.account && one.livemode === scope.livemode && !isAnomalyKind(one.kind),
    );
    const scene: IncidentScene = { ...scope, now, open: mine.map(({ kind }) => kind) };
    const limits = deps.limits();
    const fresh: Incident[] = [];
    for (const opening of limits === null ? [] : detect(scene, limits)) {
      const incident = opened(opening, { id: deps.newId(), account: scope.account, livemode: scope.livemode, now });
      if (await deps.store.putIncident(incident)) fresh.push(incident);
    }
    for (const incident of [...mine, ...fresh]) await grow(incident, scene);
  }

  async function grow(incident: Incident, scene: IncidentScene): Promise<void> {
    const next = nextVersion(incident, await deps.store.incidentFigures(incident.id), scene);
    if (next !== null) await deps.store.putIncident(next);
  }

  function round(): Promise<void> {
    running = running.then(async () => {
      try {
        await work();
        told = '';
      } catch (error) {
        const problem = messageOf(error);
        if (problem !== told && !stopped) deps.log.warn({ problem }, 'incidents could not be looked for; tried again');
        told = problem;
      }
    });
    return running;
  }

  function tick(): void {
    if (stopped) return;
    void round().then(() => {
      if (!stopped) cancel = deps.clock.after(everyMs, tick);
    });
  }

  let cancel = deps.clock.after(everyMs, tick);

  return {
    round,
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}
