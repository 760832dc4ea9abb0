import { messageOf } from '../domain/errors.ts';
import type { LaneLease } from '../store/store.ts';
import { abandonFlights } from './abandon.ts';
import type { DeliverDeps } from './deps.ts';
import { type Lane, openLane, type Shared, sharedOf } from './lane.ts';
import { runLane } from './lane-runner.ts';
import { keepLeases } from './lease-keeper.ts';
import { wakeable } from './wakeable.ts';

export interface Delivering {
  /** A hint that something may be due now. Without it everything still goes out, up to `pollMs` later. */
  wake(): void;
  /**
   * Starts nothing more and waits for what is in flight; what did not end within `deadlineMs` is put on record as ambiguous
   * (F66). Afterwards the lanes are free for others and the store is not touched again.
   */
  stop(deadlineMs: number): Promise<void>;
  /** Resolves when nothing is due (a retry later on is not) and nothing in flight; for tests and the demo. */
  idle(): Promise<void>;
}

const mostLanes = 256;
/** Between two looks for lanes while some are served: a burst of hints must not become a burst of leases. */
const passGapMs = 20;

interface Served {
  readonly lane: Lane;
  readonly done: Promise<void>;
}

/** Leases lanes that have work and serves each until it is dry. Never throws: what fails is logged and tried again. */
export function startDelivering(deps: DeliverDeps): Delivering {
  const { store, clock, log, owner } = deps;
  const served = new Map<string, Served>();
  const signal = wakeable(clock);
  /** Lanes that are let go but still leased to us, since the store did not take the release. */
  const unreleased = new Set<string>();
  const waiters: { since: number; resolve: () => void }[] = [];
  let stopping = false;
  let passes = 0;

  const shared = sharedOf(deps, (workspace) => {
    for (const { lane } of served.values()) {
      if (lane.closed !== null || (lane.workspace !== workspace && lane.name !== workspace)) continue;
      lane.closed = 'paused';
      lane.signal.wake();
    }
  });

  function wake(): void {
    for (const { lane } of served.values()) lane.signal.wake();
    signal.wake();
  }

  function serve(lease: LaneLease, leasedAt: number): void {
    const lane = openLane(shared, lease, leasedAt);
    const done = runLane(shared, lane, () => waiters.length === 0).then(() => letGo(lane));
    served.set(lane.name, { lane, done });
  }

  async function letGo(lane: Lane): Promise<void> {
    if (lane.closed === 'stopping') return;
    await release([lane.name]);
    served.delete(lane.name);
    // Something may have come between the last look and the release. After a failure the next poll is soon enough.
    if (lane.closed !== 'lost') signal.wake();
  }

  async function release(lanes: readonly string[]): Promise<void> {
    try {
      await store.releaseLanes({ owner, lanes });
      for (const lane of lanes) unreleased.delete(lane);
    } catch (error) {
      for (const lane of lanes) unreleased.add(lane);
      log.warn({ lanes: lanes.length, problem: messageOf(error) }, 'lanes not released');
    }
  }

  /** Leases what may be leased; how long to sleep then. */
  async function pass(): Promise<number> {
    const number = ++passes;
    // Only a lane that is leased anew has doubted what it had in flight.
    if (unreleased.size > 0) await release([...unreleased]);
    if (unreleased.size > 0) return shared.pollMs;
    const room = (deps.options.lanes ?? mostLanes) - served.size;
    const leasedAt = clock.monotonic();
    const now = clock.now();
    const leases =
      room > 0 ? await store.leaseLanes({ owner, now, until: now + shared.leaseMs, limit: room + served.size }) : [];
    for (const lease of leases) {
      if (stopping) break;
      if (!served.has(lease.lane)) serve(lease, leasedAt);
    }
    if (served.size === 0 && leases.length === 0) {
      for (const waiter of waiters.splice(0)) {
        if (waiter.since < number) waiter.resolve();
        else waiters.push(waiter);
      }
    }
    const next = await store.nextDueAt();
    // What is due already and was not leased is being served, here or elsewhere.
    const inMs = next === null ? shared.pollMs : next - clock.now();
    return inMs > 0 ? Math.min(inMs, shared.pollMs) : shared.pollMs;
  }

  async function dispatch(): Promise<void> {
    const gap = wakeable(clock);
    while (!stopping) {
      let pauseMs = shared.pollMs;
      try {
        pauseMs = await pass();
      } catch (error) {
        log.warn({ problem: messageOf(error) }, 'no lanes leased');
      }
      if (stopping) return;
      const woken = await signal.sleep(pauseMs);
      if (woken && served.size > 0 && !stopping) await gap.sleep(passGapMs);
      // Something fell due, perhaps in a lane that is served.
      if (!woken) for (const { lane } of served.values()) lane.signal.wake();
    }
  }

  const stopListening = store.onWork((stage) => {
    if (stage === 'deliver') wake();
  });
  const stopKeeping = keepLeases(shared, () => [...served.values()].map(({ lane }) => lane));
  const dispatching = dispatch();

  return {
    wake,
    idle: () =>
      new Promise((resolve) => {
        if (stopping) return resolve();
        waiters.push({ since: passes, resolve });
        wake();
      }),
    async stop(deadlineMs) {
      stopping = true;
      stopListening();
      for (const { lane } of served.values()) lane.closed ??= 'stopping';
      wake();
      const ended = Promise.all([dispatching, ...[...served.values()].map(({ done }) => done)]).then(() => {});
      const inTime = await withinMs(shared, ended, deadlineMs);
      if (!inTime)
        await abandonFlights(
          shared,
          [...served.values()].map(({ lane }) => lane),
        );
      stopKeeping();
      await release([...served.keys()]);
      for (const waiter of waiters.splice(0)) waiter.resolve();
    },
  };
}

async function withinMs(shared: Shared, ended: Promise<void>, ms: number): Promise<boolean> {
  let cancel = () => {};
  const late = new Promise<boolean>((resolve) => {
    cancel = shared.deps.clock.after(ms, () => resolve(false));
  });
  const inTime = await Promise.race([ended.then(() => true), late]);
  cancel();
  return inTime;
}
