import { useSyncExternalStore } from 'react';
import type { EventLine } from '../../contract-events.ts';

/** More new rows than this are only counted: the list is asked for again when the reader wants them. */
const kept = 500;

let newest: ReadonlyMap<number, EventLine> = new Map();
const listeners = new Set<() => void>();

/** Rows that arrived or changed, from the stream. */
export function takeEvents(items: readonly EventLine[]): void {
  const rows = new Map(newest);
  for (const item of items) {
    rows.delete(item.seq);
    rows.set(item.seq, item);
  }
  for (const seq of rows.keys()) {
    if (rows.size <= kept) break;
    rows.delete(seq);
  }
  newest = rows;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Rows by their number, as the stream brought them since the page was opened. */
export function useStreamedEvents(): ReadonlyMap<number, EventLine> {
  return useSyncExternalStore(subscribe, () => newest);
}
