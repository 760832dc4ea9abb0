import type { Config } from '../config/config.ts';
import type { Clock } from '../domain/clock.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';
import { alarmChannel } from './reconciling.ts';

/**
 * Says once, in the log and in Slack, that the store was restored from a backup: what was pending in it is looked for before
 * it is sent (F39), and what came after the backup is fetched from Stripe and may be told a second time.
 */
export async function tellRestored(deps: {
  readonly store: Pick<Store, 'getSetting' | 'putSetting' | 'enqueueNotice'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly config: () => Config;
}): Promise<void> {
  const { store, clock, log } = deps;
  const text = (await store.getSetting('backup:restored')) ?? '';
  if (text === '') return;
  const { madeAt, doubted } = JSON.parse(text) as { madeAt: number; doubted: number };
  const made = new Date(madeAt).toISOString();
  log.warn({ backup: made, doubted }, 'the store was restored from a backup: what was pending is looked for first');
  const to = alarmChannel(deps.config());
  if (to !== null) {
    await store.enqueueNotice({
      ...to,
      code: 'restored',
      text: `Tillbell runs on a backup of ${made.slice(0, 16).replace('T', ' ')} UTC. ${doubted} pending messages are looked for before they are sent. News after the backup is fetched from Stripe again, and may be told twice.`,
      now: clock.now(),
      severity: 'high',
    });
  }
  await store.putSetting('backup:restored', '');
}
