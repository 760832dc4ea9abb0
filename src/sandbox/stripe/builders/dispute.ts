import type Stripe from 'stripe';
import { day } from '../calendar.ts';
import { newId, type Scope } from '../scope.ts';

/** Card networks' own codes behind Stripe's reasons (docs.stripe.com/disputes/categories). */
const disputeReasons = {
  fraudulent: { visa: '10.4', mastercard: '4837' },
  product_not_received: { visa: '13.1', mastercard: '4853' },
  product_unacceptable: { visa: '13.3', mastercard: '4853' },
  subscription_canceled: { visa: '13.2', mastercard: '4841' },
  duplicate: { visa: '12.6.1', mastercard: '4834' },
  credit_not_processed: { visa: '13.6', mastercard: '4860' },
  unrecognized: { visa: '10.4', mastercard: '4837' },
  general: { visa: '13.5', mastercard: '4853' },
} as const;
export type DisputeReason = keyof typeof disputeReasons;

export interface DisputeFacts {
  readonly charge: Stripe.Charge;
  readonly reason: DisputeReason;
  /** Part of a charge may be disputed. Default: what was not refunded. */
  readonly amount?: number;
  readonly inquiry?: boolean;
  /** Days until evidence is due. Default 9. */
  readonly daysToAnswer?: number;
}

export function buildDispute(scope: Scope, facts: DisputeFacts, given: Partial<Stripe.Dispute> = {}): Stripe.Dispute {
  const { charge } = facts;
  const inquiry = facts.inquiry ?? false;
  const brand = charge.payment_method_details?.card?.brand ?? 'visa';
  const code = disputeReasons[facts.reason][brand === 'mastercard' ? 'mastercard' : 'visa'];
  const due = scope.now() + (facts.daysToAnswer ?? 9) * day;
  return {
    id: newId(scope, 'du'),
    object: 'dispute',
    amount: facts.amount ?? charge.amount - charge.amount_refunded,
    balance_transactions: [],
    charge: charge.id,
    created: scope.now(),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: noEvidence(charge),
    evidence_details: {
      // Stripe names the last second of the day, UTC.
      due_by: due - (due % day) + day - 1,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'manual',
    },
    intended_submission_method: 'manual',
    is_charge_refundable: inquiry,
    livemode: scope.livemode,
    metadata: {},
    network_reason_code: code,
    payment_intent: charge.payment_intent,
    payment_method_details: {
      card: { brand, case_type: inquiry ? 'inquiry' : 'chargeback', network: brand, network_reason_code: code },
      type: 'card',
    },
    reason: facts.reason,
    status: inquiry ? 'warning_needs_response' : 'needs_response',
    ...given,
  };
}

function noEvidence(charge: Stripe.Charge): Stripe.Dispute.Evidence {
  return {
    access_activity_log: null,
    billing_address: null,
    cancellation_policy: null,
    cancellation_policy_disclosure: null,
    cancellation_rebuttal: null,
    customer_communication: null,
    customer_email_address: charge.billing_details.email,
    customer_name: charge.billing_details.name,
    customer_purchase_ip: null,
    customer_signature: null,
    duplicate_charge_documentation: null,
    duplicate_charge_explanation: null,
    duplicate_charge_id: null,
    enhanced_evidence: {},
    product_description: null,
    receipt: null,
    refund_policy: null,
    refund_policy_disclosure: null,
    refund_refusal_explanation: null,
    service_date: null,
    service_documentation: null,
    shipping_address: null,
    shipping_carrier: null,
    shipping_date: null,
    shipping_documentation: null,
    shipping_tracking_number: null,
    uncategorized_file: null,
    uncategorized_text: null,
  };
}
