import { createHash } from 'node:crypto';
import { type AnomalyKind, isAnomalyKind, type LargePayment } from '../../domain/anomaly.ts';
import type { Clock } from '../../domain/clock.ts';
import { messageOf } from '../../domain/errors.ts';
import type { AnomalyFacts, Incident } from '../../domain/incident.ts';
import type { Store } from '../../store/store.ts';
import { nothing } from '../incidents/step.ts';
import { isOver, openings, sameNow } from './decide.ts';
import type { FigureSource } from './figures.ts';
import { type AnomalyLimits, measuresOf } from './measure.ts';
import { spansAt } from './scene.ts';
import { seriesOf } from './series.ts';

export interface AnomalyScope {
  readonly account: string;
  readonly livemode: boolean;
}

export interface AnomalyDeps {
  readonly store: Pick<Store, 'holdTurn' | 'openIncidents' | 'putIncident' | 'lastClosed' | 'ledgerScopes'>;
  readonly clock: Clock;
  readonly owner: string;
  /** Null: switched off; open ones are told to their end. */
  readonly limits: () => AnomalyLimits | null;
  /** IANA name: by whose hours of the week is compared. */
  readonly zone: () => string;
  readonly figures: (scope: AnomalyScope) => FigureSource;
  /** Single payments from `since` on (Unix seconds) that are anomalies by themselves. */
  readonly payments: (
    scope: AnomalyScope,
    since: number,
    limits: AnomalyLimits,
  ) => Promise<readonly { readonly kind: 'large_payment' | 'new_customer'; readonly payment: LargePayment }[]>;
  readonly newId: () => string;
  readonly log: { warn(fields: object, message: string): void };
}

export interface AnomalyWork {
  /** One look at everything, now. */
  round(): Promise<void>;
  stop(): Promise<void>;
}

/** Figures change by quarter-hours; a look costs some dozens of sums for each account. */
const everyMs = 5 * 60_000;
/** Longer than a round takes: a process that died gives its turn back after this. */
const turnMs = 10 * 60_000;
const quarter = 900;
/** A single payment is looked for so far back: longer than the service is usually down. */
const paymentSeconds = 6 * 3_600;

/**
 * Looks each five minutes whether revenue is as usual. What begins and ends is written as an incident: from there on it takes
 * the way of every incident, which tells it once.
 */
export function startAnomalies(deps: AnomalyDeps): AnomalyWork {
  let stopped = false;
  let told = '';
  let running: Promise<void> = Promise.resolve();

  async function work(): Promise<void> {
    const at = deps.clock.now();
    const turn = { name: 'anomalies', owner: deps.owner };
    if (!(await deps.store.holdTurn({ ...turn, now: at, until: at + turnMs }))) return;
    const open = (await deps.store.openIncidents()).filter(({ kind }) => isAnomalyKind(kind));
    for (const scope of await deps.store.ledgerScopes()) {
      const mine = open.filter((one) => one.account === scope.account && one.livemode === scope.livemode);
      await judge(scope, mine, Math.floor(at / 1_000));
    }
    // Whoever comes first has the next turn: a process that ends now leaves no gap.
    await deps.store.holdTurn({ ...turn, now: deps.clock.now(), until: deps.clock.now() });
  }

  async function judge(scope: AnomalyScope, mine: readonly Incident[], second: number): Promise<void> {
    const limits = deps.limits();
    if (limits === null && mine.length === 0) return;
    const bounds = limits ?? { weeks: 1, patience: 1, off: [] };
    // Windows end with a quarter-hour: up to there the ledger has sums.
    const now = Math.floor(second / quarter) * quarter;
    const source = deps.figures(scope);
    const measures = measuresOf(await spansAt(source, now, deps.zone()), bounds);
    const context = { scope, source, now, second, bounds };
    for (const incident of mine) {
      const measure = incident.anomaly !== undefined && 'measure' in incident.anomaly ? incident.anomaly.measure : null;
      if (measure !== null && !isOver(measure, measures)) continue;
      const facts = measure === null ? null : { measure: sameNow(measure, measures) ?? measure };
      await close(
        incident,
        facts === null ? null : { ...facts, series: await courseOf(facts.measure, context) },
        second,
      );
    }
    if (limits === null) return;
    const ended = new Map((await deps.store.lastClosed(scope)).map(({ kind, closedAt }) => [kind as string, closedAt]));
    const held = new Set(mine.flatMap(({ kind }) => (isAnomalyKind(kind) ? [kind] : [])));
    for (const measure of openings(measures, now, held, ended)) {
      const anomaly = { measure, series: await courseOf(measure, context) };
      await open({ scope, kind: measure.kind, anomaly, since: now - measure.hours * 3_600, second, id: deps.newId() });
    }
    for (const { kind, payment } of await deps.payments(scope, second - paymentSeconds, limits)) {
      const id = `inc_${createHash('sha256').update(`${kind} ${scope.account} ${payment.charge}`).digest('hex').slice(0, 16)}`;
      await open({ scope, kind, anomaly: { payment }, since: payment.at, second, id });
    }
  }

  function courseOf(
    measure: Parameters<typeof seriesOf>[0],
    context: { source: FigureSource; now: number; bounds: AnomalyLimits },
  ) {
    return seriesOf(measure, context.source, context.now, deps.zone(), context.bounds);
  }

  /** An id that is known, or another open one of this kind, leaves it as it is. */
  async function open(from: {
    scope: AnomalyScope;
    kind: AnomalyKind;
    anomaly: AnomalyFacts;
    since: number;
    second: number;
    id: string;
  }): Promise<void> {
    const { scope, kind, anomaly, since, second, id } = from;
    const moment = 'payment' in anomaly;
    const incident: Incident = {
      id,
      account: scope.account,
      livemode: scope.livemode,
      kind,
      state: moment ? 'closed' : 'open',
      codes: null,
      since,
      openedAt: second,
      closedAt: moment ? second : null,
      threshold: moment ? anomaly.payment.threshold : anomaly.measure.threshold,
      usual: moment ? null : anomaly.measure.usual,
      version: moment ? 1 : 0,
      changedAt: second,
      toldFailed: 0,
      figures: nothing,
      anomaly,
    };
    if ((await deps.store.putIncident(incident)) && !moment) await deps.store.putIncident({ ...incident, version: 1 });
  }

  async function close(incident: Incident, anomaly: AnomalyFacts | null, second: number): Promise<void> {
    await deps.store.putIncident({
      ...incident,
      state: 'closed',
      closedAt: second,
      version: incident.version + 1,
      changedAt: Math.max(second, incident.changedAt + 1),
      ...(anomaly === null ? {} : { anomaly }),
    });
  }

  function round(): Promise<void> {
    running = running.then(async () => {
      try {
        await work();
        told = '';
      } catch (error) {
        const problem = messageOf(error);
        if (problem !== told && !stopped) deps.log.warn({ problem }, 'anomalies could not be looked for; tried again');
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
