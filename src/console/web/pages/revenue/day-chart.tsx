import type { MinorUnits } from '../../../../domain/money.ts';
import type { Revenue, RevenueDay } from '../../../contract-revenue.ts';
import { Chart } from '../../charts/chart.tsx';
import { Legend } from '../../charts/legend.tsx';
import type { Series } from '../../charts/series.ts';
import { countText, moneyText, shortMoney } from '../../format/money.ts';
import { FigureTable } from '../../parts/figure-table.tsx';
import { Stat } from '../../parts/stat.tsx';
import { words } from '../../words.ts';

const text = words.revenue;
const columns = ['gross', 'refunds', 'disputes', 'fees', 'net'] as const;
type Column = (typeof columns)[number];

/** What takes away stands below the line, whichever sign the ledger gives it. */
function signed(column: Column, minor: string): bigint {
  const value = BigInt(minor);
  if (column === 'gross' || column === 'net') return value;
  return value > 0n ? -value : value;
}

/** One currency, day by day: bars of what came and what went, and the line of what is left. */
export function DayChart({
  revenue,
  currency,
  days,
}: {
  readonly revenue: Revenue;
  readonly currency: string;
  readonly days: number;
}) {
  const rows = filled(revenue.days.filter((one) => one.currency === currency));
  const money = (value: bigint) => moneyText({ minor: `${value}` satisfies MinorUnits, currency });
  const of = (row: RevenueDay, column: Column) => signed(column, row[column]);
  const series: readonly Series[] = [
    { name: text.gross, kind: 'bar', color: 'soft', values: rows.map((row) => Number(of(row, 'gross'))) },
    { name: text.refunds, kind: 'bar', color: 'warn', values: rows.map((row) => Number(of(row, 'refunds'))) },
    { name: text.disputes, kind: 'bar', color: 'bad', values: rows.map((row) => Number(of(row, 'disputes'))) },
    { name: text.fees, kind: 'bar', color: 'muted', values: rows.map((row) => Number(of(row, 'fees'))) },
    { name: text.net, kind: 'line', color: 'text', values: rows.map((row) => Number(of(row, 'net'))) },
  ];
  const total = (column: Column) => money(rows.reduce((sum, row) => sum + of(row, column), 0n));
  return (
    <>
      <dl className="mb-4 grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-6">
        {columns.map((column) => (
          <Stat key={column} label={text[column]} value={total(column)} />
        ))}
        <Stat label={text.payments} value={countText(rows.reduce((sum, row) => sum + row.payments, 0))} />
      </dl>
      <Chart
        summary={text.summary(currency.toUpperCase(), days)}
        labels={rows.map(({ day }) => dayLabel(day))}
        series={series}
        height={230}
        short={(value) => shortMoney(`${BigInt(Math.round(value))}`, currency)}
        exact={(index, at) => {
          const [row, column] = [rows[at], columns[index]];
          return row === undefined || column === undefined ? '' : money(of(row, column));
        }}
      />
      <div className="mt-2 flex flex-wrap items-start justify-between gap-2">
        <div className="grid gap-1">
          <Legend series={series} />
          {rows.some(({ feesKnown }) => !feesKnown) && <p className="text-xs text-muted">{text.feesLater}</p>}
        </div>
        <FigureTable
          caption={text.table}
          head={[text.day, text.payments, ...columns.map((column) => text[column])]}
          rows={rows
            .filter((row) => columns.some((column) => row[column] !== '0') || row.payments > 0)
            .map((row) => [row.day, countText(row.payments), ...columns.map((column) => money(of(row, column)))])}
        />
      </div>
    </>
  );
}

const short = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

function dayLabel(day: string): string {
  return short.format(new Date(`${day}T00:00:00Z`));
}

/** Days without a movement are drawn as empty ones, so that a gap looks like one. */
function filled(days: readonly RevenueDay[]): readonly RevenueDay[] {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const byDay = new Map(days.map((one) => [one.day, one]));
  const all: RevenueDay[] = [];
  for (let at = Date.parse(`${first.day}T00:00:00Z`); at <= Date.parse(`${last.day}T00:00:00Z`); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    all.push(
      byDay.get(day) ?? {
        day,
        currency: first.currency,
        payments: 0,
        gross: '0',
        refunds: '0',
        disputes: '0',
        fees: '0',
        net: '0',
        feesKnown: true,
      },
    );
  }
  return all;
}
