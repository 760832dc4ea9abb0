import type { Chart } from '../../domain/chart.ts';
import { isObject, type JsonObject, listAt, numberAt, textAt } from '../../domain/json.ts';
import { say } from '../../domain/phrase.ts';
import type { Snapshot } from '../../domain/subject.ts';
import {
  anomalyOverPhrase,
  anomalySorts,
  isLow,
  measurePhrase,
  paymentValue,
  shownValue,
} from '../families/anomaly.ts';
import type { Context, Describe } from '../family.ts';
import { dateValue } from '../naming/value.ts';
import { idTerm } from '../words/code-words.ts';
import { cardOf, fact } from './card.ts';

/** An anomaly of revenue: what is not as usual, by how much, and its course; null where it is none. */
export function describeAnomaly(snapshot: Snapshot, state: Parameters<Describe>[0], context: Context) {
  const { object } = snapshot;
  const kind = textAt(object, 'kind') ?? '';
  const sort = Object.hasOwn(anomalySorts, kind) ? anomalySorts[kind] : undefined;
  if (sort === undefined) return null;
  const payment = paymentValue(object);
  const low = isLow(object);
  const over = payment === null && textAt(object, 'state') === 'closed';
  const chart = payment === null ? chartOf(object) : null;
  const usual = numberAt(object, 'anomaly.measure.shown.usual');
  const card = cardOf(state, context, {
    kind: 'other',
    code: `anomaly.${kind}.${over ? 'closed' : 'open'}`,
    tone: over ? 'neutral' : sort.tone,
    severity: over ? 'normal' : sort.severity,
    headline:
      payment === null
        ? over
          ? say`${sort.words(low)}: over`
          : say`${sort.words(low)} · ${measurePhrase(object)}`
        : say`${payment} · ${sort.words(low)}`,
    facts:
      payment === null
        ? [
            ...fact('Since', dateValue(numberAt(object, 'since'), 'time')),
            ...fact('Over at', dateValue(over ? numberAt(object, 'closed_at') : null, 'time')),
            ...fact('Usual in this window', shownValue(object, usual)),
          ]
        : [
            ...fact('Payment', idTerm(textAt(object, 'anomaly.payment.charge'))),
            ...fact('Customer', idTerm(textAt(object, 'anomaly.payment.customer'))),
            ...fact('At', dateValue(numberAt(object, 'anomaly.payment.at'), 'time')),
          ],
    notes: over ? [anomalyOverPhrase(object)] : [sort.advice(low)],
    linkId: textAt(object, 'anomaly.payment.charge'),
  });
  return chart === null ? card : { ...card, chart };
}

/** The course of the last eight windows beside what was usual for each. */
function chartOf(object: JsonObject): Chart | null {
  const points = listAt(object, 'anomaly.series').filter(isObject);
  if (points.length < 3) return null;
  const values = (name: 'value' | 'usual') => points.map((point) => numberAt(point, name));
  const hours = numberAt(object, 'anomaly.measure.hours') ?? 1;
  const unit = textAt(object, 'anomaly.measure.shown.unit');
  const currency = textAt(object, 'anomaly.measure.currency');
  const style = hours >= 24 ? 'date' : 'clock';
  return {
    kind: 'line',
    title:
      hours === 1 ? say`Each hour, and the usual` : say`Each ${{ type: 'number', value: hours }} hours, and the usual`,
    categories: points.map((point) => say`${{ type: 'date', at: numberAt(point, 'at') ?? 0, style }}`),
    series: [
      { name: say`Measured`, values: values('value') },
      { name: say`Usual`, values: values('usual'), role: 'usual' },
    ],
    unit:
      unit === 'money' && currency !== null
        ? { kind: 'money', currency }
        : unit === 'percent'
          ? { kind: 'percent' }
          : { kind: 'count' },
    mark: points.length - 1,
  };
}
