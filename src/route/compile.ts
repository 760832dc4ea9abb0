import type { Config, Finding, RouteConfig } from '../config/config.ts';
import type { Alert } from '../domain/alert.ts';
import type { Decision } from '../domain/decision.ts';
import type { Reason } from '../domain/event.ts';
import type { Inhibitor } from '../domain/inhibitor.ts';
import type { Silence } from '../domain/silence.ts';
import { decide } from './decide.ts';
import { compileFilter, type Filter } from './filter.ts';
import { nextBoundary } from './local-time.ts';
import { matchersOf } from './match.ts';
import type { RouteNode } from './node.ts';
import { compileQuiet } from './quiet.ts';

export type RoutingConfig = Pick<Config, 'routes' | 'channels' | 'quiet' | 'rates' | 'timezone' | 'deadlineMs'>;

export interface Router {
  /**
   * Where an alert goes, and the path through the tree that led there. `now` is milliseconds since the epoch. Pure: the
   * same alert, time and silences give the same decision. Never throws for what an alert holds.
   */
  decide(
    alert: Alert,
    now: number,
    silences?: readonly Silence[],
    subjectId?: string | null,
    inhibitors?: readonly Inhibitor[],
  ): Decision;
}

export interface RouterOptions {
  /** Called for each filter that could not be evaluated (`filter_absent`, `filter_error`, `filter_budget`): for a counter. */
  readonly onFilterFailed?: (route: string, reason: Reason) => void;
}

export type CompileResult =
  | { readonly ok: true; readonly router: Router }
  | { readonly ok: false; readonly faults: readonly Finding[] };

/** Compiles the route tree; every expression is type-checked here, so that a bad one is named before anything starts. */
export function compileRoutes(config: RoutingConfig, options: RouterOptions = {}): CompileResult {
  const faults: Finding[] = [];
  const root: Inherited = {
    name: '',
    to: null,
    severity: null,
    mention: null,
    deadlineMs: config.deadlineMs,
    digestMs: 0,
  };
  const routes = config.routes.map((route) => compileRoute(route, root, config, faults));
  if (faults.length > 0) return { ok: false, faults };
  const deps = {
    routes,
    quiet: compileQuiet(config.quiet),
    digestAt: digestClock(config),
    onFailed: options.onFilterFailed ?? (() => undefined),
  };
  return {
    ok: true,
    router: {
      decide: (alert, now, silences = [], subjectId = null, inhibitors = []) =>
        decide({ alert, now, silences, subjectId, inhibitors }, deps),
    },
  };
}

type Inherited = Pick<RouteNode, 'name' | 'to' | 'severity' | 'mention' | 'deadlineMs' | 'digestMs'>;

function compileRoute(route: RouteConfig, parent: Inherited, config: RoutingConfig, faults: Finding[]): RouteNode {
  const own: Inherited = {
    name: parent.name === '' ? route.name : `${parent.name} / ${route.name}`,
    to: route.inheritsTo ? parent.to : route.to,
    severity: route.severity ?? parent.severity,
    mention: route.mention === null ? parent.mention : route.mention === '' ? null : route.mention,
    deadlineMs: route.deadlineMs ?? parent.deadlineMs,
    digestMs: route.digestMs ?? parent.digestMs,
  };
  for (const channel of route.to) {
    if (Object.hasOwn(config.channels, channel)) continue;
    const message = `there is no channel "${channel}"`;
    faults.push({
      level: 'fault',
      code: 'unknown_channel',
      path: `${route.path}.to`,
      offset: null,
      message,
      suggestion: null,
    });
  }
  const matchers = matchersOf(route.match, config.rates);
  const filter = filterOf(route, config, faults);
  return {
    ...own,
    note: route.note ?? '',
    continue: route.continue,
    refuse(alert) {
      for (const matcher of matchers) {
        const reason = matcher(alert);
        if (reason !== null) return { reason, failed: false };
      }
      return filter?.test(alert) ?? null;
    },
    routes: route.routes.map((child) => compileRoute(child, own, config, faults)),
  };
}

function filterOf(route: RouteConfig, config: RoutingConfig, faults: Finding[]): Filter | null {
  if (route.when === null) return null;
  const compiled = compileFilter(route.when, config.rates);
  if (compiled.ok) return compiled.filter;
  for (const fault of compiled.faults) faults.push({ level: 'fault', path: `${route.path}.when`, ...fault });
  return null;
}

/** The last answer is kept for each channel and rhythm: it holds until the clock passes it, or is set back. */
function digestClock(config: RoutingConfig): (channel: string, everyMs: number, now: number) => number {
  const known = new Map<string, { readonly asked: number; readonly at: number }>();
  return (channel, everyMs, now) => {
    const key = `${everyMs} ${channel}`;
    const last = known.get(key);
    if (last !== undefined && last.asked <= now && now < last.at) return last.at;
    const at = nextBoundary(now, everyMs, config.channels[channel]?.timezone ?? config.timezone);
    known.set(key, { asked: now, at });
    return at;
  };
}
