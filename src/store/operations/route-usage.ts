import type { RouteUsage } from '../usage-store.ts';
import { rows, type Steps } from './query.ts';

type Counted = 'posts' | 'folded' | 'digests' | 'replies' | 'clicks';
type Tally = Record<Counted, number> & { acks: number[] };

/** A subject's card stands in several channels: a click on it counts for each route that posted it. */
export function* routeUsage(since: number): Steps<RouteUsage[]> {
  const routes = new Map<string, Tally>();
  const of = (route: string): Tally => {
    const known = routes.get(route) ?? { posts: 0, folded: 0, digests: 0, replies: 0, clicks: 0, acks: [] };
    routes.set(route, known);
    return known;
  };
  const cards = yield* rows<{ route: string; state: string; count: number }>(
    `SELECT route, state, count(*) AS count FROM cards WHERE posted_at >= ? GROUP BY route, state`,
    since,
  );
  for (const { route, state, count } of cards) of(route)[state === 'folded' ? 'folded' : 'posts'] += Number(count);
  const told = yield* rows<{ route: string; op: string; count: number }>(
    `SELECT route, op, count(*) AS count FROM deliveries
     WHERE sent_at >= ? AND state = 'sent' AND op IN ('digest', 'reply') GROUP BY route, op`,
    since,
  );
  for (const { route, op, count } of told) of(route)[op === 'digest' ? 'digests' : 'replies'] += Number(count);
  const clicks = yield* rows<{ route: string; count: number }>(
    `SELECT c.route, count(DISTINCT a.id) AS count FROM actions a JOIN cards c ON c.subject_id = a.subject_id
     WHERE a.created_at >= ? AND a.kind = 'click' AND c.state <> 'folded' GROUP BY c.route`,
    since,
  );
  for (const { route, count } of clicks) of(route).clicks += Number(count);
  const acks = yield* rows<{ route: string; took: number }>(
    `SELECT c.route, min(a.created_at - c.posted_at) AS took FROM actions a JOIN cards c ON c.subject_id = a.subject_id
     WHERE a.created_at >= ? AND a.name = 'acknowledge' AND a.state = 'done' AND c.state <> 'folded'
     GROUP BY c.route, c.channel, a.subject_id`,
    since,
  );
  for (const { route, took } of acks) of(route).acks.push(Number(took));
  return [...routes.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([route, { acks, ...tally }]) => ({
      route,
      ...tally,
      acknowledged: acks.length,
      medianAckMs: acks.length === 0 ? null : (acks.sort((a, b) => a - b)[Math.floor(acks.length / 2)] ?? null),
    }));
}
