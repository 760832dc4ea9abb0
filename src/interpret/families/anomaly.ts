import { type JsonObject, numberAt, textAt } from '../../domain/json.ts';
import { money } from '../../domain/money.ts';
import { nothing, type Phrase, say, type Value } from '../../domain/phrase.ts';
import type { Severity, Tone, Topic } from '../../domain/severity.ts';
import { numberValue } from '../naming/value.ts';

/** How each kind of anomaly is told: what people subscribe to, how urgent, and in which words. */
export interface AnomalySort {
  readonly topic: Topic;
  readonly severity: Severity;
  readonly tone: Tone;
  readonly words: (low: boolean) => Phrase;
  readonly advice: (low: boolean) => Phrase;
}

export const anomalySorts: Readonly<Record<string, AnomalySort>> = {
  revenue_pace: {
    topic: 'payments',
    severity: 'high',
    tone: 'warning',
    words: (low) => (low ? say`Far fewer sales than usual` : say`Far more sales than usual`),
    advice: (low) =>
      low
        ? say`Look whether the checkout works, and whether something that brings customers has stopped.`
        : say`Look where the customers come from, and whether there is enough of what they buy.`,
  },
  failure_rate: {
    topic: 'failures',
    severity: 'high',
    tone: 'bad',
    words: () => say`More payments fail than usual`,
    advice: () => say`Look whether a checkout, a bank or Stripe has a problem: status.stripe.com.`,
  },
  refund_rate: {
    topic: 'refunds',
    severity: 'high',
    tone: 'warning',
    words: () => say`More refunds than usual`,
    advice: () => say`Look what was refunded: often it is one product, or one person who refunds.`,
  },
  average_ticket: {
    topic: 'payments',
    severity: 'high',
    tone: 'warning',
    words: (low) => (low ? say`Payments are smaller than usual` : say`Payments are larger than usual`),
    advice: () => say`Look whether a price, a currency or a coupon is wrong.`,
  },
  churn_spike: {
    topic: 'subscriptions',
    severity: 'high',
    tone: 'bad',
    words: () => say`More subscriptions end than usual`,
    advice: () => say`Look at the reasons: cancelled by the customers, or ended because payments failed?`,
  },
  large_payment: {
    topic: 'payments',
    severity: 'normal',
    tone: 'good',
    words: () => say`A very large payment`,
    advice: () => say`Far beyond what this account usually sees: worth a look before it is delivered.`,
  },
  new_customer: {
    topic: 'payments',
    severity: 'normal',
    tone: 'good',
    words: () => say`A new customer's first payment is a large one`,
    advice: () => nothing,
  },
};

export function isLow(object: JsonObject): boolean {
  return textAt(object, 'anomaly.measure.direction') === 'low';
}

/** A figure as its unit says: money, a percentage, or a count. */
export function shownValue(object: JsonObject, value: number | null): Value | null {
  if (value === null) return null;
  switch (textAt(object, 'anomaly.measure.shown.unit')) {
    case 'money': {
      const amount = money(Math.round(value), textAt(object, 'anomaly.measure.currency'));
      return amount === null ? null : { type: 'money', money: amount };
    }
    case 'percent':
      return numberValue(value, '%');
    default:
      return numberValue(value);
  }
}

/** "€1,240.00 in the last 4 hours, usual €5,310.00". */
export function measurePhrase(object: JsonObject): Phrase {
  const at = (name: string) => numberAt(object, `anomaly.measure.${name}`);
  const hours = at('hours') ?? 1;
  const span = hours === 1 ? say`the last hour` : say`the last ${numberValue(hours)} hours`;
  return say`${shownValue(object, at('shown.value'))} in ${span}, usual ${shownValue(object, at('shown.usual'))}`;
}

export function paymentValue(object: JsonObject): Value | null {
  const amount = money(textAt(object, 'anomaly.payment.minor'), textAt(object, 'anomaly.payment.currency'));
  return amount === null ? null : { type: 'money', money: amount };
}

/** "Over after 3 hours: €4,900.00 in the last 4 hours, usual €5,310.00". */
export function anomalyOverPhrase(object: JsonObject): Phrase {
  const [opened, closed] = [numberAt(object, 'opened_at'), numberAt(object, 'closed_at')];
  const minutes = opened === null || closed === null ? null : Math.max(1, Math.round((closed - opened) / 60));
  const lasted =
    minutes === null
      ? say``
      : minutes < 120
        ? say` after ${numberValue(minutes)} minutes`
        : say` after ${numberValue(Math.round(minutes / 60))} hours`;
  return say`As usual again${lasted}: ${measurePhrase(object)}`;
}
