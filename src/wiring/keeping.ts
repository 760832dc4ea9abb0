import type { Clock } from '../domain/clock.ts';
import { messageOf } from '../domain/errors.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';

export interface KeepingDeps {
  readonly store: Pick<Store, 'retain' | 'rotateKeys'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly eventsMs: () => number;
}

const everyMs = 10 * 60_000;
const firstAfterMs = 60_000;
// Small batches: each is one commit, and webhooks wait for it.
const batch = 500;

/** Housekeeping beside the stages: takes away what is past its retention and re-encrypts what an older key still covers. */
export function startKeeping(deps: KeepingDeps): { stop(): void } {
  let stopped = false;
  let cancel = deps.clock.after(firstAfterMs, round);

  async function work(): Promise<void> {
    let more = true;
    while (more && !stopped) {
      const gone = await deps.store.retain({ eventsBefore: deps.clock.now() - deps.eventsMs(), batch });
      if (gone.events > 0)
        deps.log.info({ events: gone.events, subjects: gone.subjects }, 'past their retention, deleted');
      more = gone.more;
    }
    more = true;
    while (more && !stopped) {
      const rotated = await deps.store.rotateKeys(batch);
      if (rotated.rows > 0) deps.log.info({ rows: rotated.rows }, 'encrypted with the newest key');
      more = rotated.more;
    }
  }

  function round(): void {
    work()
      .catch((error: unknown) =>
        deps.log.warn({ problem: messageOf(error) }, 'housekeeping did not finish; it goes on later'),
      )
      .finally(() => {
        if (!stopped) cancel = deps.clock.after(everyMs, round);
      });
  }

  return {
    stop() {
      stopped = true;
      cancel();
    },
  };
}
