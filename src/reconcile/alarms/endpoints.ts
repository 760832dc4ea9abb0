import type { RouteConfig } from '../../config/config.ts';
import type { Topic } from '../../domain/severity.ts';
import type { Finding } from '../deps.ts';
import type { Subscribed } from '../endpoint.ts';

/** Per topic what must come for its news to be told: of each group any one type is enough. */
const needed: Readonly<Partial<Record<Topic, readonly (readonly string[])[]>>> = {
  payments: [['charge.succeeded', 'payment_intent.succeeded', 'checkout.session.completed', 'invoice.paid']],
  renewals: [['invoice.paid', 'invoice.payment_succeeded']],
  failures: [['payment_intent.payment_failed', 'charge.failed', 'invoice.payment_failed']],
  refunds: [['charge.refunded', 'refund.created']],
  disputes: [['charge.dispute.created'], ['charge.dispute.closed']],
  fraud: [['radar.early_fraud_warning.created']],
  reviews: [['review.opened']],
  subscriptions: [
    ['customer.subscription.created'],
    ['customer.subscription.updated'],
    ['customer.subscription.deleted'],
  ],
  checkouts: [['checkout.session.completed']],
  payouts: [['payout.failed'], ['payout.paid']],
};

/** A route for everything needs these; who wants the rarer topics names them. */
const core: readonly Topic[] = ['payments', 'failures', 'refunds', 'disputes', 'subscriptions', 'payouts'];

/** The event types that the routes need and the account's endpoints do not send; each group by its first name. Pure. */
export function lackingTypes(
  routes: readonly RouteConfig[],
  subscription: Subscribed,
  account: string,
): readonly string[] {
  if (subscription.kind === 'unknown' || subscription.types.has('*')) return [];
  const lacking = new Set<string>();
  for (const group of routes.flatMap((route) => groupsOf(route, account))) {
    const [first] = group;
    if (first !== undefined && !group.some((type) => sends(subscription.types, type))) lacking.add(first);
  }
  return [...lacking].sort();
}

function groupsOf(route: RouteConfig, account: string): readonly (readonly string[])[] {
  const { topics, events, accounts } = route.match;
  if (accounts.length > 0 && !accounts.includes(account)) return [];
  const inside = route.routes.flatMap((child) => groupsOf(child, account));
  const silent = !route.inheritsTo && route.to.length === 0;
  if (silent) return inside;
  if (events.length > 0) return [...events.map((type) => [type]), ...inside];
  const wanted = topics.length === 0 || topics.includes('*') ? core : topics;
  return [...wanted.flatMap((topic) => (topic === '*' ? [] : (needed[topic] ?? []))), ...inside];
}

/** A family (`customer.subscription.*`) is sent where any type of it is. */
function sends(types: ReadonlySet<string>, wanted: string): boolean {
  if (!wanted.endsWith('*')) return types.has(wanted);
  const family = wanted.slice(0, -1);
  return [...types].some((type) => type.startsWith(family));
}

const shownTypes = 8;

/** What is wrong with the endpoints that lead to this account's door. Pure. */
export function endpointFindings(
  account: string,
  subscription: Subscribed,
  routes: readonly RouteConfig[],
): readonly Finding[] {
  if (subscription.kind === 'unknown') return [];
  const findings: Finding[] = [];
  if (subscription.endpoints.every((endpoint) => !endpoint.enabled)) {
    findings.push({
      code: 'endpoint_disabled',
      scope: account,
      severity: 'critical',
      text: `Stripe sends nothing any more for the account "${account}": its webhook endpoint is disabled. Enable it in Stripe (Workbench, Webhooks); what was missed is fetched meanwhile.`,
      over: `The webhook endpoint of the account "${account}" is enabled again.`,
    });
  }
  const lacking = lackingTypes(routes, subscription, account);
  if (lacking.length > 0) {
    const more = lacking.length > shownTypes ? ` and ${lacking.length - shownTypes} more` : '';
    findings.push({
      code: 'endpoint_types',
      scope: account,
      severity: 'high',
      text: `The routes need events that the webhook endpoint of the account "${account}" does not send: ${lacking.slice(0, shownTypes).join(', ')}${more}. Add them to the endpoint in Stripe (Workbench, Webhooks).`,
      over: `The webhook endpoint of the account "${account}" sends all that the routes need.`,
    });
  }
  return findings;
}
