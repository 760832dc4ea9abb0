import { useMemo, useSyncExternalStore } from 'react';

/** Where the reader is: `/events/12?state=parked` → segments ['events', '12'], query state=parked. */
export interface Place {
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
}

export function readPlace(address: string): Place {
  const [path = '', search = ''] = address.split('?', 2);
  return { segments: path.split('/').filter(Boolean).map(decoded), query: new URLSearchParams(search) };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** `/events?type=charge.failed`; parameters that are empty are left out. */
export function href(
  segments: readonly string[],
  query: Readonly<Record<string, string | null | undefined>> = {},
): string {
  const filled = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const search = new URLSearchParams(filled).toString();
  return `/${segments.map(encodeURIComponent).join('/')}${search === '' ? '' : `?${search}`}`;
}

const listeners = new Set<() => void>();
const here = () => `${location.pathname}${location.search}`;

function changed(): void {
  for (const listener of listeners) listener();
}

/** `push` is a new page: it begins at its top. `replace` is the same page, looked at differently. */
export function go(address: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'replace') history.replaceState(null, '', address);
  else {
    history.pushState(null, '', address);
    scrollTo(0, 0);
  }
  changed();
}

/** Links between pages of the console need no new page from the server. Called once, before the first drawing. */
export function followLinks(): void {
  addEventListener('popstate', changed);
  addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null || link.target !== '' || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.pathname.startsWith('/console/')) return;
    event.preventDefault();
    go(`${link.pathname}${link.search}`);
  });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePlace(): Place {
  const address = useSyncExternalStore(subscribe, here);
  return useMemo(() => readPlace(address), [address]);
}

/** Changes parameters of the present place, without a new entry in the history: filters are one page. */
export function setQuery(changes: Readonly<Record<string, string | null>>): void {
  const { segments, query } = readPlace(here());
  go(href(segments, { ...Object.fromEntries(query), ...changes }), 'replace');
}
