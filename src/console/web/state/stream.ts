import { useSyncExternalStore } from 'react';
import type { StreamMessages } from '../../contract.ts';
import type { Now } from '../../contract-now.ts';
import { keyOf, queryClient } from '../api/queries.ts';
import { takeEvents } from './events.ts';
import { takeFeed } from './feed.ts';

/** connecting: before the first answer · live · lost: it is tried again, with the last id that was seen. */
export type Line = 'connecting' | 'live' | 'lost';

let line: Line = 'connecting';
let source: EventSource | null = null;
let retry: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function setLine(next: Line): void {
  if (line === next) return;
  line = next;
  for (const listener of listeners) listener();
}

const takers: { readonly [K in keyof StreamMessages]: (data: StreamMessages[K]) => void } = {
  feed: takeFeed,
  now: (news) => queryClient.setQueryData<Now>(keyOf('GET /api/now'), (old) => old && { ...old, ...news }),
  events: ({ items }) => takeEvents(items),
  ended: () => {
    closeStream();
    void queryClient.invalidateQueries({ queryKey: ['GET /api/me'] });
  },
};

/** Opens the stream once for the whole page. The browser connects again by itself after a break, and after a refusal so do we. */
export function openStream(): void {
  if (source !== null) return;
  const opened = new EventSource('/api/stream');
  source = opened;
  opened.onopen = () => setLine('live');
  opened.onerror = () => {
    setLine('lost');
    if (opened.readyState !== EventSource.CLOSED) return;
    source = null;
    clearTimeout(retry);
    retry = setTimeout(openStream, 5_000);
  };
  for (const kind of Object.keys(takers) as (keyof StreamMessages)[]) {
    opened.addEventListener(kind, (event: MessageEvent<string>) => {
      const take = takers[kind] as (data: unknown) => void;
      take(JSON.parse(event.data));
    });
  }
}

export function closeStream(): void {
  clearTimeout(retry);
  source?.close();
  source = null;
  setLine('connecting');
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useLine(): Line {
  return useSyncExternalStore(subscribe, () => line);
}
