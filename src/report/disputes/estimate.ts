import type { Money } from '../../domain/money.ts';

/** How one's own disputes of a reason ended that were answered. */
export interface OwnRecord {
  readonly won: number;
  readonly lost: number;
}

export type Estimate =
  | { readonly kind: 'too_few'; readonly decided: number; readonly needed: number }
  | {
      readonly kind: 'estimate';
      readonly won: number;
      readonly decided: number;
      /** Bounds of the win rate, 0–1, that hold in nine of ten cases. */
      readonly low: number;
      readonly high: number;
      /** `close`: the bounds lie on both sides of what fighting costs. */
      readonly verdict: 'fight' | 'accept' | 'close';
      /** What fighting brings on average, after the counter fee where one is known; in the dispute's currency. */
      readonly expected: Money;
      readonly counterFee: Money | null;
    };

/** With fewer decided disputes a win rate is a guess. */
export const leastDecided = 8;
/** Two-sided 90 %. */
const z = 1.645;

/**
 * Whether an answer pays. The dispute fee is gone either way and does not count; the counter fee is given back where the
 * dispute is won. Fighting brings `p × amount − (1 − p) × counter fee`, with `p` one's own win rate of this reason.
 */
export function estimateOf(history: OwnRecord, amount: Money, counterFees: readonly Money[]): Estimate {
  const decided = history.won + history.lost;
  if (decided < leastDecided) return { kind: 'too_few', decided, needed: leastDecided };
  const counterFee = counterFees.find(({ currency }) => currency === amount.currency) ?? null;
  const { low, high } = wilson(history.won, decided);
  const worth = (rate: number): number =>
    rate * Number(amount.minor) - (1 - rate) * Number(counterFee === null ? 0 : counterFee.minor);
  const verdict = worth(low) > 0 ? 'fight' : worth(high) <= 0 ? 'accept' : 'close';
  const expected: Money = { minor: `${BigInt(Math.round(worth(history.won / decided)))}`, currency: amount.currency };
  return { kind: 'estimate', won: history.won, decided, low, high, verdict, expected, counterFee };
}

/** Wilson's interval: honest with few cases, and within 0–1 where all or none were won. */
function wilson(won: number, decided: number): { low: number; high: number } {
  const rate = won / decided;
  const square = (z * z) / decided;
  const middle = (rate + square / 2) / (1 + square);
  const half = (z * Math.sqrt((rate * (1 - rate) + square / 4) / decided)) / (1 + square);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
