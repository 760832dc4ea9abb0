import { nothing, type Phrase, say, type Value } from '../../domain/phrase.ts';
import type { Summary } from '../../domain/summary.ts';
import { amount, amountsPhrase, count } from './values.ts';

/** What a summary says of itself: how far it is proven against Stripe's balance, and whose days it counts. */
export function sealLines(summary: Summary): Phrase[] {
  const zone: Value = { type: 'term', text: summary.timezone };
  const hours = Math.round((summary.window.to - summary.window.from) / 360) / 10;
  const odd = summary.period === 'daily' && hours !== 24;
  return [
    tieOutPhrase(summary),
    say`Days of ${zone}${odd ? say`, this one of ${{ type: 'number', value: hours }} hours` : nothing}`,
    ...(summary.test ? [say`Test data`] : []),
  ];
}

function tieOutPhrase({ tieOut }: Summary): Phrase {
  if (tieOut.kind === 'not_compared') {
    const why: Value = { type: 'term', text: tieOut.reason.text };
    return say`Not compared with Stripe’s balance: ${why}`;
  }
  const transactions = tieOut.lines.reduce((all, line) => all + line.transactions, 0);
  const apart = tieOut.lines.filter(({ difference }) => difference !== '0');
  const lines = apart.length > 0 ? apart : tieOut.lines;
  const to = lines.reduce<Phrase>((all, { currency, difference }) => {
    const one = say`${amount(difference, currency)}`;
    return all.length === 0 ? one : say`${all}, ${one}`;
  }, nothing);
  const seal =
    lines.length === 0
      ? say`Ties to Stripe’s balance: it did not move`
      : apart.length === 0
        ? say`Ties to ${to} with Stripe’s balance (${count(transactions)} balance transactions)`
        : say`Differs by ${to} from Stripe’s balance (${count(transactions)} balance transactions)`;
  if (tieOut.pending.length === 0) return seal;
  const times = tieOut.pending.reduce((all, one) => all + one.count, 0);
  return say`${seal}; pending: ${amountsPhrase(tieOut.pending)} (${count(times)}) that Stripe has not booked yet`;
}
