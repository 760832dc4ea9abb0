import type { Clock } from '../../domain/clock.ts';
import { messageOf } from '../../domain/errors.ts';
import { type Period, periods, type Summary } from '../../domain/summary.ts';
import type { LedgerStore } from '../../store/ledger-store.ts';
import type { ReconcileStore } from '../../store/reconcile-store.ts';
import type { SummaryAsked, SummaryRow, SummaryStore } from '../../store/summary-store.ts';
import { closedPeriod, dayOf, type PeriodWindows } from '../calendar.ts';
import { changesBetween } from './corrections.ts';
import { newestFiring, type SummaryTimes } from './schedule.ts';

/** One channel's summaries. */
export interface SummarySeries extends SummaryTimes {
  /** Channel and filter; the same after a restart, whatever the times are now. */
  readonly name: string;
  readonly channel: string;
  readonly lane: string;
  readonly timezone: string;
  readonly asked: SummaryAsked;
  readonly view: Summary['figures']['view'];
}

export interface SummaryWorkDeps {
  readonly store: Pick<
    LedgerStore & SummaryStore & ReconcileStore,
    'ledgerChanges' | 'fireSummary' | 'lastFiring' | 'postedSummaries' | 'correctSummary' | 'holdTurn'
  >;
  readonly clock: Clock;
  readonly owner: string;
  readonly series: () => readonly SummarySeries[];
  /** Brings the ledger up to Stripe's balance transactions, where that can be asked. */
  readonly refresh: () => Promise<void>;
  readonly compute: (asked: {
    readonly period: Period;
    readonly timezone: string;
    readonly windows: PeriodWindows;
    readonly asked: SummaryAsked;
    readonly view: Summary['figures']['view'];
  }) => Promise<Summary>;
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
}

export interface SummaryWork {
  /** One look at what is due and at what changed, now. */
  round(): Promise<void>;
  /** Posts the newest closed period of every series that has one, whatever the time; once more at each call. */
  tell(period: Period): Promise<void>;
  stop(): Promise<void>;
}

const everyMs = 20_000;
/** Fees of the running day are no older than this, for whoever asks between two summaries. */
const refreshEveryMs = 10 * 60_000;
/** Longer than a round takes: a process that died gives its turn back after this. */
const turnMs = 120_000;
/** A closed period is corrected only when nothing of it changed for so long: ten late events are one correction. */
const settledForMs = 60_000;
const lookBackMs = 3 * 86_400_000;
/** Summaries whose period ended longer ago are left as they were told; their figures are right in `tillbell report`. */
const correctedForSeconds = 62 * 86_400;

/**
 * Posts summaries at their local times and corrects those that late news made wrong. Each firing is a row, once for ever:
 * of two processes one posts it, after a restart it is not posted again, and what was missed while nothing ran is posted
 * once, the newest of each series (F93). A series that is seen for the first time begins with its next firing.
 */
