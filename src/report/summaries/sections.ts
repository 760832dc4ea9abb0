import { nothing, type Phrase, say, type Value } from '../../domain/phrase.ts';
import type { Amounts, CustomerFigure, MrrFigures, Summary } from '../../domain/summary.ts';
import type { SummaryContent } from '../../domain/summary-content.ts';
import { amount, amountsPhrase, count, type NameOf } from './values.ts';

type Section = SummaryContent['sections'][number];

const linesShown = 5;

/** The lists below the figures; what says nothing is left out. */
export function sectionsOf(summary: Summary, nameOf: NameOf): Section[] {
  const sections: Section[] = [
    { heading: 'Payments', lines: paymentLines(summary) },
    { heading: 'Subscriptions', lines: summary.figures.mrr.flatMap((mrr) => mrrLines(mrr, summary)) },
    { heading: 'Largest customers', lines: customers(summary.largest, nameOf) },
    { heading: 'Gained', lines: customers(summary.gains, nameOf, say` MRR`) },
    { heading: 'Lost', lines: customers(summary.losses, nameOf, say` MRR`) },
    { heading: 'Disputes to answer', lines: disputeLines(summary) },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}

function paymentLines({ figures, ofEarlier }: Summary): Phrase[] {
  const { paid, failed, recovered, lost, payouts } = figures;
  const tries = paid + failed;
  const share: Value = { type: 'number', value: tries === 0 ? 0 : Math.round((paid / tries) * 1000) / 10, unit: '%' };
  return [
    ...(tries === 0 ? [] : [say`${count(paid)} of ${count(tries)} tries came through (${share})`]),
    ...amountsLine(say`Recovered in dunning`, recovered),
    ...amountsLine(say`Lost in dunning`, lost),
    ...amountsLine(
      say`Paid out`,
      payouts.map((one) => ({ ...one, minor: `${-BigInt(one.minor)}` as const })),
    ),
    ...ofEarlier.map((one) => {
      const what = one.kind === 'refund' ? say`Refunds` : say`Disputes`;
      return say`${what} of earlier payments: ${amount(one.minor, one.currency)} (${count(one.count)})`;
    }),
  ];
}

function amountsLine(words: Phrase, amounts: readonly Amounts[]): Phrase[] {
  const some = amounts.filter(({ count: times, minor }) => times !== 0 || minor !== '0');
  if (some.length === 0) return [];
  const times = some.reduce((all, one) => all + one.count, 0);
  return [say`${words}: ${amountsPhrase(some)} (${count(times)})`];
}

function mrrLines(mrr: MrrFigures, { churn }: Summary): Phrase[] {
  const { currency } = mrr;
  const parts = (
    [
      [say`new`, mrr.new],
      [say`upgraded`, mrr.expansion],
      [say`downgraded`, mrr.contraction],
      [say`cancelled`, mrr.churn],
      [say`back`, mrr.reactivation],
    ] as const
  )
    .filter(([, { count: times }]) => times > 0)
    .reduce<Phrase>((all, [words, one]) => {
      const part = say`${count(one.count)} ${words} ${amount(one.minor, currency)}`;
      return all.length === 0 ? part : say`${all} · ${part}`;
    }, nothing);
  if (parts.length === 0) return [];
  const sign = mrr.net.startsWith('-') ? nothing : say`+`;
  const reasons = churn.filter((one) => one.currency === currency);
  return [
    say`MRR ${sign}${amount(mrr.net, currency)}: ${parts}`,
    ...(reasons.length === 0 ? [] : [say`Cancelled because: ${reasonsPhrase(reasons)}`]),
  ];
}

function reasonsPhrase(reasons: Summary['churn']): Phrase {
  return reasons.slice(0, linesShown).reduce<Phrase>((all, { voluntary, reason, count: times }) => {
    const word: Value = { type: 'term', text: reason.replaceAll('_', ' ') };
    const one = say`${word} (${count(times)}${voluntary ? nothing : say`, involuntary`})`;
    return all.length === 0 ? one : say`${all} · ${one}`;
  }, nothing);
}

/** Who may not be named leaves the amount: redaction decides, by channel. */
function customers(figures: readonly CustomerFigure[], nameOf: NameOf, unit: Phrase = nothing): Phrase[] {
  return figures.slice(0, linesShown).map(({ customer, currency, minor }) => {
    const name = nameOf(customer) ?? { type: 'term', text: customer };
    return say`${amount(minor, currency)}${unit} · ${name}`;
  });
}

function disputeLines({ openDisputes }: Summary): Phrase[] {
  const shown = openDisputes.slice(0, linesShown).map(({ minor, currency, dueBy }) => {
    const due: Value | null = dueBy === null ? null : { type: 'date', at: dueBy, style: 'left' };
    return due === null ? say`${amount(minor, currency)}` : say`${amount(minor, currency)} by ${due}`;
  });
  const rest = openDisputes.length - shown.length;
  return rest > 0 ? [...shown, say`and ${count(rest)} more`] : shown;
}
