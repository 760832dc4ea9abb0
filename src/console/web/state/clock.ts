import { useSyncExternalStore } from 'react';

let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
/** Server's clock less this computer's, so that ages are right where this one is wrong. */
let skew = 0;
const listeners = new Set<() => void>();

export function setServerTime(serverNow: number): void {
  const heard = serverNow - Date.now();
  // Travel time of an answer is no skew.
  const next = Math.abs(heard) < 2_000 ? 0 : heard;
  if (Math.abs(next - skew) < 1_000) return;
  skew = next;
  tick();
}

function tick(): void {
  now = Date.now() + skew;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Milliseconds since the epoch, in steps of `stepMs` (at least a second): what shows an age need not be drawn each second. */
export function useNow(stepMs = 1_000): number {
  return useSyncExternalStore(subscribe, () => Math.floor(now / stepMs) * stepMs);
}
