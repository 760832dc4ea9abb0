import { decimalText } from '../../domain/money.ts';
import type { Amounts, CurrencyFigures, Summary } from '../../domain/summary.ts';

type Cell = string | number | null;

/**
 * The figures of a summary as one flat table, for those who copy them: a line a figure and currency, with the count and the
 * figure of the period before. Amounts are decimals in whole units of the currency, exact. First row: the heads.
 */
export function figureTable(summary: Summary): Cell[][] {
  const { figures, previous } = summary;
  const currencies = [
    ...new Set([...figures.currencies, ...previous.currencies].map(({ currency }) => currency)),
  ].sort();
  const rows: Cell[][] = [['figure', 'currency', 'count', 'amount', 'previous_amount']];
  for (const currency of currencies) {
    const [now, before] = [figures, previous].map((one) => one.currencies.find((line) => line.currency === currency));
    for (const [name, read] of lines) {
      const [count, amount] = now === undefined ? [0, '0'] : read(now);
      const [, old] = before === undefined ? [0, '0'] : read(before);
      rows.push([name, currency, count, decimal(amount, currency), decimal(old, currency)]);
    }
  }
  rows.push(['tries_paid', null, figures.paid, null, null], ['tries_failed', null, figures.failed, null, null]);
  for (const { currency, ...steps } of figures.mrr) {
    for (const [name, step] of Object.entries(steps)) {
      if (typeof step !== 'string')
        rows.push([`mrr_${name}`, currency, step.count, decimal(step.minor, currency), null]);
    }
    rows.push(['mrr_net', currency, null, decimal(steps.net, currency), null]);
  }
  rows.push(
    ...named('recovered', figures.recovered),
    ...named('lost', figures.lost),
    ...named('payouts', figures.payouts),
  );
  for (const { currency, fees, net } of figures.currencies.flatMap(({ booked }) => booked)) {
    rows.push(['booked_fees', currency, null, decimal(fees, currency), null]);
    rows.push(['booked_net', currency, null, decimal(net, currency), null]);
  }
  if (summary.tieOut.kind === 'compared') {
    for (const { currency, transactions, difference } of summary.tieOut.lines) {
      rows.push(['tie_out_difference', currency, transactions, decimal(difference, currency), null]);
    }
  }
  return rows;
}

const lines: readonly (readonly [string, (figures: CurrencyFigures) => readonly [number | null, string | null]])[] = [
  ['gross', ({ payments, gross }) => [payments, gross]],
  ['refunds', ({ refundCount, refunds }) => [refundCount, refunds]],
  ['disputes', ({ disputeCount, disputes }) => [disputeCount, disputes]],
  ['other', ({ other }) => [null, other]],
  ['fees', ({ fees }) => [null, fees]],
  ['net', ({ net }) => [null, net]],
  ['not_booked', ({ pending }) => [pending.count, pending.minor]],
];

function named(name: string, amounts: readonly Amounts[]): Cell[][] {
  return amounts.map(({ currency, count, minor }) => [name, currency, count, decimal(minor, currency), null]);
}

function decimal(minor: string | null, currency: string): string | null {
  return minor === null ? null : decimalText({ minor: `${BigInt(minor)}`, currency });
}
