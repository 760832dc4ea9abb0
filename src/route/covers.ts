import type { RouteConfig, RouteMatch } from '../config/config.ts';
import { contradicts, coversTypes } from './event-topics.ts';

const lists = [
  'accounts',
  'severity',
  'currencies',
  'products',
  'prices',
  'plans',
  'customers',
  'countries',
  'paymentMethods',
  'declineCodes',
] as const satisfies readonly (keyof RouteMatch)[];

/** True where everything that `inner` matches, `outer` matches too: sure, not guessed. */
export function covers(outer: RouteConfig, inner: RouteConfig): boolean {
  const [a, b] = [outer.match, inner.match];
  if (outer.when !== null && outer.when !== inner.when) return false;
  if (!coversTopics(a, b) || !coversTypes(a.events, b.events)) return false;
  if (a.livemode !== null && a.livemode !== b.livemode) return false;
  if (a.amountMin !== null && a.amountMin !== b.amountMin) return false;
  if (a.amountMax !== null && a.amountMax !== b.amountMax) return false;
  if (Object.entries(a.metadata).some(([key, value]) => b.metadata[key] !== value)) return false;
  return lists.every((key) => within(a[key], b[key]));
}

function coversTopics(a: RouteMatch, b: RouteMatch): boolean {
  if (a.topics.length === 0 || a.topics.includes('*')) return true;
  return !b.topics.includes('*') && within(a.topics, b.topics);
}

function within(outer: readonly string[], inner: readonly string[]): boolean {
  return outer.length === 0 || (inner.length > 0 && inner.every((value) => outer.includes(value)));
}

/** Why a route can match nothing whatever comes, given those it stands in; null where it can. */
export function impossibility(route: RouteConfig, parents: readonly RouteConfig[]): string | null {
  const chain = [...parents, route].map((one) => one.match);
  const topics = chain.map((match) => match.topics).filter((list) => list.length > 0 && !list.includes('*'));
  const common = topics.reduce<readonly string[] | null>(
    (left, list) => (left === null ? list : left.filter((one) => list.some((two) => two === one))),
    null,
  );
  if (common !== null && common.length === 0) return `its topics and those around it exclude each other`;
  const { events } = route.match;
  const around = chain.map((match) => match.topics);
  if (events.length > 0 && events.every((event) => around.some((list) => contradicts(event, list)))) {
    return `no event of type ${events.join(', ')} has the topic ${(common ?? []).join(', ')}`;
  }
  for (const key of lists) {
    const given = chain.map((match) => match[key]).filter((list) => list.length > 0);
    const shared = given.reduce<readonly string[] | null>(
      (left, list) => (left === null ? list : left.filter((one) => list.some((two) => two === one))),
      null,
    );
    if (shared !== null && shared.length === 0) return `its ${words[key]} and those around it exclude each other`;
  }
  const modes = new Set(chain.map((match) => match.livemode).filter((mode) => mode !== null));
  return modes.size > 1 ? 'it asks for live and for test events at once' : null;
}

const words: Readonly<Record<(typeof lists)[number], string>> = {
  accounts: 'accounts',
  severity: 'severities',
  currencies: 'currencies',
  products: 'products',
  prices: 'prices',
  plans: 'plans',
  customers: 'customers',
  countries: 'countries',
  paymentMethods: 'payment methods',
  declineCodes: 'decline codes',
};
