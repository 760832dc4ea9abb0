import type { Severity, Tone } from '../domain/severity.ts';

// Shapes differ as well as colours, for those who do not tell the colours apart.
const symbols: Readonly<Record<Tone, string>> = { good: '🟢', bad: '🟥', warning: '⚠️', neutral: '🔹' };

/** The one symbol of a card. Unicode, so that it also shows where emoji names are not interpreted. */
export function symbolOf(tone: Tone, severity: Severity): string {
  return severity === 'critical' && tone !== 'good' ? '🚨' : symbols[tone];
}
