import { type Clock, systemClock } from '../src/domain/clock.ts';

export interface TestClock extends Clock {
  /** Moves on by `ms`, firing what falls due in order; each timer sees the time it was set for. Synchronous. */
  advance(ms: number): void;
  /** Milliseconds until the next timer; null where none is set. */
  untilNext(): number | null;
  /** Sets the wall clock without time passing, as an operator or NTP does: neither `monotonic` nor a timer moves (F37). */
  jump(ms: number): void;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly fn: () => void;
}

/** A clock that stands still until told. `start` is the wall time in milliseconds since the epoch. */
export function testClock(start = Date.UTC(2026, 10, 23, 9, 0, 0)): TestClock {
  let wallOffset = start;
  let elapsed = 0;
  let order = 0;
  const timers = new Set<Timer>();

  function next(): Timer | null {
    let first: Timer | null = null;
    for (const timer of timers) {
      if (first === null || timer.at < first.at || (timer.at === first.at && timer.order < first.order)) first = timer;
    }
    return first;
  }

  return {
    now: () => wallOffset + elapsed,
    monotonic: () => elapsed,
    after(ms, fn) {
      const timer = { at: elapsed + Math.max(0, ms), order: order++, fn };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const end = elapsed + ms;
      for (let timer = next(); timer !== null && timer.at <= end; timer = next()) {
        timers.delete(timer);
        elapsed = Math.max(elapsed, timer.at);
        timer.fn();
      }
      elapsed = end;
    },
    untilNext() {
      const timer = next();
      return timer === null ? null : Math.max(0, timer.at - elapsed);
    },
    jump(ms) {
      wallOffset += ms;
    },
  };
}

/** The real clock, moved on by what `skip` adds; timers that are set already keep their time. For a day that passes in a whole service. */
export function skippingClock(): Clock & { skip(ms: number): void } {
  let skipped = 0;
  return {
    now: () => systemClock.now() + skipped,
    monotonic: () => systemClock.monotonic() + skipped,
    after: (ms, fn) => systemClock.after(ms, fn),
    skip(ms) {
      skipped += ms;
    },
  };
}
