import {
  isCountable,
  type LedgerFact,
  type LedgerScope,
  movementId,
  type ObjectFact,
  type SubscriptionFact,
  type TransactionFact,
} from '../../domain/ledger.ts';
import type { Context } from './context.ts';
import { Deltas } from './ledger-deltas.ts';
import { type Entry, entriesOf, type Known, mergeTold, withTransaction } from './ledger-merge.ts';
import { dropEntry, readKnown, type Scope, writeEntry } from './ledger-rows.ts';
import { placePoint } from './ledger-subscriptions.ts';
import type { Steps } from './query.ts';

type MovementFact = ObjectFact | TransactionFact;

/**
 * Takes facts into the ledger: rows and sums change together. Facts of one movement are merged by rules that do not care
 * for order or repetition (ledger-merge.ts). Returns how many movements changed.
 */
export function* recordLedger(
  context: Context,
  write: { now: number; facts: readonly LedgerFact[] },
): Steps<{ changed: number }> {
  const deltas = new Deltas();
  let changed = 0;
  for (const [id, facts] of byMovement(write.facts)) {
    const [fact] = facts;
    if (fact === undefined) continue;
    if (yield* takeIn(context, scopeOf(fact), id, facts, { deltas, now: write.now })) changed += 1;
  }
  for (const fact of subscriptionsIn(write.facts)) {
    const scope = scopeOf(fact);
    const { before, after } = yield* placePoint(context, scope, fact);
    changed += yield* replaceEntries(scope, before, after, null, { deltas, now: write.now });
  }
  yield* deltas.write();
  return { changed };
}

interface Taking {
  readonly deltas: Deltas;
  readonly now: number;
}

function* takeIn(
  context: Context,
  scope: Scope,
  id: string,
  facts: readonly MovementFact[],
  taking: Taking,
): Steps<boolean> {
  const known = yield* readKnown(context, scope, id);
  const next = facts.reduce<Known>(
    withFact,
    known ?? { kind: facts[0]?.kind ?? 'other', told: null, transactions: [] },
  );
  if (known !== null && JSON.stringify(known) === JSON.stringify(next)) return false;
  yield* replaceEntries(scope, known === null ? [] : entriesOf(id, known), entriesOf(id, next), next, taking);
  return true;
}

function withFact(known: Known, fact: MovementFact): Known {
  if (fact.type === 'transaction') {
    const { id, at, amount, fee, presented, customer, source, detail } = fact;
    const added = { id, at, amount, fee, presented, customer, source, detail };
    return { ...known, transactions: withTransaction(known.transactions, added) };
  }
  const { kind, source, at, amount, customer, rank, tags, detail } = fact;
  return { ...known, told: mergeTold(known.told, { kind, source, at, amount, customer, rank, tags, detail }) };
}

/** Writes what differs; an entry of which nothing changed stays untouched. `known` goes with the first. */
function* replaceEntries(
  scope: Scope,
  before: readonly Entry[],
  after: readonly Entry[],
  known: Known | null,
  { deltas, now }: Taking,
): Steps<number> {
  let changed = 0;
  for (const entry of before) {
    if (after.some((one) => one.id === entry.id)) continue;
    deltas.add(scope, entry, -1);
    yield* dropEntry(scope, entry.id);
    changed += 1;
  }
  for (const [index, entry] of after.entries()) {
    const old = before.find((one) => one.id === entry.id);
    const same = old !== undefined && JSON.stringify(old) === JSON.stringify(entry);
    if (same && (known === null || index > 0)) continue;
    if (!same) {
      if (old !== undefined) deltas.add(scope, old, -1);
      deltas.add(scope, entry, 1);
      changed += 1;
    }
    yield* writeEntry(scope, entry, index === 0 ? known : null, now);
  }
  return changed;
}

function byMovement(facts: readonly LedgerFact[]): [string, MovementFact[]][] {
  const groups = new Map<string, { id: string; facts: MovementFact[] }>();
  for (const fact of facts) {
    if (fact.type === 'subscription' || !isCountable(fact.amount)) continue;
    const id = idOf(fact);
    const key = JSON.stringify([fact.account, fact.livemode, fact.connect, id]);
    const group = groups.get(key) ?? { id, facts: [] };
    group.facts.push(fact);
    groups.set(key, group);
  }
  // In one order everywhere: see lock-rows.ts.
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { id, facts: own }]) => [id, own]);
}

/** A transaction without a source (a fee of Stripe's) stands for itself. */
function idOf(fact: MovementFact): string {
  if (fact.type === 'object') return movementId(fact.kind, fact.source);
  return fact.source === null ? fact.id : movementId(fact.kind, fact.source);
}

function subscriptionsIn(facts: readonly LedgerFact[]): SubscriptionFact[] {
  return facts
    .filter((fact) => fact.type === 'subscription')
    .sort((a, b) => (a.subscription < b.subscription ? -1 : a.subscription > b.subscription ? 1 : a.at - b.at));
}

function scopeOf({ account, livemode, connect }: LedgerScope): Scope {
  return { account, livemode: livemode ? 1 : 0, connect };
}
