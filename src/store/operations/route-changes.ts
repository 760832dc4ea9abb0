import type { DigestProposal, RouteChange } from '../../domain/route-change.ts';
import type { Context } from './context.ts';
import { enqueueNotice } from './enqueue-notice.ts';
import { change, first, rows, type Steps } from './query.ts';

interface ChangeRecord {
  readonly id: string;
  readonly author: string;
  readonly created_at: number;
  readonly body: string;
}

interface ProposalRecord {
  readonly week: string;
  readonly channel: string;
  readonly lane: string;
  readonly routes: string;
}

export function* routeChanges(): Steps<RouteChange[]> {
  const found = yield* rows<ChangeRecord>(
    'SELECT id, author, created_at, body FROM route_changes WHERE ended_at IS NULL ORDER BY created_at, id',
  );
  return found.map(({ id, author, created_at, body }) => ({
    ...(JSON.parse(body) as RouteChange),
    id,
    author,
    createdAt: Number(created_at),
  }));
}

export function* putRouteChange(context: Context, made: RouteChange): Steps<boolean> {
  const { id, author, createdAt, ...body } = made;
  const stored = yield* change(
    `INSERT INTO route_changes (id, kind, route, author, created_at, body) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET author = excluded.author, created_at = excluded.created_at, ended_at = NULL,
       ended_by = NULL WHERE route_changes.ended_at IS NOT NULL`,
    id,
    made.kind,
    made.kind === 'digest' ? made.route : null,
    author,
    createdAt,
    JSON.stringify(body),
  );
  context.work('interpret');
  return stored > 0;
}

export function* endRouteChange(context: Context, end: { id: string; by: string; now: number }): Steps<boolean> {
  const ended = yield* change(
    'UPDATE route_changes SET ended_at = ?, ended_by = ? WHERE id = ? AND ended_at IS NULL',
    end.now,
    end.by,
    end.id,
  );
  context.work('interpret');
  return ended > 0;
}

export function* declinedRoutes(): Steps<string[]> {
  const found = yield* rows<{ route: string }>(
    `SELECT route FROM route_changes WHERE kind = 'digest' AND ended_at IS NOT NULL AND route IS NOT NULL ORDER BY route`,
  );
  return found.map(({ route }) => route);
}

export function* proposeDigest(
  context: Context,
  proposal: DigestProposal & { text: string; now: number },
): Steps<boolean> {
  const { week, channel, lane, routes, text, now } = proposal;
  const made = yield* change(
    `INSERT INTO digest_proposals (week, channel, lane, routes, proposed_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (week) DO NOTHING`,
    week,
    channel,
    lane,
    JSON.stringify(routes),
    now,
  );
  if (made === 0) return false;
  if (routes.length > 0) {
    yield* enqueueNotice(context, { channel, lane, code: `proposal:${week}`, text, now, severity: 'low' });
  }
  return true;
}

export function* getProposal(week: string): Steps<DigestProposal | null> {
  const found = yield* first<ProposalRecord>(
    'SELECT week, channel, lane, routes FROM digest_proposals WHERE week = ?',
    week,
  );
  return found === null ? null : { ...found, routes: JSON.parse(found.routes) as string[] };
}
