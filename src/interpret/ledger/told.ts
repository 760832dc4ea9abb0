import { isCountable, type LedgerScope, type ObjectFact } from '../../domain/ledger.ts';
import { money } from '../../domain/money.ts';

/** A movement as an object tells it; nothing where its amount is no whole number of a currency. */
export function told(
  scope: LedgerScope,
  fact: Omit<ObjectFact, 'type' | 'amount' | 'rank' | 'detail' | keyof LedgerScope> & {
    readonly minor: unknown;
    readonly currency: unknown;
    readonly rank?: number;
    readonly detail?: string | null;
  },
): ObjectFact[] {
  const { minor, currency, ...rest } = fact;
  const amount = money(minor, currency);
  if (amount === null || !isCountable(amount)) return [];
  return [{ type: 'object', ...scope, ...rest, amount, rank: fact.rank ?? 0, detail: fact.detail ?? null }];
}

/** The amount with its sign turned; what is no amount stays none. */
export function minus(amount: unknown): unknown {
  if (typeof amount === 'number') return -amount;
  return typeof amount === 'string' && /^-?\d{1,30}$/.test(amount) ? -BigInt(amount) : null;
}
