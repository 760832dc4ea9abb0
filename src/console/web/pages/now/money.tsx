import { useState } from 'react';
import type { MinorUnits } from '../../../../domain/money.ts';
import type { Now, MoneyToday as Today } from '../../../contract-now.ts';
import { Chart } from '../../charts/chart.tsx';
import { Legend } from '../../charts/legend.tsx';
import type { Series } from '../../charts/series.ts';
import { countText, moneyText, shortMoney } from '../../format/money.ts';
import { FigureTable } from '../../parts/figure-table.tsx';
import { Empty } from '../../parts/states.tsx';
import { useMe } from '../../state/session.tsx';
import { words } from '../../words.ts';

const minor = (text: string) => text as MinorUnits;

/** Each currency's day against its usual pace. Currencies stand beside each other and are never added. */
export function MoneyToday({ money }: { readonly money: Now['money'] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const { timezone } = useMe();
  const today = money.today ?? [];
  const shown = today.find(({ currency }) => currency === chosen) ?? today[0];
  if (shown === undefined)
    return <Empty icon="revenue" title={words.now.moneyNone} text={money.reason ?? words.now.moneyNoneText} />;
  return (
    <div className="grid gap-x-6 gap-y-4 sm:grid-cols-[13rem_minmax(0,1fr)]">
      <ul className="flex min-w-0 flex-col gap-1">
        {today.map((one) => (
          <li key={one.currency}>
            <button
              type="button"
              aria-pressed={one === shown}
              onClick={() => setChosen(one.currency)}
              className={`block w-full rounded-md px-3 py-1.5 text-left ${one === shown ? 'bg-sunken' : 'hover:bg-sunken'}`}
            >
              <Headline today={one} large={one === shown} />
            </button>
          </li>
        ))}
      </ul>
      <div className="min-w-0">
        <PaceChart today={shown} />
        <p className="mt-1 text-xs text-muted">{words.now.since(timezone)}</p>
      </div>
    </div>
  );
}

function Headline({ today, large }: { readonly today: Today; readonly large: boolean }) {
  const { currency } = today;
  const gross = moneyText({ minor: minor(today.gross), currency });
  const payments = words.now.payments(countText(today.payments), today.payments);
  if (!large)
    return (
      <span className="flex items-baseline justify-between gap-2 tabular-nums">
        <span className="text-sm font-medium">{gross}</span>
        <span className="text-xs text-muted">{payments}</span>
      </span>
    );
  return (
    <>
      <span className="block text-xl font-semibold tracking-tight tabular-nums">{gross}</span>
      <span className="block text-xs text-muted tabular-nums">
        {payments} · {words.now.net} {moneyText({ minor: minor(today.net), currency })}
      </span>
      <Pace today={today} />
    </>
  );
}

function Pace({ today }: { readonly today: Today }) {
  if (today.usualGross === null) return null;
  const [gross, usual] = [BigInt(today.gross), BigInt(today.usualGross)];
  if (usual === 0n) return null;
  const percent = Number(((gross - usual) * 1000n) / usual) / 10;
  const above = percent >= 0;
  return (
    <span className={`mt-0.5 block text-xs font-medium ${above ? 'text-good' : 'text-warn'}`}>
      {Math.abs(percent) < 1
        ? words.now.paceEven
        : percent >= 200
          ? words.now.paceTimes((percent / 100 + 1).toFixed(1))
          : words.now.pace(`${Math.abs(percent).toFixed(0)} %`, above)}
    </span>
  );
}

function PaceChart({ today }: { readonly today: Today }) {
  const { currency, hours } = today;
  const labels = Array.from({ length: 24 }, (_, hour) => `${String(hour + 1).padStart(2, '0')}:00`);
  const byHour = new Map(hours.map((one) => [one.hour, one]));
  const number = (text: string | null | undefined) => (text === null || text === undefined ? null : Number(text));
  const values = labels.map((_, hour) => number(byHour.get(hour)?.gross));
  const usual = labels.map((_, hour) => number(byHour.get(hour)?.usualGross));
  const series: readonly Series[] = [
    { name: words.now.today, kind: 'line', color: 'accent', values },
    ...(usual.every((value) => value === null)
      ? []
      : [{ name: words.now.usual, kind: 'dashed', color: 'muted', values: usual } as const]),
  ];
  const exact = (text: string | null | undefined) =>
    text === null || text === undefined ? '' : moneyText({ minor: minor(text), currency });
  return (
    <>
      <Chart
        summary={words.now.chart(currency.toUpperCase(), exact(today.gross))}
        labels={labels}
        series={series}
        height={170}
        labelEvery={4}
        short={(value) => shortMoney(minor(String(Math.round(value))), currency)}
        exact={(index, hour) => exact(index === 0 ? byHour.get(hour)?.gross : byHour.get(hour)?.usualGross)}
      />
      <div className="mt-2 flex flex-wrap items-start justify-between gap-2">
        <Legend series={series} />
        <FigureTable
          caption={words.now.table}
          head={[words.now.hour, words.now.today, words.now.usual]}
          rows={hours.map((one) => [labels[one.hour] ?? '', exact(one.gross), exact(one.usualGross)])}
        />
      </div>
    </>
  );
}
