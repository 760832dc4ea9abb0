import type { Severity, Topic } from '../domain/severity.ts';
import type { RouteConfig, RouteMatch } from './config.ts';

/** Matches everything: what a route without matchers has. */
export const noMatchers: RouteMatch = {
  topics: [],
  events: [],
  accounts: [],
  livemode: null,
  severity: [],
  currencies: [],
  products: [],
  prices: [],
  plans: [],
  customers: [],
  countries: [],
  paymentMethods: [],
  declineCodes: [],
  metadata: {},
  amountMin: null,
  amountMax: null,
};

/**
 * What a finance team wants to see where nobody said otherwise. The topics that are missing (customers, catalog, payment
 * methods, balance, tax, issuing, …) are bookkeeping of other systems: suppressed with the reason `no_route`.
 */
const shownTopics: readonly Topic[] = [
  'payments',
  'renewals',
  'failures',
  'refunds',
  'reviews',
  'subscriptions',
  'invoices',
  'checkouts',
  'payouts',
  'quotes',
  'transfers',
  'connect',
  'account',
];

/** The routes of a configuration without any, all to one channel. */
export function defaultRoutes(channel: string): RouteConfig[] {
  return [
    defaultRoute('disputes and fraud', ['disputes', 'fraud'], channel, 'critical'),
    defaultRoute('money', shownTopics, channel, null),
  ];
}

function defaultRoute(name: string, topics: readonly Topic[], channel: string, severity: Severity | null): RouteConfig {
  return {
    name,
    line: null,
    path: '',
    match: { ...noMatchers, topics },
    when: null,
    to: [channel],
    inheritsTo: false,
    continue: false,
    severity,
    mention: null,
    deadlineMs: null,
    digestMs: null,
    routes: [],
  };
}
