import { messageOf, TillbellError } from '../domain/errors.ts';
import type { Delivery, LaneHead } from '../store/store.ts';
import { attempt } from './attempt.ts';
import { type Choice, choose } from './choose.ts';
import { type Flight, holds, type Lane, type Shared } from './lane.ts';
import { probe } from './probe.ts';

/**
 * Requests of one lane under way at once. Unpaced: as many as a busy gateway likes. Paced: requests still leave a second
 * apart, but one that hangs must not hold up what is urgent.
 */
const unpacedFlights = 32;
const pacedFlights = 3;
const headLimit = 200;
/** A lane that ran dry is kept so long: the next delivery then need not wait for a lease. */
const lingerMs = 1_000;

/** Serves a lane until it is dry, lost or closed; then nothing of it is in flight any more. */
export async function runLane(shared: Shared, lane: Lane, mayLinger: () => boolean): Promise<void> {
  const { clock, log } = shared.deps;
  let busyAt = clock.monotonic();
  try {
    while (lane.closed === null) {
      const monotonic = clock.monotonic();
      if (!holds(lane, monotonic)) break;
      const pauseMs = lane.flights.size < flightLimit(shared, lane) ? lane.pace.waitMs(monotonic) : shared.pollMs;
      if (pauseMs > 0) {
        await lane.signal.sleep(pauseMs);
        continue;
      }
      const choice = choose(await view(shared, lane));
      if (lane.closed !== null) break;
      if (choice.kind !== 'wait') {
        busyAt = clock.monotonic();
        await act(shared, lane, choice);
        continue;
      }
      const restMs = rest(shared, lane, choice.until, { busyAt, mayLinger: mayLinger() });
      if (restMs === null) break;
      await lane.signal.sleep(restMs);
    }
  } catch (error) {
    closeAfter(lane, error, log);
  }
  await Promise.all([...lane.flights.values()].map((flight) => flight.done));
}

function flightLimit(shared: Shared, lane: Lane): number {
  if (lane.pace.outage()) return 1;
  return shared.gapMs > 0 ? pacedFlights : unpacedFlights;
}

/** How long to wait where nothing may go now; null to let the lane go. */
function rest(
  shared: Shared,
  lane: Lane,
  until: number | null,
  { busyAt, mayLinger }: { busyAt: number; mayLinger: boolean },
): number | null {
  const { clock } = shared.deps;
  if (until !== null) return Math.min(shared.pollMs, Math.max(1, until - shared.due.now()));
  if (lane.flights.size > 0) return shared.pollMs;
  const lingerLeft = busyAt + lingerMs - clock.monotonic();
  if (mayLinger && shared.due.setBack()) return shared.pollMs;
  return mayLinger && lingerLeft > 0 ? lingerLeft : null;
}

async function view(shared: Shared, lane: Lane) {
  const { store, clock } = shared.deps;
  const now = shared.due.now();
  const head = await store.laneHead({ lane: lane.name, fence: lane.fence, now, limit: headLimit });
  const monotonic = clock.monotonic();
  const wall = (at: number) => now + (at - monotonic);
  const busySubjects = new Set<string>();
  for (const { delivery } of lane.flights.values()) {
    if (delivery.subjectId !== null) busySubjects.add(delivery.subjectId);
  }
  const { pace } = shared;
  return {
    head: sendable(lane, head),
    now,
    gapMs: shared.gapMs,
    // Paced, one may leave now, however many may be under way.
    free: shared.gapMs > 0 ? 1 : flightLimit(shared, lane) - lane.flights.size,
    busySubjects,
    probeAt: new Map([...lane.probeAt].map(([id, at]) => [id, wall(at)])),
    foldedAt: new Map([...lane.foldedAt].map(([name, at]) => [name, wall(at)])),
    methodAt: {
      find: wall(pace.readyAt(lane.workspace, 'find', monotonic)),
      update: wall(pace.readyAt(lane.workspace, 'update', monotonic)),
      remove: wall(pace.readyAt(lane.workspace, 'remove', monotonic)),
    },
  };
}

/**
 * Without what is being looked for just now. And while Slack seems down only what is ambiguous already is looked for: that
 * tells as well whether it is back, and each further send could end as one more that nobody knows of.
 */
