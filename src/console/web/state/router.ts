import { useMemo, useSyncExternalStore } from 'react';

/**
 * Where the reader is. It stands behind the `#` of the address, so the console works under any path of any proxy and the
 * server has one page to serve: `#/events/evt_1?state=parked` → segments ['events', 'evt_1'], query state=parked.
 */
export interface Place {
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
}

export function readPlace(hash: string): Place {
  const [path = '', search = ''] = hash.replace(/^#/, '').split('?', 2);
  return { segments: path.split('/').filter(Boolean).map(decoded), query: new URLSearchParams(search) };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** `#/events?type=charge.failed`; parameters that are empty are left out. */
export function href(segments: readonly string[], query: Readonly<Record<string, string | null | undefined>> = {}) {
  const filled = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const search = new URLSearchParams(filled).toString();
  return `#/${segments.map(encodeURIComponent).join('/')}${search === '' ? '' : `?${search}`}`;
}

export function go(address: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'replace') {
    history.replaceState(null, '', address);
    dispatchEvent(new HashChangeEvent('hashchange'));
  } else location.hash = address;
}

function subscribe(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

export function usePlace(): Place {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return useMemo(() => readPlace(hash), [hash]);
}

/** Changes parameters of the present place, without a new entry in the history: filters are one page. */
export function setQuery(changes: Readonly<Record<string, string | null>>): void {
  const { segments, query } = readPlace(location.hash);
  go(href(segments, { ...Object.fromEntries(query), ...changes }), 'replace');
}
