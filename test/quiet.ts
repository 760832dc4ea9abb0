import type { TestClock } from './clock.ts';

/** Counts what is under way in the real things behind a test, so that the test's clock moves only while all of them rest. */
export interface Quiet {
  /** The same object; calls of its methods count until their promises settle. */
  watch<T extends object>(target: T): T;
  /** Resolves once nothing has been under way for a few turns of the event loop. */
  rest(): Promise<void>;
}

export function quiet(): Quiet {
  let underWay = 0;
  return {
    watch(target) {
      return new Proxy(target, {
        get(object, name) {
          const value: unknown = Reflect.get(object, name, object);
          if (typeof value !== 'function') return value;
          return (...args: unknown[]): unknown => {
            const result: unknown = Reflect.apply(value, object, args);
            if (!(result instanceof Promise)) return result;
            underWay += 1;
            const end = () => {
              underWay -= 1;
            };
            result.then(end, end);
            return result;
          };
        },
      });
    },
    async rest() {
      for (let turns = 0; turns < 4; turns = underWay === 0 ? turns + 1 : 0) {
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
    },
  };
}

/** Moves the clock from timer to timer, letting everything rest in between, until `reached`; fails after `limitMs`. */
export async function runUntil(
  clock: TestClock,
  calm: Quiet,
  reached: () => boolean | Promise<boolean>,
  limitMs = 60_000,
): Promise<void> {
  const end = clock.monotonic() + limitMs;
  for (;;) {
    await calm.rest();
    if (await reached()) return;
    const nextMs = clock.untilNext();
    if (nextMs === null || clock.monotonic() + nextMs > end) {
      throw new Error(`not reached within ${limitMs} ms by the test's clock`);
    }
    clock.advance(nextMs);
  }
}
