import { randomBytes } from 'node:crypto';
import type { Config, RouteConfig } from '../config/config.ts';
import { durationText, parseDuration } from '../config/duration.ts';
import { didYouMean } from '../config/suggest.ts';
import type { Clock } from '../domain/clock.ts';
import { TillbellError } from '../domain/errors.ts';
import type { Silence, SilenceMatcher } from '../domain/silence.ts';
import type { SilenceRow } from '../store/silence-store.ts';
import type { Store } from '../store/store.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** A silence is for a while: what shall never be seen is hidden by a route, where the file shows it. */
const longestMs = 90 * dayMs;
/** As for a route's digest (build-routes.ts). */
const shortestDigestMs = minuteMs;

export interface SilencesDeps {
  readonly store: Pick<Store, 'putSilence' | 'endSilence' | 'listSilences'>;
  readonly clock: Clock;
  readonly config: () => Pick<Config, 'channels' | 'routes'>;
}

export interface SilenceRequest {
  readonly matcher: SilenceMatcher;
  /** Milliseconds since the epoch. */
  readonly until: number;
  /** A Slack user id, or the name of whoever sits at the machine. */
  readonly author: string;
  readonly reason: string;
  readonly effect?: Silence['effect'];
  /** True: critical alerts are held, too. */
  readonly critical?: boolean;
  /** Sale mode: told every so many milliseconds, at least a minute; absent: at the end. */
  readonly digestMs?: number;
}

/**
 * Keeps what matches from its channels until `until`. It holds within a second in every process that shares the store.
 * Throws TillbellError `usage_silence` for an end in the past or beyond 90 days, for a channel or route that does not exist
 * and where nothing is named; nothing is then stored.
 */
export async function addSilence(deps: SilencesDeps, request: SilenceRequest): Promise<Silence> {
  const now = deps.clock.now();
  check(request, now, deps.config());
  const silence: Silence = {
    id: `sil_${randomBytes(6).toString('hex')}`,
    matcher: request.matcher,
    until: request.until,
    author: request.author,
    reason: request.reason.slice(0, 500),
    effect: request.effect ?? 'digest',
    critical: request.critical ?? false,
    digestMs: request.digestMs ?? null,
  };
  await deps.store.putSilence({ ...silence, now });
  return silence;
}

/** Ends it before its time; what it held is told at once. Throws TillbellError `usage_silence` for an id that holds nothing. */
export async function endSilence(deps: SilencesDeps, end: { id: string; by: string }): Promise<void> {
  const outcome = await deps.store.endSilence({ ...end, now: deps.clock.now() });
  if (outcome === 'ended') return;
  const why = outcome === 'over' ? 'has ended already' : 'does not exist';
  throw new TillbellError('usage_silence', `the silence ${end.id.slice(0, 40)} ${why}`, {
    hint: 'tillbell silence list shows those that hold',
  });
}

/** Those that hold now, newest first; with `all` also those that ended within the last 30 days. */
export function listSilences(deps: SilencesDeps, query: { all?: boolean } = {}): Promise<SilenceRow[]> {
  const now = deps.clock.now();
  return deps.store.listSilences({ since: query.all === true ? now - 30 * dayMs : now, limit: 500 });
}

/** `24h`, or an ISO time, as milliseconds since the epoch. Throws TillbellError `usage_silence`. */
export function endOf(text: string, now: number): number {
  const ms = parseDuration(text);
  if (ms !== null) return now + ms;
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  throw new TillbellError('usage_silence', `"${text.slice(0, 40)}" is no time to end`, {
    hint: 'write 1h, 24h, 7d, or 2026-12-24T18:00:00Z',
  });
}

function check(request: SilenceRequest, now: number, config: Pick<Config, 'channels' | 'routes'>): void {
  const { matcher, until, digestMs } = request;
  if (Object.values(matcher).every((value) => value === undefined || value === '')) {
    throw wrong('says of nothing what it shall hold back', 'name a customer, product, route, channel or subject');
  }
  if (until <= now) throw wrong(`would end in the past (${iso(until)})`, 'give an end that is still to come');
  if (until > now + longestMs) {
    throw wrong(`would last longer than ${durationText(longestMs)}`, 'hide it by a route with to: [] instead');
  }
  if (digestMs !== undefined && (digestMs < shortestDigestMs || digestMs > dayMs)) {
    throw wrong('would tell more often than every minute, or less than once a day', 'write a digest such as 10m');
  }
  const channels = Object.keys(config.channels);
  if (matcher.channel !== undefined && !channels.includes(matcher.channel)) {
    const hint = didYouMean(matcher.channel, channels) ?? `the configuration has ${channels.join(', ')}`;
    throw wrong(`names a channel that does not exist: "${matcher.channel.slice(0, 60)}"`, hint);
  }
  const routes = routeNames(config.routes);
  if (matcher.route !== undefined && !routes.includes(matcher.route)) {
    const hint = didYouMean(matcher.route, routes) ?? `the configuration has ${routes.join(', ')}`;
    throw wrong(`names a route that does not exist: "${matcher.route.slice(0, 60)}"`, hint);
  }
}

/** Full names, as `why` shows them: `sales / europe`. */
export function routeNames(routes: readonly RouteConfig[], parent = ''): string[] {
  return routes.flatMap((route) => {
    const name = parent === '' ? route.name : `${parent} / ${route.name}`;
    return [name, ...routeNames(route.routes, name)];
  });
}

function wrong(what: string, hint: string): TillbellError {
  return new TillbellError('usage_silence', `the silence ${what}`, { hint });
}

function iso(ms: number): string {
  return Number.isFinite(ms) && Math.abs(ms) < 8.64e15
    ? new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')
    : 'not a time';
}
