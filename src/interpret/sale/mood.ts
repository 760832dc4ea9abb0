import type { Severity, Tone } from '../../domain/severity.ts';
import type { Reading, SaleState } from './reading.ts';

interface Mood {
  readonly tone: Tone;
  readonly severity: Severity;
}

const moods: Readonly<Record<SaleState, Mood>> = {
  'payment.dispute_lost': { tone: 'bad', severity: 'high' },
  'payment.disputed': { tone: 'bad', severity: 'critical' },
  'payment.inquiry': { tone: 'warning', severity: 'high' },
  'payment.refunded': { tone: 'neutral', severity: 'normal' },
  'payment.partially_refunded': { tone: 'neutral', severity: 'normal' },
  'payment.refund_failed': { tone: 'warning', severity: 'high' },
  'payment.succeeded': { tone: 'good', severity: 'normal' },
  'invoice.settled_free': { tone: 'good', severity: 'low' },
  'checkout.completed': { tone: 'good', severity: 'normal' },
  'checkout.setup_completed': { tone: 'good', severity: 'low' },
  'payment.authorized': { tone: 'neutral', severity: 'normal' },
  'payment.requires_action': { tone: 'warning', severity: 'normal' },
  'payment.processing': { tone: 'neutral', severity: 'normal' },
  'payment.partially_funded': { tone: 'warning', severity: 'normal' },
  'payment.failed': { tone: 'bad', severity: 'normal' },
  'payment.released': { tone: 'warning', severity: 'normal' },
  'payment.canceled': { tone: 'neutral', severity: 'normal' },
  'payment.incomplete': { tone: 'neutral', severity: 'low' },
  'payment.known': { tone: 'neutral', severity: 'low' },
  'invoice.voided': { tone: 'neutral', severity: 'low' },
  'invoice.uncollectible': { tone: 'bad', severity: 'high' },
  'invoice.deleted': { tone: 'neutral', severity: 'low' },
  'invoice.upcoming': { tone: 'neutral', severity: 'low' },
  'invoice.finalization_failed': { tone: 'bad', severity: 'high' },
  'invoice.overdue': { tone: 'warning', severity: 'high' },
  'invoice.open': { tone: 'neutral', severity: 'low' },
  'invoice.draft': { tone: 'neutral', severity: 'low' },
  'checkout.expired': { tone: 'neutral', severity: 'low' },
  'checkout.open': { tone: 'neutral', severity: 'low' },
  'credit_note.issued': { tone: 'neutral', severity: 'normal' },
};

/** How a sale in this state feels and how urgent it is. A payment that keeps failing is more urgent than one that failed. */
export function moodOf({ state, failures }: Reading): Mood {
  const mood = moods[state];
  return state === 'payment.failed' && failures.count > 1 ? { ...mood, severity: 'high' } : mood;
}
