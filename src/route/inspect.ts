import type { Config, Finding, RouteConfig } from '../config/config.ts';
import type { Topic } from '../domain/severity.ts';
import { compileRoutes, type RoutingConfig } from './compile.ts';
import { covers, impossibility } from './covers.ts';
import { type Reach, reach } from './unseen.ts';

/** With the accounts, where they are known. */
export type InspectedConfig = RoutingConfig & Partial<Pick<Config, 'stripe'>>;

/** Topics that nobody may miss without knowing it. */
const vital: readonly (readonly [Topic, string])[] = [
  ['disputes', 'disputes'],
  ['fraud', 'fraud warnings'],
  ['failures', 'failed payments'],
];

/**
 * What is wrong with a route tree although each value in it is right. Faults: expressions that do not compile, channels that
 * do not exist, a route that can match nothing. Warnings: a route that an earlier one leaves nothing for, and disputes,
 * fraud warnings or failed payments that nobody would see.
 */
export function inspectRoutes(config: InspectedConfig): readonly Finding[] {
  const compiled = compileRoutes(config);
  const findings = compiled.ok ? [] : [...compiled.faults];
  inspectSiblings(config.routes, [], findings);
  findings.push(...unseen(config));
  return findings;
}

function inspectSiblings(siblings: readonly RouteConfig[], parents: readonly RouteConfig[], findings: Finding[]): void {
  siblings.forEach((route, index) => {
    const why = impossibility(route, parents);
    if (why !== null) {
      const suggestion = 'remove one of the two, or the route';
      findings.push(finding('fault', 'never_matches', route, `can never match: ${why}`, suggestion));
    }
    const before = siblings
      .slice(0, index)
      .find((earlier) => !earlier.continue && settles(earlier) && covers(earlier, route));
    if (before !== undefined && why === null) {
      const message = `is never reached: "${before.name}" in line ${before.line} matches all of it`;
      const suggestion = `move it up, or give "${before.name}" continue: true`;
      findings.push(finding('warning', 'shadowed', route, message, suggestion));
    }
    inspectSiblings(route.routes, [...parents, route], findings);
  });
}

/** A group without channels whose routes all refuse lets its siblings be asked, so that it leaves them something. */
function settles(route: RouteConfig): boolean {
  return !route.inheritsTo || route.routes.length === 0;
}

function unseen(config: InspectedConfig): Finding[] {
  const accounts = Object.keys(config.stripe?.accounts ?? {});
  return vital.flatMap(([topic, words]) => {
    // A tree may be split by account: then each account is asked for by itself.
    const asked = accounts.length > 1 ? accounts : [null];
    for (const account of asked) {
      const found = reach(config.routes, { topic, account });
      if (!found.always)
        return [unseenFinding(topic, account === null ? words : `${words} of the account "${account}"`, found)];
    }
    return [];
  });
}

function unseenFinding(topic: Topic, words: string, found: Reach): Finding {
  const [hiding] = found.hiddenBy;
  const [shows] = found.shownBy;
  const suggestion = `add a last route with topics: [${topic}] and a channel`;
  const at = (place: RouteConfig | undefined) => ({ path: place?.path ?? 'routes' });
  const base = { level: 'warning', offset: null, suggestion } as const;
  if (shows === undefined) {
    const message =
      hiding === undefined ? `no route shows ${words} to anybody` : `hides ${words}: nobody would see them`;
    return { ...base, ...at(hiding), code: `${topic}_unseen`, message };
  }
  const message =
    hiding === undefined
      ? `some ${words} would be seen by nobody: "${shows.name}" shows only those that its other conditions match`
      : `hides ${words}, or some of them: nobody would see those`;
  return { ...base, ...at(hiding ?? shows), code: `${topic}_partly_unseen`, message };
}

function finding(
  level: Finding['level'],
  code: string,
  route: RouteConfig,
  message: string,
  suggestion: string | null,
): Finding {
  return { level, code, path: route.path, offset: null, message, suggestion };
}
