import type { Config } from '../config/config.ts';
import type { OperationsDeps } from '../console/operations.ts';
import type { Clock } from '../domain/clock.ts';
import type { Store } from '../store/store.ts';
import { version } from '../version.ts';

/** What the configuration says of accounts, workspaces and the store; no secret. */
export function installedOf(config: Config): ReturnType<OperationsDeps['installed']> {
  const { slack } = config;
  return {
    accounts: Object.values(config.stripe.accounts).map((account) => ({
      name: account.name,
      livemode: account.livemode,
      webhookSecrets: account.webhookSecrets.length,
      apiKey: account.apiKey !== null,
      door: `/webhooks/stripe/${account.name}`,
    })),
    workspaces: [
      {
        name: 'Slack',
        mode: slack.mode,
        channels: Object.values(config.channels).map(({ name, id, privacy, lane }) => ({ name, id, privacy, lane })),
        acting: slack.mode === 'bot' && slack.botToken !== null && slack.signingSecret !== null,
      },
    ],
    retentionMs: config.retention.eventsMs,
    database: config.databaseUrl === null ? 'sqlite' : 'postgres',
    version,
  };
}

const setting = 'encryption_keys_seen';

/** When each encryption key was first seen in use: noted here, since a key itself does not say its age. */
export function keysSeen(
  store: Pick<Store, 'keysInUse' | 'getSetting' | 'putSetting'>,
  clock: Clock,
): (ids: readonly string[]) => Promise<ReadonlyMap<string, number>> {
  return async (ids) => {
    const text = await store.getSetting(setting);
    const known = new Map(Object.entries(text === null ? {} : (JSON.parse(text) as Record<string, number>)));
    const fresh = ids.filter((id) => !known.has(id));
    for (const id of fresh) known.set(id, clock.now());
    if (fresh.length > 0) await store.putSetting(setting, JSON.stringify(Object.fromEntries(known)));
    return known;
  };
}
