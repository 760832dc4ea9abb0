import type {
  ChurnReason,
  CurrencyView,
  CustomerFigure,
  OpenDispute,
  Period,
  SeriesPoint,
  Summary,
  SummaryWindow,
  TieOut,
} from '../../domain/summary.ts';
import type { LedgerFilter, LedgerStore, LedgerSum, Movement } from '../../store/ledger-store.ts';
import type { PeriodWindows } from '../calendar.ts';
import { joinSums, periodFigures } from './figures.ts';

export interface SummaryRequest {
  readonly period: Period;
  readonly timezone: string;
  readonly windows: PeriodWindows;
  /** The accounts it is about, each with its mode. */
  readonly scopes: readonly Pick<LedgerFilter, 'account' | 'livemode' | 'connected'>[];
  /** Only movements with one of these tags (`prod_…`, `route:name`); empty for all. */
  readonly tags: readonly string[];
  readonly view: CurrencyView;
}

export interface SummaryDeps {
  readonly store: Pick<LedgerStore, 'ledgerSums' | 'ledgerCustomers' | 'ledgerOfEarlier' | 'listMovements'>;
  /** Disputes that wait for an answer, soonest first. */
  readonly openDisputes: (scopes: SummaryRequest['scopes']) => Promise<readonly OpenDispute[]>;
  readonly tieOut: (window: SummaryWindow, scopes: SummaryRequest['scopes']) => Promise<TieOut>;
}

const customersShown = 5;
/** Steps of MRR that are read one by one for their reasons; a month of most companies has fewer. */
const stepsRead = 5_000;
const stepsPage = 1_000;

/** A summary of one stretch of local days, from the ledger alone. The same ledger gives the same summary. */
export async function computeSummary(request: SummaryRequest, deps: SummaryDeps): Promise<Summary> {
  const { windows, view, scopes } = request;
  const { window, previous, weekBefore, series } = windows;
  const asked = [window, previous, ...(weekBefore === null ? [] : [weekBefore]), ...series];
  const sums = await sumsOf(request, deps, asked);
  const shown = weekBefore === null ? 2 : 3;
  const [largest, steps, openDisputes, ofEarlier, tieOut] = await Promise.all([
    largestOf(request, deps),
    stepsOf(request, deps),
    deps.openDisputes(scopes),
    earlierOf(request, deps),
    deps.tieOut(window, scopes),
  ]);
  return {
    period: request.period,
    timezone: request.timezone,
    window,
    figures: periodFigures(sums[0] ?? [], view),
    previous: periodFigures(sums[1] ?? [], view),
    weekBefore: weekBefore === null ? null : periodFigures(sums[2] ?? [], view),
    series: series.map((one, index) => point(one, sums[shown + index] ?? [], view)),
    largest,
    gains: byCustomer(steps, 1),
    losses: byCustomer(steps, -1),
    churn: churnReasons(steps),
    openDisputes,
    ofEarlier,
    tieOut,
    test: scopes.length > 0 && scopes.every(({ livemode }) => !livemode),
  };
}

/** The figures of several windows at once, over all accounts asked for. */
export async function sumsOf(
  request: Pick<SummaryRequest, 'scopes' | 'tags'>,
  deps: { readonly store: Pick<LedgerStore, 'ledgerSums'> },
  windows: readonly SummaryWindow[],
): Promise<LedgerSum[][]> {
  const { scopes, tags } = request;
  const all = await Promise.all(scopes.map((scope) => deps.store.ledgerSums({ filter: { ...scope, tags }, windows })));
  return windows.map((_, index) => joinSums(all.map((one) => one[index] ?? [])));
}

function point(window: SummaryWindow, sums: readonly LedgerSum[], view: CurrencyView): SeriesPoint {
  const { currencies } = periodFigures(sums, view);
  return {
    ...window,
    amounts: currencies.map(({ currency, payments, gross }) => ({ currency, count: payments, minor: gross })),
  };
}

