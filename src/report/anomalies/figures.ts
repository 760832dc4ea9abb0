/**
 * What came and went in a window of time. Sums are of minor units; statistics need no more digits than a double has, and
 * what a card shows of them is rounded to the minor unit.
 */
export interface WindowFigures {
  /** Payments by currency; two currencies are never added. */
  readonly paid: Readonly<Record<string, { readonly count: number; readonly minor: number }>>;
  /** Tries that failed. */
  readonly failed: number;
  readonly refunds: number;
  /** Subscriptions that ended. */
  readonly churned: number;
}

/** [from, to) in Unix seconds. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Figures of windows, in the order asked: from the ledger, or from a simulated year. */
export type FigureSource = (windows: readonly Window[]) => Promise<readonly WindowFigures[]>;

export function paidCount(figures: WindowFigures): number {
  return Object.values(figures.paid).reduce((sum, { count }) => sum + count, 0);
}

/** Nothing at all is known of it: the ledger did not reach so far back, or the business slept. */
export function isEmpty(figures: WindowFigures): boolean {
  return paidCount(figures) === 0 && figures.failed === 0;
}
