import { Environment, EvaluationError, type ParseResult } from '@marcbachmann/cel-js';
import type { RatesConfig } from '../config/config.ts';
import type { Alert } from '../domain/alert.ts';
import { parseAmountText } from '../domain/amount-text.ts';
import type { Reason } from '../domain/event.ts';
import type { Money } from '../domain/money.ts';
import { compareAmounts } from './exchange.ts';
import { filterHint, problemText } from './filter-hint.ts';
import { type FilterFault, inspectFilter } from './filter-limits.ts';
import { celValue } from './filter-object.ts';
import type { Pattern } from './pattern.ts';

export interface Filter {
  /** Null where the alert matches. `failed`: it could not be evaluated, which counts as no match. */
  test(alert: Alert): { readonly reason: Reason; readonly failed: boolean } | null;
}

/** An amount inside an expression. `at` is known of the alert's own: it decides which rates hold. */
class Amount {
  readonly money: Money | null;
  readonly at: number | null;
  readonly settled: Money | null;

  constructor(money: Money | null, at: number | null, settled: Money | null = null) {
    this.money = money;
    this.at = at;
    this.settled = settled;
  }
}

/** A no-match that has a plain reason, thrown through the evaluator. */
class NoAnswer extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason.text);
    this.reason = reason;
  }
}

const maxLength = 2_000;
/** Characters that all patterns of one evaluation may read together. */
const patternBudget = 20_000;

export const filterVariables = {
  amount: 'money',
  currency: 'string',
  event_type: 'string',
  topic: 'string',
  account: 'string',
  livemode: 'bool',
  severity: 'string',
  customer: 'string',
  products: 'list<string>',
  prices: 'list<string>',
  plans: 'list<string>',
  country: 'string',
  payment_method: 'string',
  decline_code: 'string',
  metadata: 'map<string, string>',
  object: 'map',
} as const;

/**
 * Compiles a CEL expression over an alert: parsed, type-checked and bounded now, so that evaluating it later can neither
 * throw nor hold the process. What an alert does not have is the empty string or list; a comparison of an amount that is
 * absent, or in a currency without a rate, is a no-match with that reason.
 */
export function compileFilter(
  source: string,
  rates: RatesConfig | null,
): { ok: true; filter: Filter } | { ok: false; faults: readonly FilterFault[] } {
  if (source.length > maxLength) {
    const message = `the expression is longer than ${maxLength} characters`;
    return { ok: false, faults: [{ code: 'filter_too_long', message, suggestion: 'use several routes', offset: 0 }] };
  }
  const run: Run = { patterns: new Map(), left: 0 };
  const environment = environmentOf(rates, run);
  let parsed: ParseResult;
  try {
    parsed = environment.parse(source);
  } catch (error) {
    return { ok: false, faults: [faultOf(error)] };
  }
  const inspection = inspectFilter(parsed.ast);
  // matches() and the like have a better hint than the type check's.
  if (inspection.faults.length > 0) return { ok: false, faults: inspection.faults };
  const checked = parsed.check();
  if (!checked.valid) return { ok: false, faults: [faultOf(checked.error)] };
  if (checked.type !== 'bool' && checked.type !== 'dyn') {
    const message = `the expression is of type ${checked.type}, not true or false`;
    return {
      ok: false,
      faults: [{ code: 'filter_type', message, suggestion: 'compare it with something', offset: 0 }],
    };
  }
  run.patterns = inspection.patterns;
  const withObject = inspection.names.has('object');
  return {
    ok: true,
    filter: {
      test(alert) {
        run.left = patternBudget;
        try {
          const answer: unknown = parsed(contextOf(alert, withObject));
          if (answer === true) return null;
          if (answer === false) return { reason: { code: 'no_match', text: 'its filter says no' }, failed: false };
          return { reason: { code: 'filter_error', text: 'its filter says neither true nor false' }, failed: true };
        } catch (error) {
          return failure(error);
        }
      },
    },
  };
}

interface Run {
  patterns: ReadonlyMap<string, Pattern>;
  left: number;
}

