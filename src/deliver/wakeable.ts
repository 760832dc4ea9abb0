import type { Clock } from '../domain/clock.ts';

/** A sleep that can be ended early. A wake while nobody sleeps is kept for the next sleep, so none is lost. */
export interface Wakeable {
  /** True if it was woken, false if the time was over. */
  sleep(ms: number): Promise<boolean>;
  wake(): void;
}

export function wakeable(clock: Clock): Wakeable {
  let pending = false;
  let sleeper: (() => void) | null = null;
  return {
    async sleep(ms) {
      if (pending) {
        pending = false;
        return true;
      }
      return await new Promise<boolean>((resolve) => {
        const end = (woken: boolean) => {
          sleeper = null;
          cancel();
          resolve(woken);
        };
        const cancel = clock.after(ms, () => end(false));
        sleeper = () => end(true);
      });
    },
    wake() {
      if (sleeper === null) pending = true;
      else sleeper();
    },
  };
}
