import type { JsonObject } from '../../../domain/json.ts';
import type { DeclineName } from '../builders/decline.ts';
import type { ThinNotification } from '../builders/thin-notification.ts';
import type { Deliveries } from '../deliveries.ts';
import type { World } from '../world.ts';

/** What a handler may see and touch. It answers with the body, or throws an ApiError. */
export interface Call {
  readonly world: World;
  readonly params: JsonObject;
  /** The id in the path; empty where it has none. */
  readonly id: string;
  readonly deliveries: Deliveries;
  /** Every thin notification of this account, newest first. */
  thin(): readonly ThinNotification[];
  /** The refusal that a fault asks for where a card would be charged; null to let it succeed. */
  declined(): DeclineName | null;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `/v1/charges/:id`; at most one `:id`. */
  readonly path: string;
  /** Of a restricted key, without `rak_`; null where every key may. */
  readonly permission: string | null;
  /** Names of parameters; `expand` goes everywhere. */
  readonly allowed: readonly string[];
  readonly handle: (call: Call) => object;
}

export interface Matched {
  readonly route: Route;
  readonly id: string;
}

/** The route of a request, or null. */
export function matchRoute(routes: readonly Route[], method: string, path: string): Matched | null {
  for (const route of routes) {
    if (route.method !== method) continue;
    const [before = '', after] = route.path.split(':id');
    if (after === undefined) {
      if (path === before) return { route, id: '' };
      continue;
    }
    if (!path.startsWith(before) || !path.endsWith(after)) continue;
    const id = path.slice(before.length, path.length - after.length);
    if (id !== '' && !id.includes('/')) return { route, id: decodeURIComponent(id) };
  }
  return null;
}
