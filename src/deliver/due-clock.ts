import type { Clock } from '../domain/clock.ts';

const stepMs = 1_000;
const rememberMs = 15 * 60_000;

export interface DueClock {
  /** The time by which deliveries count as due: wall time, and after the clock was set back what it would be else. */
  now(): number;
  /** True while what was planned by the earlier clock is still looked after. */
  setBack(): boolean;
}

/**
 * What was planned before the machine's clock was set back lies in the future of the new one, by minutes or hours (F37).
 * For a quarter of an hour, the longest wait of a retry, it still counts as due by the clock that planned it; lanes are kept
 * meanwhile. A clock set ahead needs nothing. `onStep` is told by how many milliseconds it was set back.
 */
export function dueClock(clock: Clock, onStep: (ms: number) => void): DueClock {
  let offset = clock.now() - clock.monotonic();
  let aheadMs = 0;
  let until = Number.NEGATIVE_INFINITY;

  function look(): { wall: number; monotonic: number } {
    const wall = clock.now();
    const monotonic = clock.monotonic();
    const step = offset - (wall - monotonic);
    offset = wall - monotonic;
    if (monotonic >= until) aheadMs = 0;
    if (step > stepMs) {
      aheadMs += step;
      until = monotonic + rememberMs;
      onStep(Math.round(step));
    } else if (step < -stepMs) {
      aheadMs = Math.max(0, aheadMs + step);
    }
    return { wall, monotonic };
  }

  return {
    now: () => look().wall + aheadMs,
    setBack: () => {
      look();
      return aheadMs > 0;
    },
  };
}
