import type { Alert } from '../domain/alert.ts';
import type { Silence } from '../domain/silence.ts';

export interface Silenced {
  readonly alert: Alert;
  readonly subjectId: string | null;
  readonly route: string;
  readonly channel: string;
  readonly severity: string;
}

/** The silence that holds this message back: one that drops before one that defers, then the one that lasts longest. */
export function silenceFor(silences: readonly Silence[], now: number, message: Silenced): Silence | null {
  let found: Silence | null = null;
  for (const silence of silences) {
    if (silence.until <= now || !covers(silence, message)) continue;
    const stronger =
      found === null ||
      (silence.effect === 'drop' && found.effect === 'digest') ||
      (silence.effect === found.effect && silence.until > found.until);
    if (stronger) found = silence;
  }
  return found;
}

function covers(silence: Silence, message: Silenced): boolean {
  if (message.severity === 'critical' && !silence.critical) return false;
  const { customer, product, route, channel, subject, everything } = silence.matcher;
  const tests: boolean[] = everything === true ? [true] : [];
  if (customer !== undefined) tests.push(message.alert.customer === customer);
  if (product !== undefined) tests.push(message.alert.products.includes(product));
  if (route !== undefined) tests.push(message.route === route || message.route.startsWith(`${route} / `));
  if (channel !== undefined) tests.push(message.channel === channel);
  if (subject !== undefined) tests.push(message.subjectId === subject);
  return tests.length > 0 && tests.every(Boolean);
}
