import type { RatesConfig, RouteMatch } from '../config/config.ts';
import type { Alert } from '../domain/alert.ts';
import { parseAmountText } from '../domain/amount-text.ts';
import type { Reason } from '../domain/event.ts';
import { compareAmounts } from './exchange.ts';

/** Says why an alert does not match; null where it does. Reasons name ids and Stripe's own words, never personal data. */
export type Matcher = (alert: Alert) => Reason | null;

/** One test for each matcher that the route gives, in the order of the cheapest first. */
export function matchersOf(match: RouteMatch, rates: RatesConfig | null): Matcher[] {
  return [
    oneOf('topic', match.topics.includes('*') ? [] : match.topics, (alert) => alert.topic),
    events(match.events),
    oneOf('account', match.accounts, (alert) => alert.account),
    livemode(match.livemode),
    oneOf('severity', match.severity, (alert) => alert.severity),
    oneOf('currency', match.currencies, (alert) => alert.amount?.currency ?? null),
    anyOf('product', match.products, (alert) => alert.products),
    anyOf('price', match.prices, (alert) => alert.prices),
    anyOf('plan', match.plans, (alert) => alert.plans),
    oneOf('customer', match.customers, (alert) => alert.customer),
    oneOf('country', match.countries, (alert) => alert.country?.toUpperCase() ?? null),
    oneOf('payment method', match.paymentMethods, (alert) => alert.paymentMethod),
    oneOf('decline code', match.declineCodes, (alert) => alert.declineCode),
    metadata(match.metadata),
    bound('below', match.amountMin, rates, (order) => order >= 0),
    bound('above', match.amountMax, rates, (order) => order <= 0),
  ].filter((matcher) => matcher !== null);
}

function no(code: string, text: string): Reason {
  return { code, text };
}

function oneOf(what: string, wanted: readonly string[], read: (alert: Alert) => string | null): Matcher | null {
  if (wanted.length === 0) return null;
  const set = new Set(wanted);
  return (alert) => {
    const value = read(alert);
    if (value !== null && set.has(value)) return null;
    return no(
      'no_match',
      value === null ? `its ${what} is not known` : `its ${what} is ${value}, not ${wanted.join(', ')}`,
    );
  };
}

function anyOf(what: string, wanted: readonly string[], read: (alert: Alert) => readonly string[]): Matcher | null {
  if (wanted.length === 0) return null;
  const set = new Set(wanted);
  return (alert) => {
    const values = read(alert);
    if (values.some((value) => set.has(value))) return null;
    const said = values.length === 0 ? `its ${what} is not known` : `its ${what}s are ${values.slice(0, 5).join(', ')}`;
    return no('no_match', `${said}, not ${wanted.join(', ')}`);
  };
}

/** True where `pattern` (a type, or a family `charge.dispute.*`) means `type`. Thin types (`v1.charge.failed`) count as their snapshot's. */
export function matchesType(pattern: string, type: string): boolean {
  if (pattern === '*' || pattern === type) return true;
  if (type.startsWith('v1.') && !pattern.startsWith('v1.')) return matchesType(pattern, type.slice(3));
  return pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1));
}

function events(patterns: readonly string[]): Matcher | null {
  if (patterns.length === 0) return null;
  return (alert) =>
    patterns.some((pattern) => matchesType(pattern, alert.eventType))
      ? null
      : no('no_match', `its type is ${alert.eventType}, not ${patterns.join(', ')}`);
}

function livemode(wanted: boolean | null): Matcher | null {
  if (wanted === null) return null;
  return (alert) =>
    alert.livemode === wanted ? null : no('no_match', `it is a ${alert.livemode ? 'live' : 'test'} event`);
}

function metadata(wanted: Readonly<Record<string, string>>): Matcher | null {
  const entries = Object.entries(wanted);
  if (entries.length === 0) return null;
  return (alert) => {
    const wrong = entries.find(([key, value]) => !Object.hasOwn(alert.metadata, key) || alert.metadata[key] !== value);
    return wrong === undefined ? null : no('no_match', `its metadata has another ${wrong[0]}, or none`);
  };
}

function bound(
  side: 'below' | 'above',
  text: string | null,
  rates: RatesConfig | null,
  holds: (order: -1 | 0 | 1) => boolean,
): Matcher | null {
  const limit = text === null ? null : parseAmountText(text);
  if (limit === null) return null;
  return (alert) => {
    if (alert.amount === null) return no('no_amount', 'it has no amount');
    const compared = compareAmounts(alert.amount, limit, rates, alert.at, alert.settled);
    if (compared.order === null) {
      return no('no_rate', `there is no rate for ${compared.missing.toUpperCase()} to compare its amount with ${text}`);
    }
    return holds(compared.order) ? null : no('no_match', `its amount is ${side} ${text}`);
  };
}
