import { messageOf } from '../domain/errors.ts';
import type { Lane, Shared } from './lane.ts';

/**
 * Renews the leases of `lanes()` three times within their length. A lane that the store does not renew belongs to another:
 * nothing more is sent there. Returns what ends it.
 */
export function keepLeases(shared: Shared, lanes: () => readonly Lane[]): () => void {
  const { store, clock, log, owner } = shared.deps;
  let ended = false;
  let cancel = clock.after(shared.leaseMs / 3, tick);

  function tick(): void {
    const held = lanes().filter((lane) => lane.closed !== 'lost');
    renew(held)
      .then(
        () => shared.leaseMs / 3,
        (error: unknown) => {
          log.warn({ lanes: held.length, problem: messageOf(error) }, 'leases not renewed');
          return shared.leaseMs / 10;
        },
      )
      .then((pauseMs) => {
        if (!ended) cancel = clock.after(pauseMs, tick);
      })
      .catch((error: unknown) => log.error({ problem: messageOf(error) }, 'lease keeper failed'));
  }

  async function renew(held: readonly Lane[]): Promise<void> {
    if (held.length === 0) return;
    const now = clock.now();
    const askedAt = clock.monotonic();
    const names = held.map((lane) => lane.name);
    const renewed = new Set(await store.renewLanes({ owner, now, until: now + shared.leaseMs, lanes: names }));
    for (const lane of held) {
      if (renewed.has(lane.name)) {
        lane.leaseUntil = askedAt + shared.leaseMs;
      } else if (lanes().includes(lane)) {
        lane.closed = 'lost';
        lane.signal.wake();
        log.warn({ lane: lane.name }, 'lane lost: its lease was not renewed');
      }
    }
  }

  return () => {
    ended = true;
    cancel();
  };
}
