import { type Phrase, say, type Value } from '../domain/phrase.ts';
import type { CurrencyFigures, Summary } from '../domain/summary.ts';
import type { InteractDeps } from './deps.ts';
import { counted, term } from './phrases.ts';

export const spans = ['today', 'week', 'month'] as const;
export type Span = (typeof spans)[number];

const titles: Readonly<Record<Span, string>> = { today: 'Today', week: 'This week', month: 'This month' };

/** `/tillbell revenue [today|week|month]`: the running period so far, from the ledger, a line a currency. */
export async function revenue(words: string, deps: Pick<InteractDeps, 'figures'>): Promise<Phrase> {
  const asked = words.trim().toLowerCase();
  const span = spans.find((one) => one === (asked === '' ? 'today' : asked));
  if (span === undefined) return say`Say which: revenue ${term(spans.join(', '))}.`;
  const summary = await deps.figures(span);
  const [first, ...rest] = [say`${term(titles[span])} (${term(summary.timezone)})`, ...figureLines(summary)];
  return rest.reduce<Phrase>((text, line) => say`${text}\n${line}`, first ?? say``);
}

/** What came and went, never two currencies in one sum. */
export function figureLines(summary: Summary): Phrase[] {
  const { currencies, failed } = summary.figures;
  if (currencies.length === 0) return [say`Nothing yet.`];
  return [
    ...currencies.map(line),
    ...(failed === 0 ? [] : [say`• ${counted(failed, say`try`, say`tries`)} to pay failed`]),
    ...(summary.test ? [say`• All of it is test data.`] : []),
  ];
}

function line(figures: CurrencyFigures): Phrase {
  const { currency, payments, gross, refundCount, refunds, disputeCount, disputes, net, pending } = figures;
  const money = (minor: CurrencyFigures['gross']): Value => ({ type: 'money', money: { minor, currency } });
  const refunded: Phrase =
    refundCount === 0 ? say`` : say` · ${counted(refundCount, say`refund`, say`refunds`)} ${money(refunds)}`;
  const disputed: Phrase =
    disputeCount === 0 ? say`` : say` · ${counted(disputeCount, say`dispute`, say`disputes`)} ${money(disputes)}`;
  const left: Phrase = net === null ? say`` : say` · net ${money(net)}`;
  const open: Phrase = pending.count === 0 ? say`` : say` · ${count(pending.count)} not booked by Stripe yet`;
  return say`• ${money(gross)} in ${counted(payments, say`payment`, say`payments`)}${refunded}${disputed}${left}${open}`;
}

function count(value: number): Value {
  return { type: 'number', value };
}
