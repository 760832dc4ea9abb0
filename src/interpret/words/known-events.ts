import { type Phrase, say } from '../../domain/phrase.ts';
import type { Feeling } from '../event-feeling.ts';

/** Types whose name alone would not tell people what it means for them. */
export const knownEvents: Readonly<Record<string, Feeling & { readonly phrase: Phrase }>> = {
  'v2.core.health.event_generation_failure.resolved': {
    tone: 'warning',
    severity: 'high',
    quiet: false,
    phrase: say`Stripe has repaired a fault in making events: some events of that time were never sent, so compare the figures with Stripe`,
  },
  'v2.core.event_destination.ping': {
    tone: 'good',
    severity: 'low',
    quiet: false,
    phrase: say`Test message received: Stripe reaches Tillbell`,
  },
  'billing.meter.error_report_triggered': {
    tone: 'bad',
    severity: 'high',
    quiet: false,
    phrase: say`Some usage could not be counted: it will be missing on invoices until it is corrected`,
  },
  'billing.meter.no_meter_found': {
    tone: 'bad',
    severity: 'high',
    quiet: false,
    phrase: say`Usage came in for a meter that does not exist: it is not billed`,
  },
  'billing.alert.triggered': {
    tone: 'warning',
    severity: 'normal',
    quiet: false,
    phrase: say`A usage alert was triggered: a customer reached the limit set for it`,
  },
  'setup_intent.setup_failed': {
    tone: 'warning',
    severity: 'normal',
    quiet: false,
    phrase: say`A payment method could not be saved`,
  },
  'setup_intent.succeeded': {
    tone: 'good',
    severity: 'low',
    quiet: false,
    phrase: say`A payment method was saved for later`,
  },
  'setup_intent.requires_action': {
    tone: 'neutral',
    severity: 'low',
    quiet: false,
    phrase: say`The customer has to confirm a payment method`,
  },
  'setup_intent.canceled': {
    tone: 'neutral',
    severity: 'low',
    quiet: false,
    phrase: say`Saving a payment method was called off`,
  },
};
