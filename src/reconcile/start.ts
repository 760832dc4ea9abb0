import { messageOf } from '../domain/errors.ts';
import { type AlarmBook, createAlarmBook } from './alarms/book.ts';
import { endpointFindings } from './alarms/endpoints.ts';
import { ownWatch } from './alarms/watch-own.ts';
import { watchStream } from './alarms/watch-stream.ts';
import { catchUp, compareObjects, type RoundResult, subscriptionOf } from './catch-up.ts';
import type { Finding, ReconcileAccount, ReconcileDeps, ReconcileOptions } from './deps.ts';
import { gapsFinding } from './gaps.ts';

export const defaultOptions: ReconcileOptions = {
  everyMs: 5 * 60_000,
  firstMs: 15_000,
  objectsEveryMs: 86_400_000,
  confirmMs: 90_000,
  lagEveryMs: 10_000,
  callsPerSecond: 5,
};

export interface Reconciling {
  /** One round over every account now, events and alarms; resolves when it is done. */
  round(): Promise<void>;
  /** One comparison of objects now. */
  compare(): Promise<void>;
  /** One look at Tillbell itself now. */
  look(): Promise<void>;
  /** Calls off what is to come and waits a second at most for what is under way. */
  stop(): Promise<void>;
}

const objectsSetting = 'reconcile:objects_at';
const stopWithinMs = 1_000;

/**
 * Asks Stripe every few minutes what was missed, compares objects once a day and watches for what Tillbell must say of
 * itself. Of a group of processes one does it at a time: whoever holds the turn (a row in the store) until it is not renewed.
 */
export function startReconciling(deps: ReconcileDeps): Reconciling {
  const options = { ...defaultOptions, ...deps.options };
  const book = createAlarmBook(deps);
  const own = ownWatch(deps, book);
  const gapsAt = new Map<string, number>();
  let stopped = false;
  const cancels = new Set<() => void>();
  let underWay: Promise<void> = Promise.resolve();

  function turn(): Promise<boolean> {
    const now = deps.clock.now();
    return deps.store.holdTurn({ name: 'reconcile', owner: deps.owner, now, until: now + 2 * options.everyMs });
  }

  /** One after another, so that no two rounds ask for the same; a failed one is logged and tried again by the next. */
  function run(work: () => Promise<void>): Promise<void> {
    underWay = underWay.then(work).catch((error: unknown) => {
      deps.log.warn({ problem: messageOf(error) }, 'reconciling did not finish; it goes on with the next round');
    });
    return underWay;
  }

  async function round(): Promise<void> {
    if (stopped || !(await turn())) return;
    for (const name of deps.streams()) await watchStream(deps, name, book);
    for (const account of deps.accounts()) {
      if (stopped) return;
      await book.settle(['endpoint_disabled', 'endpoint_types'], await findingsOf(deps, account), account.name);
      await report(deps, book, gapsAt, account, 'event', await catchUp(deps, account));
    }
    const due = Number((await deps.store.getSetting(objectsSetting)) ?? 0) + options.objectsEveryMs;
    if (deps.clock.now() >= due) await compare();
  }

  async function compare(): Promise<void> {
    if (stopped || !(await turn())) return;
    for (const account of deps.accounts()) {
      const result = await compareObjects(deps, account, () => pause(options.confirmMs));
      await report(deps, book, gapsAt, account, 'object', result);
    }
    await deps.store.putSetting(objectsSetting, String(deps.clock.now()));
  }

  /** False where Tillbell ends meanwhile. */
  function pause(ms: number): Promise<boolean> {
    if (stopped) return Promise.resolve(false);
    return new Promise((resume) => {
      const cancel = deps.clock.after(ms, () => {
        cancels.delete(off);
        resume(true);
      });
      const off = () => {
        cancel();
        resume(false);
      };
      cancels.add(off);
    });
  }

  async function every(ms: number, work: () => Promise<void>, first: number): Promise<void> {
    if (!(await pause(first))) return;
    while (!stopped) {
      await work();
      if (!(await pause(ms))) return;
    }
  }

  const look = async () => {
    if (await turn()) await own();
  };
  const looking = () =>
    look().catch((error: unknown) => deps.log.warn({ problem: messageOf(error) }, 'no look at the backlog'));
  void every(options.everyMs, () => run(round), options.firstMs);
  void every(options.lagEveryMs, looking, options.lagEveryMs);

  return {
    round: () => run(round),
    compare: () => run(compare),
    look,
    async stop() {
      stopped = true;
      for (const off of cancels) off();
      cancels.clear();
      // A call to Stripe may take longer than there is time to end; what it brings is asked for again by the next round.
      await Promise.race([underWay, new Promise<void>((resume) => void deps.clock.after(stopWithinMs, resume))]);
    },
  };
}

async function findingsOf(deps: ReconcileDeps, account: ReconcileAccount): Promise<readonly Finding[]> {
  return endpointFindings(account.name, await subscriptionOf(account), deps.routes());
}

async function report(
  deps: ReconcileDeps,
  book: AlarmBook,
  gapsAt: Map<string, number>,
  account: ReconcileAccount,
  how: 'event' | 'object',
  result: RoundResult,
): Promise<void> {
  const { taken, stopped } = result;
  for (let count = 0; count < taken.length; count += 1) deps.figures.gap({ account: account.name, how });
  deps.figures.round({ account: account.name, outcome: stopped === null ? 'done' : stopped.reason.code });
  if (taken.length > 0) {
    gapsAt.set(account.name, deps.clock.now());
    deps.log.warn(
      { account: account.name, how, count: taken.length, events: taken.slice(0, 20) },
      'not received, fetched from Stripe',
    );
  }
  if (stopped !== null) {
    deps.log.warn(
      { account: account.name, code: stopped.reason.code },
      `Stripe was not asked to the end: ${stopped.reason.text}`,
    );
  }
  const gaps = gapsFinding(account.name, taken, gapsAt.get(account.name) ?? null, deps.clock.now());
  await book.settle(['gaps'], gaps, account.name);
  // Events and objects have permissions of their own: what the one may does not close the alarm of the other.
  const scope = how === 'event' ? account.name : `${account.name}/objects`;
  const refused: Finding[] =
    stopped?.kind === 'refused'
      ? [
          {
            code: 'reconcile_refused',
            scope,
            severity: 'high',
            text: `Stripe cannot be asked what the account "${account.name}" missed: ${stopped.reason.text}. Give the restricted key read access (README, "A restricted key").`,
            over: `Stripe can be asked again what the account "${account.name}" missed.`,
          },
        ]
      : [];
  await book.settle(['reconcile_refused'], refused, scope);
}
