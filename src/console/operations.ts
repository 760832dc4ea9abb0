import type { Clock } from '../domain/clock.ts';
import type { ConsoleStore } from '../store/console-store.ts';
import type { Store } from '../store/store.ts';
import type { Handler } from './api.ts';
import type { Operations } from './contract-operations.ts';

export interface OperationsDeps {
  readonly clock: Clock;
  readonly store: Pick<Store, 'counts' | 'keysInUse' | 'lastArrival' | 'countArrivals'> &
    Pick<ConsoleStore, 'newestKey'>;
  /** What the configuration says of accounts, workspaces and the store; no secret. */
  readonly installed: () => Pick<Operations, 'retentionMs' | 'database' | 'version'> & {
    readonly accounts: readonly Omit<Operations['accounts'][number], 'lastWebhookAt' | 'webhooksLastHour'>[];
    readonly workspaces: readonly Omit<Operations['workspaces'][number], 'paused'>[];
  };
  /** When each encryption key was first used, as far as it is known. */
  readonly keysSince: (ids: readonly string[]) => Promise<ReadonlyMap<string, number>>;
}

const hourMs = 3_600_000;

/** How the installation stands, by the store and the configuration alone: Stripe and Slack are not asked. */
export function operations(deps: OperationsDeps): Handler<'GET /api/operations'> {
  return async () => {
    const now = deps.clock.now();
    const { accounts, workspaces, ...rest } = deps.installed();
    const [counts, keys, newest] = await Promise.all([
      deps.store.counts(),
      deps.store.keysInUse(),
      deps.store.newestKey(),
    ]);
    const since = await deps.keysSince(keys.map(({ keyId }) => keyId));
    return {
      ...rest,
      accounts: await Promise.all(
        accounts.map(async (account) => ({
          ...account,
          lastWebhookAt: await deps.store.lastArrival(account.name),
          webhooksLastHour: await deps.store.countArrivals({ account: account.name, from: now - hourMs, to: now + 1 }),
        })),
      ),
      workspaces: workspaces.map((workspace) => {
        const lanes = new Set(workspace.channels.map(({ lane }) => lane));
        const paused = counts.lanes.find((lane) => lanes.has(lane.lane) && lane.paused !== null)?.paused ?? null;
        return { ...workspace, paused };
      }),
      keys: keys.map((key) => ({ ...key, since: since.get(key.keyId) ?? null, newest: key.keyId === newest })),
      parked: counts.deliveries.parked,
      dead: counts.deliveries.dead,
      quarantined: counts.events.quarantined,
      failed: counts.events.failed,
    };
  };
}
