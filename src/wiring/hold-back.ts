import type { Config } from '../config/config.ts';
import type { Clock } from '../domain/clock.ts';
import { messageOf } from '../domain/errors.ts';
import type { Silence } from '../domain/silence.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';

export interface HoldBackDeps {
  readonly store: Pick<Store, 'activeSilences' | 'untoldHolds' | 'tellHold' | 'onWork'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly config: () => Pick<Config, 'channels'>;
}

export interface HoldBack {
  /** The silences that hold, at most a second old; a decision must not wait for the store. */
  active(): readonly Silence[];
  /** Reads them anew: after one was added or ended in this process. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
}

const everyMs = 1_000;
/** An event that was decided just before the end may still be on its way into the store. */
const graceMs = 2_000;

/** Keeps the silences at hand for decisions, and says at the end of each hold how many alerts were dropped by it. */
export async function startHoldBack(deps: HoldBackDeps): Promise<HoldBack> {
  let silences: readonly Silence[] = [];
  let stopped = false;
  let reading: Promise<void> = Promise.resolve();
  let readAt = Number.NEGATIVE_INFINITY;
  let told = '';

  async function read(): Promise<void> {
    readAt = deps.clock.monotonic();
    try {
      silences = await deps.store.activeSilences(deps.clock.now());
      for (const hold of await deps.store.untoldHolds(deps.clock.now() - graceMs)) await tell(hold);
      told = '';
    } catch (error) {
      // The store is away: what was known of the silences goes on to hold. Said once, not each second.
      const problem = messageOf(error);
      if (problem !== told && !stopped)
        deps.log.warn({ problem }, 'the silences could not be read; the last known hold');
      told = problem;
    }
  }

  async function tell(hold: Awaited<ReturnType<Store['untoldHolds']>>[number]): Promise<void> {
    // A channel that left the configuration is told nothing; the record of what was held stays.
    const lane = deps.config().channels[hold.channel]?.lane;
    if (lane === undefined) return;
    const text = `What the ${hold.name} kept from this channel: ${alerts(hold.count)}, not shown by the rule "drop". tillbell why tells of each.`;
    await deps.store.tellHold({ hold: hold.hold, channel: hold.channel, lane, text, now: deps.clock.now() });
  }

  function refresh(): Promise<void> {
    reading = reading.then(read);
    return reading;
  }

  function tick(): void {
    if (stopped) return;
    void refresh().then(() => {
      if (!stopped) cancel = deps.clock.after(everyMs, tick);
    });
  }

  let cancel = deps.clock.after(everyMs, tick);
  // A hint that another stage of this process wrote; never more often than each second.
  const forget = deps.store.onWork((stage) => {
    if (stage === 'interpret' && !stopped && deps.clock.monotonic() - readAt >= everyMs) void refresh();
  });
  await refresh();

  return {
    active: () => silences,
    refresh,
    async stop() {
      stopped = true;
      cancel();
      forget();
      await reading;
    },
  };
}

function alerts(count: number): string {
  return count === 1 ? 'one alert' : `${count} alerts`;
}
