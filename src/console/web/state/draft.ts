import { useSyncExternalStore } from 'react';

const key = 'tillbell.draft';
const listeners = new Set<() => void>();

function stored(): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

let draft: string | null = stored();

/** The draft of the rules that this tab works on; null: as configured. It outlives a reload, not the tab. */
export function setDraft(text: string | null): void {
  draft = text;
  try {
    if (text === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch {
    // Without a storage the draft lasts until the page is left.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useDraft(): string | null {
  return useSyncExternalStore(subscribe, () => draft);
}