function environmentOf(rates: RatesConfig | null, run: Run): Environment {
  const environment = new Environment({ limits: { maxAstNodes: 300, maxDepth: 40 }, enableOptionalTypes: true });
  environment.registerType('money', Amount);
  for (const [name, type] of Object.entries(filterVariables)) environment.registerVariable(name, type);
  environment.registerFunction('money(string): money', (text: string) => new Amount(parseAmountText(text), null));
  environment.registerFunction('re2(string, string): bool', (text: string, pattern: string) => {
    run.left -= text.length;
    if (run.left < 0) throw new NoAnswer({ code: 'filter_budget', text: 'its filter would read too much text' });
    return run.patterns.get(pattern)?.test(text) ?? false;
  });
  const order = (a: Amount, b: Amount): number => ordered(a, b, rates);
  environment.registerOperator('money == money', (a: Amount, b: Amount) => order(a, b) === 0);
  environment.registerOperator('money < money', (a: Amount, b: Amount) => order(a, b) < 0);
  environment.registerOperator('money <= money', (a: Amount, b: Amount) => order(a, b) <= 0);
  environment.registerOperator('money > money', (a: Amount, b: Amount) => order(a, b) > 0);
  environment.registerOperator('money >= money', (a: Amount, b: Amount) => order(a, b) >= 0);
  return environment;
}

function ordered(a: Amount, b: Amount, rates: RatesConfig | null): number {
  if (a.money === null || b.money === null) throw new NoAnswer({ code: 'no_amount', text: 'it has no amount' });
  const at = a.at ?? b.at ?? 0;
  // Only the alert's own amount was settled; on whichever side it stands, the other one is the currency to compare in.
  const turned = a.settled === null && b.settled !== null;
  const compared = turned
    ? compareAmounts(b.money, a.money, rates, at, b.settled)
    : compareAmounts(a.money, b.money, rates, at, a.settled);
  if (compared.order !== null) return turned ? -compared.order : compared.order;
  const missing = compared.missing.toUpperCase();
  throw new NoAnswer({ code: 'no_rate', text: `there is no rate for ${missing} to compare its amount with` });
}

function contextOf(alert: Alert, withObject: boolean): Record<string, unknown> {
  return {
    amount: new Amount(alert.amount, alert.at, alert.settled ?? null),
    currency: alert.amount?.currency ?? '',
    event_type: alert.eventType,
    topic: alert.topic,
    account: alert.account,
    livemode: alert.livemode,
    severity: alert.severity,
    customer: alert.customer ?? '',
    products: alert.products,
    prices: alert.prices,
    plans: alert.plans,
    country: alert.country ?? '',
    payment_method: alert.paymentMethod ?? '',
    decline_code: alert.declineCode ?? '',
    metadata: alert.metadata,
    object: withObject ? celValue(alert.object) : {},
  };
}

/** Values of the alert never reach the reason: only our own words, and names that stand in the expression. */
function failure(error: unknown): { reason: Reason; failed: boolean } {
  const cause = error instanceof NoAnswer ? error : error instanceof Error ? error.cause : null;
  if (cause instanceof NoAnswer) return { reason: cause.reason, failed: cause.reason.code === 'filter_budget' };
  const code = error instanceof EvaluationError ? error.code : 'error';
  const source =
    error instanceof EvaluationError ? error.node?.input?.slice(error.range?.start, error.range?.end) : null;
  const where = typeof source === 'string' && source !== '' ? ` at ${source.slice(0, 60)}` : '';
  if (code === 'no_such_key' || code === 'index_out_of_bounds') {
    return { reason: { code: 'filter_absent', text: `its filter asks for what is not there${where}` }, failed: true };
  }
  return { reason: { code: 'filter_error', text: `its filter failed${where} (${code})` }, failed: true };
}

function faultOf(error: unknown): FilterFault {
  return { code: 'bad_filter', ...problemText(error), suggestion: filterHint(error, Object.keys(filterVariables)) };
}
