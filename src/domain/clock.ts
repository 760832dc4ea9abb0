/** The only source of "now" for every stage; tests and simulations pass their own. */
export interface Clock {
  /** Wall-clock time in milliseconds since the Unix epoch. May jump when the machine's clock is set. */
  now(): number;
  /** Monotonic milliseconds; only differences mean anything. */
  monotonic(): number;
  /** Runs `fn` once after `ms` milliseconds and returns a function that calls it off. Never keeps a process alive by itself. */
  after(ms: number, fn: () => void): () => void;
}

/** Resolves when `promise` does, or after `ms` with null; leaves no timer behind. `promise` must not reject. */
export function within<T>(clock: Clock, ms: number, promise: Promise<T>): Promise<T | null> {
  return new Promise((resolve) => {
    const callOff = clock.after(ms, () => resolve(null));
    void promise.then((value) => {
      callOff();
      resolve(value);
    });
  });
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, fn) {
    const timer = setTimeout(fn, Math.min(Math.max(0, ms), 2_147_483_647));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
