/**
 * When a lane may send next. In monotonic time, so that setting the machine's clock neither stops a lane nor makes it
 * burst (F37); the store keeps the wall time only for the lane's next owner.
 */
export interface LanePace {
  /** Milliseconds until the lane may send; 0 where it may now. */
  waitMs(now: number): number;
  /** A request leaves now. */
  left(now: number): void;
  /** Slack asked to wait, or the last owner of the lane left a time. */
  hold(now: number, ms: number): void;
  /** Slack took something: whatever was wrong is over. */
  succeeded(): void;
  /** A try of `id` failed for a passing reason. Returns for how long the lane backs off: 0 while it may be that one message. */
  failed(now: number, id: number, random: number): number;
  /** True while more than one message failed in a row and none succeeded: Slack is down, not one message bad. */
  outage(): boolean;
}

/**
 * Slack's longest documented waits are some minutes. A stored time further ahead than this comes from a clock that was set
 * back, and a longer Retry-After is simply asked again.
 */
export const longestHoldMs = 15 * 60_000;
const outageFirstMs = 1_000;
const outageLongestMs = 60_000;

/** `gapMs` between two requests; 0 = unpaced. */
export function lanePace(gapMs: number): LanePace {
  let freeAt = Number.NEGATIVE_INFINITY;
  let level = 0;
  let outageUntil = Number.NEGATIVE_INFINITY;
  const failing = new Set<number>();

  return {
    waitMs: (now) => Math.max(0, freeAt - now),
    left(now) {
      freeAt = Math.max(freeAt, now + gapMs);
    },
    hold(now, ms) {
      freeAt = Math.max(freeAt, now + Math.min(Math.max(0, ms), longestHoldMs));
    },
    succeeded() {
      failing.clear();
      level = 0;
    },
    failed(now, id, random) {
      if (failing.size < 2) failing.add(id);
      if (failing.size < 2) return 0;
      if (now >= outageUntil) {
        level += 1;
        const longest = Math.min(outageLongestMs, outageFirstMs * 2 ** (level - 1));
        outageUntil = now + longest / 2 + (random * longest) / 2;
        freeAt = Math.max(freeAt, outageUntil);
      }
      return outageUntil - now;
    },
    outage: () => failing.size >= 2,
  };
}
