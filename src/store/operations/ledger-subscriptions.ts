import type { SubscriptionFact } from '../../domain/ledger.ts';
import type { Money } from '../../domain/money.ts';
import type { Context } from './context.ts';
import type { Entry } from './ledger-merge.ts';
import type { Scope } from './ledger-rows.ts';
import { perform, rows, type Steps } from './query.ts';

export type Point = Pick<SubscriptionFact, 'at' | 'order' | 'mrr' | 'before' | 'customer' | 'tags' | 'detail'>;

/**
 * Puts what an event says of a subscription into its history and gives the movements before and after: a late event changes
 * what followed it as well. The points of the history decide, not the order in which they came.
 */
export function* placePoint(
  context: Context,
  scope: Scope,
  fact: SubscriptionFact,
): Steps<{ before: Entry[]; after: Entry[] }> {
  const { subscription, at, order, mrr, before, customer, tags, detail } = fact;
  const point: Point = { at, order, mrr, before, customer, tags, detail };
  const known = yield* pointsOf(context, scope, subscription);
  const same = known.find((one) => one.at === at);
  const unchanged = { before: [], after: [] };
  if (same !== undefined && same.order >= order) return unchanged;
  yield* perform(
    `INSERT INTO subscription_points (account, livemode, connect, subscription, at, rank, fact) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (account, livemode, connect, subscription, at) DO UPDATE SET rank = excluded.rank, fact = excluded.fact`,
    scope.account,
    scope.livemode,
    scope.connect,
    subscription,
    at,
    order,
    JSON.stringify(point),
  );
  const next = [...known.filter((one) => one !== same), point].sort((a, b) => a.at - b.at);
  return { before: movementsOf(subscription, known), after: movementsOf(subscription, next) };
}

function* pointsOf(context: Context, scope: Scope, subscription: string): Steps<Point[]> {
  const found = yield* rows<{ fact: string }>(
    `SELECT fact FROM subscription_points WHERE account = ? AND livemode = ? AND connect = ? AND subscription = ?
     ORDER BY at ${context.dialect.forUpdate}`,
    scope.account,
    scope.livemode,
    scope.connect,
    subscription,
  );
  return found.map(({ fact }) => JSON.parse(fact) as Point);
}

/**
 * The steps of a subscription's MRR, from its history. What counted before the first event known is not news: it is taken
 * from that event's own word, and where it has none, as unchanged.
 */
export function movementsOf(subscription: string, points: readonly Point[]): Entry[] {
  const entries: Entry[] = [];
  const now = new Map<string, bigint>();
  const ever = new Set<string>();
  points.forEach((point, index) => {
    if (index === 0) {
      for (const { currency, minor } of point.before ?? point.mrr) now.set(currency, BigInt(minor));
      for (const [currency, minor] of now) if (minor > 0n) ever.add(currency);
    }
    const next = byCurrency(point.mrr);
    for (const currency of [...new Set([...now.keys(), ...next.keys()])].sort()) {
      const [from, to] = [now.get(currency) ?? 0n, next.get(currency) ?? 0n];
      if (from === to) continue;
      const kind = kindOf(from, to, ever.size > 0);
      entries.push({
        id: `mrr:${subscription}:${point.at}:${currency}`,
        kind,
        at: point.at,
        amount: { minor: `${to - from}`, currency },
        settled: null,
        fee: '0',
        source: subscription,
        customer: point.customer,
        tags: point.tags,
        detail: kind === 'mrr_churn' ? (point.detail ?? 'voluntary:not_said') : null,
      });
    }
    now.clear();
    for (const [currency, minor] of next) {
      now.set(currency, minor);
      if (minor > 0n) ever.add(currency);
    }
  });
  return entries;
}

/** Back after it had ended is a reactivation, whatever the currency. */
function kindOf(from: bigint, to: bigint, known: boolean): Entry['kind'] {
  if (from === 0n) return known ? 'mrr_reactivation' : 'mrr_new';
  if (to === 0n) return 'mrr_churn';
  return to > from ? 'mrr_expansion' : 'mrr_contraction';
}

function byCurrency(amounts: readonly Money[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { currency, minor } of amounts) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(minor));
  return sums;
}
