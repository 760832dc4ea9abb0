import type { NetworkMonth } from '../../store/dispute-store.ts';
import { type NetworkProgram, programsOn } from './programs.ts';

/** How near an account comes to a network's programme in one month. */
export interface Gauge {
  readonly account: string;
  readonly livemode: boolean;
  readonly program: NetworkProgram;
  /** `2026-11`, UTC. */
  readonly month: string;
  /** What the network counts: disputes, and fraud reports where it counts those. */
  readonly counted: number;
  readonly payments: number;
  /** Of a hundred payments; null without any. */
  readonly percent: number | null;
  /** How many more bring the account into the programme this month; 0: it is in it. */
  readonly headroom: number;
}

/** Every account's gauge of each programme whose network it has payments or disputes of. `now` in milliseconds. */
export function gaugesOf(months: readonly NetworkMonth[], now: number, configured: readonly NetworkProgram[]): Gauge[] {
  const { month, previous, day } = monthsOf(now);
  const gauges: Gauge[] = [];
  for (const program of programsOn(day, configured)) {
    const rows = months.filter(({ network }) => network === program.network);
    for (const scope of scopesOf(rows)) {
      const of = (which: string) =>
        rows.find((one) => one.month === which && one.account === scope.account && one.livemode === scope.livemode);
      const current = of(month);
      const counted = (current?.disputes ?? 0) + (program.fraudReports ? (current?.fraudReports ?? 0) : 0);
      const payments = of(program.per === 'previous_month' ? previous : month)?.payments ?? 0;
      gauges.push({ ...scope, program, month, counted, payments, ...standing(program, counted, payments) });
    }
  }
  return gauges;
}

/** The month of `now`, the one before, and the day; all UTC. */
export function monthsOf(now: number): { month: string; previous: string; day: string } {
  const date = new Date(now);
  const day = date.toISOString().slice(0, 10);
  const previous = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
  return { month: day.slice(0, 7), previous, day };
}

/**
 * Count and rate must both be reached. The rate's part is exact: `percent` has at most four decimals, so that thousandths of
 * a thousandth of payments are whole numbers. Without payments to divide by nobody is over a rate.
 */
function standing(program: NetworkProgram, counted: number, payments: number) {
  const scaled = BigInt(Math.round(program.percent * 10_000)) * BigInt(payments);
  const byRate = Number((scaled + 999_999n) / 1_000_000n);
  const needed = Math.max(program.count, byRate);
  return {
    percent: payments === 0 ? null : (100 * counted) / payments,
    headroom: payments === 0 ? Math.max(1, program.count - counted) : Math.max(0, needed - counted),
  };
}

function scopesOf(rows: readonly NetworkMonth[]): { account: string; livemode: boolean }[] {
  const scopes = new Map(rows.map(({ account, livemode }) => [`${account}/${livemode}`, { account, livemode }]));
  return [...scopes.values()];
}
