import { add, type Money } from '../../domain/money.ts';
import { type Phrase, say, type Value } from '../../domain/phrase.ts';
import type { OpenDisputeRow } from '../../store/dispute-store.ts';
import type { ChecklistItem } from './checklist.ts';
import type { Estimate } from './estimate.ts';
import type { Gauge } from './gauge.ts';

/** Told in the thread when a dispute opens: what wins it, whether to fight, and what it does to the month. */
export function openedPhrase(
  checklist: readonly ChecklistItem[],
  advice: Phrase | null,
  gauges: readonly Gauge[],
  reason: string,
): Phrase {
  const items = checklist.map(({ words: item, ready }) => (ready ? say`\n✓ ${item}` : say`\n• ${item}`));
  const parts = [
    say`What decides a dispute of this kind (${term(reason.replaceAll('_', ' '))}):`,
    ...items,
    ...(advice === null ? [] : [say`\n${advice}`]),
    ...gauges.map((gauge) => say`\n${gaugePhrase(gauge)}`),
  ];
  return parts.reduce((all, one) => say`${all}${one}`, say``);
}

export function rungPhrase(dispute: OpenDisputeRow, checklist: readonly ChecklistItem[], taken: boolean): Phrase {
  const missing = checklist.filter(({ ready }) => !ready).map(({ words: item }) => item);
  const [first, ...rest] = missing;
  const amount = dispute.amount === null ? say`` : say` for ${moneyValue(dispute.amount)}`;
  const lacking =
    first === undefined
      ? say` Everything of the list is there: it only has to be submitted.`
      : say` Still missing: ${rest.reduce((all, one) => say`${all}; ${one}`, first)}.`;
  return say`Evidence${amount} is due ${due(dispute.dueBy)}.${lacking}${taken ? say`` : say` Nobody has taken it yet.`}`;
}

export function escalationPhrase(dispute: OpenDisputeRow): Phrase {
  const amount = dispute.amount === null ? say`` : say` for ${moneyValue(dispute.amount)}`;
  return say`Nobody has acknowledged this dispute${amount} or taken it. Evidence is due ${due(dispute.dueBy)}; without it the money is lost.`;
}

/** Of an inquiry: what a refund now saves. */
export function inquiryPhrase(amount: Money, fee: Money | null): Phrase {
  if (fee === null || fee.currency !== amount.currency) {
    return say`No money is taken yet. A full refund of ${moneyValue(amount)} now ends it; a dispute would add its fee.`;
  }
  return say`No money is taken yet. A full refund now costs ${moneyValue(amount)} and ends it; a dispute that is lost costs ${moneyValue(add(amount, fee))}, its fee of ${moneyValue(fee)} counted.`;
}

/** "Of 24 such disputes that you answered 15 were won (63%, likely 46–77%): …". */
export function estimatePhrase(estimate: Estimate): Phrase {
  if (estimate.kind === 'too_few') {
    return say`Fight or accept: too few to tell. ${count(estimate.decided)} of your answered disputes of this kind ${estimate.decided === 1 ? say`is` : say`are`} decided; it takes ${count(estimate.needed)}.`;
  }
  const { won, decided, low, high, verdict, expected, counterFee } = estimate;
  const rate = say`${percent((100 * won) / decided)}, likely ${percent(100 * low)} to ${percent(100 * high)}`;
  const fee = counterFee === null ? say`` : say`, the counter fee of ${moneyValue(counterFee)} counted`;
  const advice = {
    fight: say`Fight: it brings ${moneyValue(expected)} on average${fee}.`,
    accept: say`Accept: fighting costs more than it brings${fee}.`,
    close: say`Close: fighting brings ${moneyValue(expected)} on average${fee}, but too few are decided to be sure.`,
  }[verdict];
  return say`Of ${count(decided)} such disputes that you answered ${count(won)} were won (${rate}). ${advice}`;
}

/** "Visa VAMP: 12 counted this month, 0.4% of 3,000 payments. 1,488 more before it begins (1,500 and 1.5%, from …)". */
export function gaugePhrase(gauge: Gauge): Phrase {
  const { program, counted, payments, headroom } = gauge;
  const of = payments === 1 ? say`payment` : say`payments`;
  const base =
    program.per === 'previous_month' ? say`of last month's ${count(payments)} ${of}` : say`of ${count(payments)} ${of}`;
  const share = gauge.percent === null ? say`no payments to divide by` : say`${percent(gauge.percent)} ${base}`;
  const limits = say`${count(program.count)} and ${percent(program.percent)}, as of ${term(program.from)}`;
  const disputes = counted === 1 ? say`dispute` : say`disputes`;
  const reports = counted === 1 ? say`fraud report` : say`fraud reports`;
  const what = program.fraudReports ? say`${disputes} or ${reports}` : disputes;
  const left =
    headroom === 0
      ? say`The programme's limits (${limits}) are reached.`
      : say`${count(headroom)} more this month before its limits (${limits}).`;
  return say`${term(program.name)}: ${count(counted)} ${what} this month, ${share}. ${left}`;
}

function due(at: number): Value {
  return { type: 'date', at, style: 'left' };
}

function moneyValue(money: Money): Value {
  return { type: 'money', money };
}

function count(value: number): Value {
  return { type: 'number', value };
}

function percent(value: number): Value {
  return { type: 'number', value: value < 10 ? Math.round(value * 100) / 100 : Math.round(value), unit: '%' };
}

function term(text: string): Value {
  return { type: 'term', text };
}
