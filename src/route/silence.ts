import type { Alert } from '../domain/alert.ts';

/** "Mute this for a while", made by a person. All matchers that are given must match; one without any matches nothing. */
export interface Silence {
  readonly id: string;
  readonly matcher: SilenceMatcher;
  /** Milliseconds since the epoch from which it no longer holds. */
  readonly until: number;
  readonly author: string;
  readonly reason: string;
  /** `digest`: what was held is told in one message at the end · `drop`: it is kept on record only. */
  readonly effect: 'digest' | 'drop';
  /** Critical alerts come through unless the author said otherwise. */
  readonly critical: boolean;
}

export interface SilenceMatcher {
  readonly customer?: string;
  readonly product?: string;
  /** A route's full name; its children are meant too. */
  readonly route?: string;
  readonly channel?: string;
  readonly subject?: string;
}

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
  const { customer, product, route, channel, subject } = silence.matcher;
  const tests: boolean[] = [];
  if (customer !== undefined) tests.push(message.alert.customer === customer);
  if (product !== undefined) tests.push(message.alert.products.includes(product));
  if (route !== undefined) tests.push(message.route === route || message.route.startsWith(`${route} / `));
  if (channel !== undefined) tests.push(message.channel === channel);
  if (subject !== undefined) tests.push(message.subjectId === subject);
  return tests.length > 0 && tests.every(Boolean);
}
