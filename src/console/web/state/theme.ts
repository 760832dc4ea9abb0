import { useSyncExternalStore } from 'react';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const key = 'tillbell.theme';
const listeners = new Set<() => void>();
const darkScheme = matchMedia('(prefers-color-scheme: dark)');

function chosen(): Theme {
  try {
    const stored = localStorage.getItem(key);
    return themes.find((theme) => theme === stored) ?? 'system';
  } catch {
    return 'system';
  }
}

function resolved(theme: Theme): 'light' | 'dark' {
  return theme === 'system' ? (darkScheme.matches ? 'dark' : 'light') : theme;
}

/** Marks the page, so that style sheets and the Block Kit renderer agree. Called before the first drawing. */
export function applyTheme(): void {
  document.documentElement.dataset['theme'] = resolved(chosen());
  for (const listener of listeners) listener();
}

export function setTheme(theme: Theme): void {
  try {
    localStorage.setItem(key, theme);
  } catch {
    // Private windows may refuse to store: the choice then holds for nothing, the system's scheme stays.
  }
  applyTheme();
}

darkScheme.addEventListener('change', applyTheme);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTheme(): { readonly theme: Theme; readonly shown: 'light' | 'dark' } {
  const theme = useSyncExternalStore(subscribe, chosen);
  const shown = useSyncExternalStore(subscribe, () => resolved(chosen()));
  return { theme, shown };
}
