export const minute = 60;
export const hour = 3600;
export const day = 86_400;

export type Interval = 'day' | 'week' | 'month' | 'year';

/** Unix seconds, so many calendar intervals later in UTC; the 31st becomes the month's last day, as Stripe bills. */
export function later(at: number, interval: Interval, count = 1): number {
  if (interval === 'day') return at + count * day;
  if (interval === 'week') return at + count * 7 * day;
  const from = new Date(at * 1000);
  const months = from.getUTCMonth() + count * (interval === 'year' ? 12 : 1);
  const lastDay = new Date(Date.UTC(from.getUTCFullYear(), months + 1, 0)).getUTCDate();
  const start = Date.UTC(from.getUTCFullYear(), months, Math.min(from.getUTCDate(), lastDay));
  return start / 1000 + (at % day);
}

/** Stripe's types leave the interval open; whatever is not known bills monthly. */
export function intervalOf(text: string | undefined): Interval {
  return text === 'day' || text === 'week' || text === 'year' ? text : 'month';
}