function sendable(lane: Lane, head: LaneHead): LaneHead {
  const due = head.due.filter((delivery) => !lane.flights.has(delivery.id));
  const ambiguous = due.filter((delivery) => delivery.state === 'ambiguous');
  return lane.pace.outage() && ambiguous.length > 0 ? { due: ambiguous, folds: [] } : { due, folds: head.folds };
}

async function act(shared: Shared, lane: Lane, choice: Exclude<Choice, { kind: 'wait' }>): Promise<void> {
  const { store, clock } = shared.deps;
  const started: Promise<void>[] = [];
  const run = (delivery: Delivery, steps: (flight: Flight, left: () => void) => Promise<void>) => {
    const begun = start(shared, lane, delivery, steps);
    started.push(begun);
  };
  const base = { lane: lane.name, fence: lane.fence };
  // Due by the same clock as in `view`, or a fold would not find what was chosen.
  const pacing = () => ({ now: shared.due.now(), nextSendAt: clock.now() + shared.gapMs });
  if (choice.kind === 'probe') {
    run(choice.delivery, (flight, left) => lookThenSend(shared, lane, flight, left));
  } else if (choice.kind === 'fold') {
    const { foldClass } = choice;
    const digest = await store.foldDeliveries({ ...base, ...pacing(), foldClass });
    lane.foldedAt.set(foldClass, clock.monotonic());
    if (digest !== null) run(digest, (flight, left) => attempt(shared, lane, flight, { blind: false, left }));
  } else {
    const ids = choice.deliveries.map((delivery) => delivery.id);
    const taken = await store.takeDeliveries({ ...base, ...pacing(), ids });
    for (const delivery of taken)
      run(delivery, (flight, left) => attempt(shared, lane, flight, { blind: false, left }));
  }
  // A paced lane must know when its request left before it may think of the next.
  if (shared.gapMs > 0) await Promise.all(started);
}

async function lookThenSend(shared: Shared, lane: Lane, flight: Flight, left: () => void): Promise<void> {
  const { store, clock } = shared.deps;
  const result = await probe(shared, lane, flight);
  if (result.kind === 'later' || flight.abandoned) return;
  lane.probeAt.delete(flight.delivery.id);
  lane.looks.delete(flight.delivery.id);
  if (result.kind === 'settled') return;
  const now = clock.now();
  const [taken] = await store.takeDeliveries({
    lane: lane.name,
    fence: lane.fence,
    now,
    ids: [flight.delivery.id],
    nextSendAt: now + shared.gapMs,
  });
  if (taken === undefined) return;
  flight.taken = true;
  flight.delivery = taken;
  await attempt(shared, lane, flight, { blind: result.blind, left });
}

/** Begins one flight; resolves when its request left, or it ended without one. */
function start(
  shared: Shared,
  lane: Lane,
  delivery: Delivery,
  steps: (flight: Flight, left: () => void) => Promise<void>,
): Promise<void> {
  const { clock, log } = shared.deps;
  const flight: Flight = {
    delivery,
    taken: delivery.state === 'sending',
    startedAt: clock.monotonic(),
    leftAt: null,
    abandoned: false,
    done: Promise.resolve(),
  };
  // Two subjects may have become one since the head was read: its operations still go one after the other.
  const before = [...lane.flights.values()].filter(
    (other) => other.delivery.subjectId !== null && other.delivery.subjectId === delivery.subjectId,
  );
  lane.flights.set(delivery.id, flight);
  return new Promise((left) => {
    flight.done = Promise.all(before.map((other) => other.done))
      .then(() => steps(flight, left))
      .catch((error: unknown) => closeAfter(lane, error, log))
      .finally(() => {
        lane.flights.delete(delivery.id);
        left();
        lane.signal.wake();
      });
  });
}

/** A store that does not answer, or a lane that is another's: let go, and begin anew with a new lease. */
function closeAfter(lane: Lane, error: unknown, log: Shared['deps']['log']): void {
  lane.closed = 'lost';
  lane.signal.wake();
  const code = error instanceof TillbellError ? error.code : 'unexpected';
  const fields = { lane: lane.name, code, problem: messageOf(error) };
  if (code === 'unexpected') log.error(fields, 'lane stopped');
  else log.warn(fields, 'lane stopped');
}
