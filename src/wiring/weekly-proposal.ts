import { Temporal } from 'temporal-polyfill';
import type { Config, RouteConfig } from '../config/config.ts';
import type { Clock } from '../domain/clock.ts';
import { messageOf } from '../domain/errors.ts';
import type { DigestProposal } from '../domain/route-change.ts';
import type { Store } from '../store/store.ts';
import type { RouteUsage } from '../store/usage-store.ts';
import type { Log } from '../telemetry/log.ts';
import { alarmChannel } from './reconciling.ts';
import { changeId } from './route-changes.ts';

export interface ProposalDeps {
  readonly store: Pick<Store, 'routeUsage' | 'declinedRoutes' | 'routeChanges' | 'proposeDigest'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly config: () => Config;
}

const everyMs = 15 * 60_000;
const dayMs = 86_400_000;
const lookBackMs = 14 * dayMs;
/** Fewer posts than this in two weeks disturb nobody. */
const fewestPosts = 20;
export const proposedDigestMs = dayMs;

/** From Monday, ten o'clock on the proposal of the week is made; where the process was down then, later in the week. */
export function startProposals(deps: ProposalDeps): { check(): Promise<void>; stop(): void } {
  let stopped = false;
  let cancel: () => void = () => undefined;

  async function check(): Promise<void> {
    const config = deps.config();
    const now = deps.clock.now();
    const week = weekDue(now, config.timezone);
    const to = alarmChannel(config);
    if (week === null || to === null) return;
    const { channel, lane } = to;
    const usage = await deps.store.routeUsage(now - lookBackMs);
    const settled = new Set([
      ...(await deps.store.declinedRoutes()),
      ...(await deps.store.routeChanges()).flatMap((change) => (change.kind === 'digest' ? [change.route] : [])),
    ]);
    const routes = untouched(config.routes, usage).filter((route) => !settled.has(route));
    const text = routes.map((route) => `“${route}”`).join(', ');
    await deps.store.proposeDigest({ week, channel, lane, routes, text, now });
  }

  const tick = (): void => {
    void check()
      .catch((error: unknown) =>
        deps.log.warn({ problem: messageOf(error) }, 'the weekly proposal could not be made yet'),
      )
      .then(() => {
        if (!stopped) cancel = deps.clock.after(everyMs, tick);
      });
  };
  cancel = deps.clock.after(everyMs, tick);
  return {
    check,
    stop() {
      stopped = true;
      cancel();
    },
  };
}

/** The ISO week whose proposal is due; null before Monday, ten o'clock, local time. */
export function weekDue(now: number, timezone: string): string | null {
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timezone);
  if (local.dayOfWeek === 1 && local.hour < 10) return null;
  return `${local.yearOfWeek}-W${String(local.weekOfYear).padStart(2, '0')}`;
}

/** Routes that post each alert by itself, are not critical, and whose posts nobody clicked on. */
export function untouched(routes: readonly RouteConfig[], usage: readonly RouteUsage[]): string[] {
  const quiet = usage.filter(
    ({ posts, clicks, acknowledged }) => posts >= fewestPosts && clicks === 0 && acknowledged === 0,
  );
  const open = new Set(postingEach(routes, '', { digestMs: 0, critical: false }));
  return quiet.map(({ route }) => route).filter((route) => open.has(route));
}

function postingEach(
  routes: readonly RouteConfig[],
  parent: string,
  inherited: { readonly digestMs: number; readonly critical: boolean },
): string[] {
  return routes.flatMap((route) => {
    const name = parent === '' ? route.name : `${parent} / ${route.name}`;
    const own = {
      digestMs: route.digestMs ?? inherited.digestMs,
      critical: route.severity === null ? inherited.critical : route.severity === 'critical',
    };
    const inside = postingEach(route.routes, name, own);
    return own.digestMs > 0 || own.critical ? inside : [name, ...inside];
  });
}

/** What a click on the proposal does: overrides that `why` names, until they are undone. */
export function digestsOf(deps: {
  readonly store: Pick<Store, 'putRouteChange' | 'endRouteChange'>;
  readonly clock: Clock;
  readonly changed: () => Promise<void>;
}) {
  async function each(
    proposal: DigestProposal,
    change: (id: string, route: string, now: number) => Promise<boolean>,
  ): Promise<boolean> {
    const now = deps.clock.now();
    const done = await Promise.all(proposal.routes.map((route) => change(changeId('digest', route), route, now)));
    await deps.changed();
    return done.includes(true);
  }
  return {
    accept: (proposal: DigestProposal, by: string) =>
      each(proposal, (id, route, now) =>
        deps.store.putRouteChange({
          kind: 'digest',
          id,
          route,
          digestMs: proposedDigestMs,
          author: by,
          createdAt: now,
        }),
      ),
    undo: (proposal: DigestProposal, by: string) =>
      each(proposal, (id, _route, now) => deps.store.endRouteChange({ id, by, now })),
  };
}