export function startSummaries(deps: SummaryWorkDeps): SummaryWork {
  let stopped = false;
  let told = '';
  // What changed while nothing ran was changed by nobody; a few days are for other processes on the same store.
  let lookedTo = deps.clock.now() - lookBackMs;
  let refreshAt = 0;
  let running: Promise<void> = Promise.resolve();

  async function work(): Promise<void> {
    const now = deps.clock.now();
    const mine = await deps.store.holdTurn({ name: 'summaries', owner: deps.owner, now, until: now + turnMs });
    if (!mine) return;
    const due = await dueNow(deps, now);
    if (due.length > 0 || now >= refreshAt) {
      refreshAt = now + refreshEveryMs;
      await deps.refresh();
    }
    for (const one of due) if (!stopped) await fire(deps, one, now);
    lookedTo = await correctAll(deps, lookedTo, now);
  }

  function round(): Promise<void> {
    running = running.then(async () => {
      try {
        if (!stopped) await work();
        told = '';
      } catch (error) {
        const problem = messageOf(error);
        if (problem !== told && !stopped) deps.log.warn({ problem }, 'summaries were not looked after; tried again');
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

  async function tell(period: Period): Promise<void> {
    const now = deps.clock.now();
    await deps.refresh();
    for (const series of deps.series()) {
      const firing = newestFiring(series, period, series.timezone, now);
      if (firing === null) continue;
      // The day that is running may have its time still ahead; what is asked for is what has closed.
      const day = dayOf(Math.floor(now / 1000), series.timezone);
      const key = `${series.name}/${period}/asked`;
      await fire(deps, { series, key, id: `${key}/${now}`, firing: { ...firing, day, at: now } }, now);
    }
  }

  return {
    round,
    tell,
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}

interface Due {
  readonly series: SummarySeries;
  readonly key: string;
  readonly id: string;
  readonly firing: NonNullable<ReturnType<typeof newestFiring>>;
}

async function dueNow(deps: SummaryWorkDeps, now: number): Promise<Due[]> {
  const due: Due[] = [];
  for (const series of deps.series()) {
    for (const period of periods) {
      const firing = newestFiring(series, period, series.timezone, now);
      if (firing === null) continue;
      const key = `${series.name}/${period}`;
      const last = await deps.store.lastFiring(key);
      if (last !== null && last >= firing.at) continue;
      const id = `${key}/${firing.day.toString()}`;
      // What was due before anybody asked for this summary is not owed.
      if (last === null) await pass(deps, series, { key, id, at: firing.at, now });
      else due.push({ series, key, id, firing });
    }
  }
  return due;
}

async function pass(
  deps: SummaryWorkDeps,
  { channel, lane }: SummarySeries,
  firing: { key: string; id: string; at: number; now: number },
): Promise<void> {
  const { key: series, id, at: dueAt, now } = firing;
  await deps.store.fireSummary({ id, series, channel, lane, dueAt, now, body: null });
}

async function fire(deps: SummaryWorkDeps, { series, key, id, firing }: Due, now: number): Promise<void> {
  const { channel, lane, timezone, asked, view } = series;
  const windows = closedPeriod(firing.period, firing.day, timezone);
  const summary = await deps.compute({ period: firing.period, timezone, windows, asked, view });
  const body = { summary, request: asked, corrections: [] };
  const fired = await deps.store.fireSummary({ id, series: key, channel, lane, dueAt: firing.at, now, body });
  if (fired) deps.log.info({ summary: id, late_ms: now - firing.at }, 'summary fired');
}

/** Looks at posted summaries in whose window something changed; gives the time up to which changes were looked at. */
async function correctAll(deps: SummaryWorkDeps, since: number, now: number): Promise<number> {
  const changes = await deps.store.ledgerChanges(since);
  if (changes.length === 0) return since;
  const upTo = now - settledForMs;
  let waiting = false;
  for (const row of await deps.store.postedSummaries(Math.floor(now / 1000) - correctedForSeconds)) {
    const { window } = row.body.summary;
    const own = changes.filter(({ from, to }) => from < window.to && to >= window.from);
    if (own.length === 0) continue;
    if (own.some(({ changedAt }) => changedAt > upTo)) waiting = true;
    else await correct(deps, row, now);
  }
  return waiting ? since : Math.max(since, upTo);
}

async function correct(deps: SummaryWorkDeps, row: SummaryRow, now: number): Promise<void> {
  const { summary: before, request: asked, corrections } = row.body;
  const { period, timezone, window, figures } = before;
  const windows = { ...closedPeriod(period, dayOf(window.to, timezone), timezone), window };
  const summary = await deps.compute({ period, timezone, windows, asked, view: figures.view });
  const changed = changesBetween(before, summary);
  if (changed.length === 0) return;
  const version = row.version + 1;
  const correction = { version, at: Math.floor(now / 1000), changes: changed };
  const body = { summary, request: asked, corrections: [...corrections, correction] };
  const corrected = await deps.store.correctSummary({ id: row.id, version, body, now, tell: true });
  if (corrected) deps.log.info({ summary: row.id, changes: changed.length }, 'summary corrected');
}
