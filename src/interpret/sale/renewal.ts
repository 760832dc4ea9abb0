import { type JsonObject, listAt, numberAt, objectAt, textAt } from '../../domain/json.ts';
import { type Known, knownObject, priceOf } from '../naming/price.ts';
import { latest, type Sale } from './objects.ts';
import { firstLine, saleSubscriptionId } from './who-what.ts';

/** The how-manieth period of its subscription a payment is for. The first is 1, the first renewal 2. */
export interface Renewal {
  readonly count: number;
  readonly interval: 'day' | 'week' | 'month' | 'year';
}

/** True for the payment of a further period; the first one and changes of plan are not. */
export function isRenewal(sale: Sale): boolean {
  return sale.invoices.some(({ object }) => textAt(object, 'billing_reason') === 'subscription_cycle');
}

/** Null where the sale is no renewal, or the subscription's start or interval is not known. */
export function renewalOf(sale: Sale, known: Known): Renewal | null {
  const invoice = latest(sale.invoices);
  const subscription = knownObject(known, saleSubscriptionId(sale));
  if (invoice === null || subscription === null || !isRenewal(sale)) return null;
  const line = firstLine(invoice);
  const start = numberAt(subscription, 'start_date') ?? numberAt(subscription, 'created');
  const period = numberAt(line ?? undefined, 'period.start') ?? numberAt(invoice.object, 'period_end');
  const rhythm = rhythmOf(line, subscription, known);
  if (start === null || period === null || rhythm === null || period < start) return null;
  // A free trial moves the first paid period; it is counted from the start all the same, as people do.
  const elapsed =
    rhythm.interval === 'day' || rhythm.interval === 'week'
      ? days(start, period, rhythm)
      : months(start, period, rhythm);
  return { count: Math.round(elapsed / rhythm.every) + 1, interval: rhythm.interval };
}

interface Rhythm {
  readonly interval: Renewal['interval'];
  readonly every: number;
}

function rhythmOf(line: JsonObject | null, subscription: JsonObject, known: Known): Rhythm | null {
  const item = listAt(subscription, 'items')[0];
  const sources = [
    line === null ? null : priceOf(line, known).object,
    objectAt(item, 'price'),
    objectAt(item, 'plan'),
    objectAt(subscription, 'plan'),
  ];
  for (const price of sources) {
    const interval = textAt(price ?? undefined, 'recurring.interval') ?? textAt(price ?? undefined, 'interval');
    if (!isInterval(interval)) continue;
    const every =
      numberAt(price ?? undefined, 'recurring.interval_count') ?? numberAt(price ?? undefined, 'interval_count') ?? 1;
    return { interval, every: Math.max(1, every) };
  }
  return null;
}

function isInterval(text: string | null): text is Renewal['interval'] {
  return text === 'day' || text === 'week' || text === 'month' || text === 'year';
}

function days(start: number, period: number, { interval }: Rhythm): number {
  return (period - start) / (interval === 'week' ? 604_800 : 86_400);
}

/** Calendar months (or years) between two moments, in UTC as Stripe anchors them; the day of the month in fractions. */
function months(start: number, period: number, { interval }: Rhythm): number {
  const [from, to] = [new Date(start * 1000), new Date(period * 1000)];
  const whole = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  const elapsed = whole + (to.getUTCDate() - from.getUTCDate()) / 31;
  return interval === 'year' ? elapsed / 12 : elapsed;
}
