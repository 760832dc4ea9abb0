import type { Delivery, LaneLease } from '../store/store.ts';
import type { DeliverDeps } from './deps.ts';
import { type DueClock, dueClock } from './due-clock.ts';
import { workspaceOf } from './lane-name.ts';
import { type LanePace, lanePace } from './lane-pace.ts';
import { type RetryLimits, retryLimits } from './retry-policy.ts';
import { type Wakeable, wakeable } from './wakeable.ts';
import { type WorkspacePace, workspacePace } from './workspace-pace.ts';

/** What all lanes of this process share. */
export interface Shared {
  readonly deps: DeliverDeps;
  readonly limits: RetryLimits;
  readonly gapMs: number;
  readonly leaseMs: number;
  readonly pollMs: number;
  readonly pace: WorkspacePace;
  readonly due: DueClock;
  readonly random: () => number;
  /** How often composing a delivery threw. */
  readonly composeFaults: Map<number, number>;
  /** Monotonic time at which a lane's trouble was last told in its fallback channel. */
  readonly toldAt: Map<string, number>;
  /** Ends the work on every lane of a workspace (or on the one lane of that name) that was paused. */
  pauseLanes(workspace: string): void;
}

/** A lane that this process holds. All times are monotonic milliseconds. */
export interface Lane {
  readonly name: string;
  readonly workspace: string;
  readonly fence: number;
  readonly pace: LanePace;
  readonly signal: Wakeable;
  /** By delivery id: begun and not yet on record. */
  readonly flights: Map<number, Flight>;
  /** Ambiguous deliveries that are not to be looked for before a time. */
  readonly probeAt: Map<number, number>;
  /** How often each of them was looked for in vain. */
  readonly looks: Map<number, number>;
  readonly foldedAt: Map<string, number>;
  leaseUntil: number;
  /** Why no more may be started here; null while the lane is open. */
  closed: 'lost' | 'paused' | 'stopping' | null;
}

/** One delivery being tried. */
export interface Flight {
  /** As last read from the store. */
  delivery: Delivery;
  /** Whether the store has it as `sending`; one that is only looked for is still `ambiguous` there. */
  taken: boolean;
  readonly startedAt: number;
  /** When the request left; null before. */
  leftAt: number | null;
  /** Set when stop() could wait no longer: what comes back then is nobody's. */
  abandoned: boolean;
  /** When all of it is done, its record included. */
  done: Promise<void>;
}

const longestHandOverMs = 60_000;

/** Between two requests: 2 % over what Slack allows, because the network makes them arrive closer than they left. */
const gapMargin = 1.02;

export function sharedOf(deps: DeliverDeps, pauseLanes: (workspace: string) => void): Shared {
  const { channelRate, leaseMs, pollMs, limits } = deps.options;
  return {
    deps,
    limits: { ...retryLimits, ...limits },
    gapMs: channelRate > 0 ? Math.ceil((1_000 / channelRate) * gapMargin) : 0,
    leaseMs: leaseMs ?? 30_000,
    pollMs: pollMs ?? 1_000,
    pace: workspacePace(channelRate > 0),
    due: dueClock(deps.clock, (ms) => deps.log.warn({ ms }, 'the clock was set back')),
    random: deps.random ?? Math.random,
    composeFaults: new Map(),
    toldAt: new Map(),
    pauseLanes,
  };
}

export function openLane(shared: Shared, lease: LaneLease, leasedAt: number): Lane {
  const { clock } = shared.deps;
  const pace = lanePace(shared.gapMs);
  // Wall time of the last owner, perhaps by a clock that was set back since (F37): Slack says again what is longer.
  const leftMs = lease.nextSendAt - shared.due.now();
  pace.hold(clock.monotonic(), Math.min(longestHandOverMs, leftMs));
  return {
    name: lease.lane,
    workspace: workspaceOf(lease.lane),
    fence: lease.fence,
    pace,
    signal: wakeable(clock),
    flights: new Map(),
    probeAt: new Map(),
    looks: new Map(),
    foldedAt: new Map(),
    leaseUntil: leasedAt + shared.leaseMs,
    closed: null,
  };
}

/** Whether a request may leave: the lane is open and its lease has not run out unrenewed (F38). */
export function holds(lane: Lane, monotonic: number): boolean {
  return lane.closed !== 'lost' && monotonic < lane.leaseUntil;
}
