import { describe, expect, test } from 'vitest';
import type { RouteConfig, RouteMatch } from '../../config/config.ts';
import { expects, subscribed } from '../endpoint.ts';
import { endpointFindings, lackingTypes } from './endpoints.ts';

const any: RouteMatch = {
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

function route(match: Partial<RouteMatch>, more: Partial<RouteConfig> = {}): RouteConfig {
  return {
    name: 'route',
    line: null,
    path: '',
    match: { ...any, ...match },
    when: null,
    to: ['finance'],
    inheritsTo: false,
    continue: false,
    severity: null,
    mention: null,
    deadlineMs: null,
    digestMs: null,
    routes: [],
    ...more,
  };
}

const doors = ['/webhooks/stripe/main', '/webhooks/stripe'];
const endpoint = (url: string, types: string[], status = 'enabled') => ({
  id: 'we_1',
  object: 'webhook_endpoint',
  url,
  enabled_events: types,
  status,
});
const here = 'https://shop.example/webhooks/stripe';

describe('endpoints that lead here', () => {
  test('by the path, below a prefix and with a slash too; others are none of ours', () => {
    for (const url of [here, `${here}/`, `${here}/main`, 'https://a.example/till/webhooks/stripe?x=1']) {
      expect(subscribed([endpoint(url, ['*'])], doors).kind).toBe('known');
    }
    for (const url of ['https://shop.example/webhooks/stripe/second', 'https://shop.example/hook', 'not a url']) {
      expect(subscribed([endpoint(url, ['*'])], doors)).toEqual({ kind: 'unknown' });
    }
    expect(expects({ kind: 'unknown' }, 'charge.failed')).toBe(true);
  });

  test('send what any of them is subscribed to', () => {
    const both = subscribed([endpoint(here, ['charge.failed']), endpoint(`${here}/main`, ['payout.paid'])], doors);
    expect(['charge.failed', 'payout.paid', 'charge.succeeded'].map((type) => expects(both, type))).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('types that the routes need', () => {
  const lacking = (types: string[], ...routes: RouteConfig[]) =>
    lackingTypes(routes, subscribed([endpoint(here, types)], doors), 'main');

  test('any one of a group is enough', () => {
    expect(lacking(['payment_intent.succeeded'], route({ topics: ['payments'] }))).toEqual([]);
    expect(lacking(['charge.failed'], route({ topics: ['payments'] }))).toEqual(['charge.succeeded']);
  });

  test('everything is asked of the core for a route of everything, nothing where all is sent', () => {
    expect(lacking(['charge.succeeded'], route({ topics: ['*'] }))).toContain('charge.dispute.created');
    expect(lacking(['*'], route({}))).toEqual([]);
  });

  test('named types and families are needed as named; routes that hide, or are of another account, need nothing', () => {
    expect(lacking(['customer.subscription.updated'], route({ events: ['customer.subscription.*'] }))).toEqual([]);
    expect(lacking(['invoice.paid'], route({ events: ['quote.accepted'] }))).toEqual(['quote.accepted']);
    expect(lacking(['invoice.paid'], route({ events: ['quote.accepted'] }, { to: [] }))).toEqual([]);
    expect(lacking(['invoice.paid'], route({ events: ['quote.accepted'], accounts: ['other'] }))).toEqual([]);
    const nested = route({ events: ['invoice.paid'] }, { routes: [route({ events: ['payout.paid'] })] });
    expect(lacking(['invoice.paid'], nested)).toEqual(['payout.paid']);
  });

  test('a disabled endpoint is told, once for all of them', () => {
    const off = subscribed([endpoint(here, ['*'], 'disabled')], doors);
    expect(endpointFindings('main', off, [route({})]).map(({ code }) => code)).toEqual(['endpoint_disabled']);
    const one = subscribed([endpoint(here, ['*'], 'disabled'), endpoint(`${here}/main`, ['*'])], doors);
    expect(endpointFindings('main', one, [route({})])).toEqual([]);
  });
});
