import type { Severity, Tone } from '../domain/severity.ts';

export interface Feeling {
  readonly tone: Tone;
  readonly severity: Severity;
  /** True for technical events that nobody needs to be told of: they change a card, but are no news. */
  readonly quiet: boolean;
}

const good = new Set(
  'succeeded verified posted delivered accepted paid available activated reactivated resumed ready approved'.split(' '),
);
const bad = new Set(
  'failed past_due unpaid rejected errored internal_failure setup_failed action_failed returned bank_debit_failed bank_debit_returned'.split(
    ' ',
  ),
);
const warning = new Set(
  `canceled expired expiring delayed disconnected deactivated disabled reversed requires_input requires_action
   upcoming_account_number_expiry upcoming_deactivation expected_deactivation_date_updated error_report_triggered
   no_meter_found closed under_review product_substituted succeeded_with_errors overdue`.split(/\s+/),
);
// What happens by the dozen or says only that something was looked at.
const technical = new Set(
  `updated processing request pending advancing refreshed_balance refreshed_ownership refreshed_transactions redacted
   account_numbers_updated supported_payment_method_types_updated features_status_updated tracking_details_updated
   expected_arrival_date_updated purchase_details_receipt_updated action_updated action_succeeded chargeable
   mandate_notification challenge_started requires_challenge requires_submission capability_status_updated
   pricing_updated bank_debit_processing bank_debit_queued available_status_updated source_changed`.split(/\s+/),
);

// What must not wait, even where only the type is known.
const alarming = new Set([
  'charge.dispute.created',
  'charge.dispute.funds_withdrawn',
  'payout.failed',
  'radar.early_fraud_warning.created',
  'treasury.outbound_payment.returned',
]);

/** How an event of any type feels, from the last step of its type: for types without words of their own. */
export function feelingOf(type: string): Feeling {
  const verb = type.slice(type.lastIndexOf('.') + 1);
  if (alarming.has(type)) return { tone: 'bad', severity: 'critical', quiet: false };
  if (bad.has(verb) || verb.endsWith('_failed')) return { tone: 'bad', severity: 'high', quiet: false };
  if (warning.has(verb)) return { tone: 'warning', severity: 'normal', quiet: false };
  if (good.has(verb)) return { tone: 'good', severity: 'low', quiet: false };
  return { tone: 'neutral', severity: 'low', quiet: technical.has(verb) };
}
