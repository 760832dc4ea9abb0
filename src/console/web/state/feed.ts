import { useSyncExternalStore } from 'react';
import type { FeedMessage } from '../../contract-now.ts';

/** More than a person scrolls through; older ones are on the pages of their events. */
const kept = 600;

const known = new Map<string, FeedMessage>();
const listeners = new Set<() => void>();
let shown: readonly FeedMessage[] = [];
let drawing = false;

/** Takes one message as it stands now; an older version of it than the one we have is left aside. */
export function takeFeed(message: FeedMessage): void {
  const key = `${message.channel} ${message.ts}`;
  const before = known.get(key);
  if (before !== undefined && before.version >= message.version) return;
  known.set(key, message);
  if (known.size > kept) {
    const [oldest] = known.keys();
    if (oldest !== undefined) known.delete(oldest);
  }
  publishSoon();
}

/** At most one drawing a frame, however many messages arrive at once. */
function publishSoon(): void {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    shown = [...known.values()].filter((message) => !message.removed);
    for (const listener of listeners) listener();
  });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What stands in the channels, as the page and the stream have brought it so far; in no order. */
export function useFeed(): readonly FeedMessage[] {
  return useSyncExternalStore(subscribe, () => shown);
}
