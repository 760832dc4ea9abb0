import { type Phrase, say } from '../../domain/phrase.ts';
import type { PeriodFigures, Summary } from '../../domain/summary.ts';
import type { Correction } from '../../store/summary-store.ts';

type Changes = Correction['changes'];

/** What differs between the figures that people were told and those that hold now; empty where nothing does. */
export function changesBetween(told: Summary, now: Summary): Changes {
  return [...moneyChanges(told.figures, now.figures), ...mrrChanges(told.figures, now.figures)];
}

const figures = ['gross', 'refunds', 'disputes', 'fees', 'other', 'net'] as const;

function moneyChanges(told: PeriodFigures, now: PeriodFigures): Changes {
  const currencies = [...new Set([...told.currencies, ...now.currencies].map(({ currency }) => currency))].sort();
  return currencies.flatMap((currency) => {
    const [a, b] = [told, now].map((one) => one.currencies.find((line) => line.currency === currency));
    return figures.flatMap((figure) => {
      const [from, to] = [a === undefined ? '0' : a[figure], b === undefined ? '0' : b[figure]];
      return from === to ? [] : [{ figure, currency, from, to }];
    });
  });
}

function mrrChanges(told: PeriodFigures, now: PeriodFigures): Changes {
  const currencies = [...new Set([...told.mrr, ...now.mrr].map(({ currency }) => currency))].sort();
  return currencies.flatMap((currency) => {
    const [from, to] = [told, now].map((one) => one.mrr.find((line) => line.currency === currency)?.net ?? '0');
    return from === undefined || to === undefined || from === to
      ? []
      : [{ figure: 'mrr' as const, currency, from, to }];
  });
}

const names: Readonly<Record<Changes[number]['figure'], Phrase>> = {
  gross: say`Gross`,
  refunds: say`Refunds`,
  disputes: say`Disputes`,
  fees: say`Fees`,
  other: say`Other`,
  net: say`Net`,
  mrr: say`MRR`,
};

/** "Corrected, by news that came after the close." and one line for each figure that changed. */
export function correctionLines({ changes }: Correction): Phrase[] {
  const value = (minor: string | null, currency: string): Phrase =>
    minor === null ? say`not known` : say`${{ type: 'money', money: { minor: `${BigInt(minor)}`, currency } }}`;
  return [
    say`Corrected by what came after the close:`,
    ...changes.map(({ figure, currency, from, to }) => {
      const code = { type: 'term' as const, text: currency.toUpperCase() };
      return say`${names[figure]} ${code}: ${value(from, currency)} → ${value(to, currency)}`;
    }),
  ];
}
