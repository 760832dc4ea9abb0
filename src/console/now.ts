import type { Clock } from '../domain/clock.ts';
import type { Store } from '../store/store.ts';
import type { Handler } from './api.ts';
import type { Now } from './contract-now.ts';
import { healthOf } from './health-line.ts';
import type { ConsoleSettings } from './settings.ts';

export interface StatusDeps {
  readonly clock: Clock;
  readonly store: Pick<Store, 'counts' | 'backlog'>;
  readonly settings: () => ConsoleSettings;
}

export interface NowDeps extends StatusDeps {
  /** Open disputes, those that are due first in front. */
  readonly disputes: () => Promise<Now['disputes']>;
  readonly money: () => Promise<Now['money']>;
}

export type Status = Pick<Now, 'at' | 'health' | 'counts' | 'lanes'>;

export async function statusOf(deps: StatusDeps): Promise<Status> {
  const now = deps.clock.now();
  const [counts, backlog] = await Promise.all([deps.store.counts(), deps.store.backlog(now)]);
  const { lanes, ...figures } = counts;
  const { channels } = deps.settings();
  const parked = new Map(backlog.parked.map(({ lane, count }) => [lane, count]));
  return {
    at: now,
    health: healthOf(counts, backlog, now),
    counts: figures,
    lanes: lanes.map((lane) => ({
      ...lane,
      channels: channels.filter((channel) => channel.lane === lane.lane).map(({ name }) => name),
      parked: parked.get(lane.lane) ?? 0,
    })),
  };
}

/** Everything of the first page but the feed. A figure that cannot be had is null with its reason; the rest stays. */
export function now(deps: NowDeps): Handler<'GET /api/now'> {
  return async () => {
    const [status, disputes, money] = await Promise.all([statusOf(deps), deps.disputes(), deps.money()]);
    return { ...status, disputes, money };
  };
}
