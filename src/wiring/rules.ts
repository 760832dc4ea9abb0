import { readFileSync } from 'node:fs';
import type { Config, RouteConfig, RouteMatch } from '../config/config.ts';
import { builtInDraft, draftConfig, draftSections } from '../config/draft.ts';
import type { ConfigFault } from '../config/fault.ts';
import type { DraftFault, RouteNode, Rules } from '../console/contract-rules.ts';
import type { Clock } from '../domain/clock.ts';
import type { Store } from '../store/store.ts';
import type { RouteUsage } from '../store/usage-store.ts';
import { inspectConfig } from './inspect-cards.ts';

export interface RulesDeps {
  readonly store: Pick<Store, 'routeUsage'>;
  readonly clock: Clock;
  readonly config: () => Config;
}

const dayMs = 86_400_000;
const trafficDays = 7;
/** Counting reads every card of the days: once a minute is enough for a picture. */
const countEveryMs = 60_000;

/** The route tree with what each branch told lately. */
export function rulesOf(deps: RulesDeps): () => Promise<Rules> {
  let counted: { at: number; usage: Promise<RouteUsage[]> } | null = null;

  function usage(): Promise<RouteUsage[]> {
    const now = deps.clock.monotonic();
    if (counted === null || now - counted.at > countEveryMs) {
      const since = deps.clock.now() - trafficDays * dayMs;
      counted = { at: now, usage: deps.store.routeUsage(since) };
      counted.usage.catch(() => {
        counted = null;
      });
    }
    return counted.usage;
  }

  return async () => {
    const config = deps.config();
    const traffic = new Map((await usage()).map((route) => [route.route, route]));
    return {
      file: config.file,
      trafficDays,
      routes: config.routes.map((route) => nodeOf(route, '', [], traffic)),
      draft: draftOf(config),
      channels: Object.keys(config.channels),
    };
  };
}

function nodeOf(
  route: RouteConfig,
  parent: string,
  inherited: readonly string[],
  usage: ReadonlyMap<string, RouteUsage>,
): RouteNode {
  const name = parent === '' ? route.name : `${parent} / ${route.name}`;
  const to = route.inheritsTo ? inherited : route.to;
  const { posts = 0, folded = 0, digests = 0, replies = 0, clicks = 0, medianAckMs = null } = usage.get(name) ?? {};
  return {
    name,
    label: route.name,
    line: route.line,
    matches: matchLines(route.match),
    when: route.when,
    to,
    continue: route.continue,
    severity: route.severity,
    mention: route.mention,
    digestMs: route.digestMs,
    traffic: { posts, folded, digests, replies, clicks, medianAckMs },
    routes: route.routes.map((inner) => nodeOf(inner, name, to, usage)),
  };
}

/** `topics: disputes, fraud`, a line for each matcher that is set. */
function matchLines(match: RouteMatch): string[] {
  return Object.entries(match).flatMap(([key, value]) => {
    if (value === null || (Array.isArray(value) && value.length === 0)) return [];
    if (Array.isArray(value)) return [`${key}: ${value.join(', ')}`];
    if (typeof value !== 'object') return [`${key}: ${String(value)}`];
    return Object.entries(value as Readonly<Record<string, string>>).map(([name, text]) => `${key}.${name}: ${text}`);
  });
}

/** The sections as they stand in the file; the built-in routes where it has none, or where there is no file. */
export function draftOf(config: Config): string {
  const text = config.file === null ? '' : draftSections(readOrNothing(config.file));
  return /^routes:/m.test(text) ? text : `${builtInDraft(config.routes)}${text === '' ? '' : `\n${text}`}`;
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Today's configuration with the draft's sections; null with the faults where it has any. */
export function drafted(
  config: Config,
  draft: string,
): { readonly config: Config | null; readonly faults: readonly DraftFault[] } {
  const { config: made, faults } = draftConfig(config, draft, inspectConfig);
  return { config: made, faults: faults.map((fault) => draftFault(fault, made === null)) };
}

function draftFault({ line, column, path, message, suggestion }: ConfigFault, refused: boolean): DraftFault {
  return { level: refused ? 'fault' : 'warning', line, column, path, message, suggestion };
}