async function largestOf(request: SummaryRequest, deps: SummaryDeps): Promise<CustomerFigure[]> {
  const { scopes, tags, windows } = request;
  const found = await Promise.all(
    scopes.map((scope) =>
      deps.store.ledgerCustomers({ filter: { ...scope, tags }, window: windows.window, limit: customersShown }),
    ),
  );
  return found.flat().map(({ customer, currency, minor }) => ({ customer, currency, minor }));
}

async function earlierOf(request: SummaryRequest, deps: SummaryDeps): Promise<Summary['ofEarlier']> {
  const { scopes, tags, windows } = request;
  const found = await Promise.all(
    scopes.map((scope) => deps.store.ledgerOfEarlier({ filter: { ...scope, tags }, window: windows.window })),
  );
  const sums = new Map<string, Summary['ofEarlier'][number]>();
  for (const one of found.flat()) {
    const key = `${one.kind} ${one.currency}`;
    const known = sums.get(key);
    const minor = `${BigInt(known?.minor ?? 0) + BigInt(one.minor)}` as const;
    sums.set(key, { ...one, count: (known?.count ?? 0) + one.count, minor });
  }
  return [...sums.values()];
}

async function stepsOf(request: SummaryRequest, deps: SummaryDeps): Promise<Movement[]> {
  const { scopes, tags, windows } = request;
  const steps: Movement[] = [];
  for (const scope of scopes) {
    let after: { at: number; id: string } | undefined;
    for (let read = 0; read < stepsRead; read += stepsPage) {
      const page = await deps.store.listMovements({
        filter: { ...scope, tags },
        window: windows.window,
        kinds: ['mrr_new', 'mrr_expansion', 'mrr_contraction', 'mrr_churn', 'mrr_reactivation'],
        limit: stepsPage,
        ...(after === undefined ? {} : { after }),
      });
      steps.push(...page);
      const last = page.at(-1);
      if (page.length < stepsPage || last === undefined) break;
      after = { at: last.at, id: last.id };
    }
  }
  return steps;
}

/** Customers by what their subscriptions gained (1) or lost (-1), the largest of each currency first. */
function byCustomer(steps: readonly Movement[], sign: 1 | -1): CustomerFigure[] {
  const sums = new Map<string, { customer: string; currency: string; minor: bigint }>();
  for (const { customer, currency, minor } of steps) {
    if (customer === null) continue;
    const key = `${currency} ${customer}`;
    sums.set(key, { customer, currency, minor: (sums.get(key)?.minor ?? 0n) + BigInt(minor) });
  }
  const size = (minor: bigint) => minor * BigInt(sign);
  const taken = new Map<string, number>();
  return [...sums.values()]
    .filter(({ minor }) => size(minor) > 0n)
    .sort((a, b) =>
      size(a.minor) === size(b.minor) ? (a.customer < b.customer ? -1 : 1) : size(a.minor) > size(b.minor) ? -1 : 1,
    )
    .filter(({ currency }) => {
      taken.set(currency, (taken.get(currency) ?? 0) + 1);
      return (taken.get(currency) ?? 0) <= customersShown;
    })
    .map(({ minor, ...one }) => ({ ...one, minor: `${minor}` as const }));
}

function churnReasons(steps: readonly Movement[]): ChurnReason[] {
  const reasons = new Map<string, ChurnReason>();
  for (const { kind, detail, currency, minor } of steps) {
    if (kind !== 'mrr_churn') continue;
    const [how = '', reason = 'not_said'] = (detail ?? '').split(':');
    const key = `${currency} ${how}:${reason}`;
    const known = reasons.get(key);
    reasons.set(key, {
      voluntary: how !== 'involuntary',
      reason,
      currency,
      count: (known?.count ?? 0) + 1,
      minor: `${BigInt(known?.minor ?? 0) + BigInt(minor)}`,
    });
  }
  return [...reasons.values()].sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}
