import type { RouteConfig } from '../config/config.ts';
import type { Topic } from '../domain/severity.ts';
import { mayHaveTopic } from './event-topics.ts';

/** What a tree does with alerts of one topic, whatever else they are. */
export interface Reach {
  /** Routes that show such alerts to somebody, at least some of them. */
  readonly shownBy: readonly RouteConfig[];
  /** True where every such alert is shown. */
  readonly always: boolean;
  /** Routes that hide such alerts deliberately, at least some of them. */
  readonly hiddenBy: readonly RouteConfig[];
}

/** What is known of the alerts that are asked for; `account` null: of whichever. */
export interface Asked {
  readonly topic: Topic;
  readonly account: string | null;
}

/** Follows the tree as a live alert of this topic and account would, taking each filter as perhaps true. */
export function reach(routes: readonly RouteConfig[], asked: Asked, inherited: readonly string[] | null = null): Reach {
  const shownBy: RouteConfig[] = [];
  const hiddenBy: RouteConfig[] = [];
  for (const route of routes) {
    if (!mayMatch(route, asked)) continue;
    const to = route.inheritsTo ? inherited : route.to;
    const inside = reach(route.routes, asked, to);
    shownBy.push(...inside.shownBy);
    hiddenBy.push(...inside.hiddenBy);
    const shows = to !== null && to.length > 0;
    const whole = matchesAll(route);
    if (!inside.always && shows) shownBy.push(route);
    if (!inside.always && to !== null && to.length === 0) hiddenBy.push(route);
    if (whole && (inside.always || shows)) return { shownBy, always: true, hiddenBy };
    // A route that hides everything of the topic ends the walk, unless it lets the next be asked too.
    if (whole && to !== null && !route.continue) return { shownBy, always: false, hiddenBy };
  }
  return { shownBy, always: false, hiddenBy };
}

function mayMatch(route: RouteConfig, asked: Asked): boolean {
  const { topics, events, livemode, accounts } = route.match;
  // Test events are nobody's loss: the question is what happens to live ones.
  if (livemode === false) return false;
  if (asked.account !== null && accounts.length > 0 && !accounts.includes(asked.account)) return false;
  if (topics.length > 0 && !topics.includes('*') && !topics.includes(asked.topic)) return false;
  return mayHaveTopic(events, asked.topic);
}

/** True where nothing but topic, account and mode decides; those are settled by `mayMatch`. */
function matchesAll(route: RouteConfig): boolean {
  if (route.when !== null) return false;
  const {
    topics: _topics,
    accounts: _accounts,
    livemode: _live,
    amountMin,
    amountMax,
    metadata,
    ...lists
  } = route.match;
  return (
    amountMin === null &&
    amountMax === null &&
    Object.keys(metadata).length === 0 &&
    Object.values(lists).every((list) => list.length === 0)
  );
}
