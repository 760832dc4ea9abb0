import { type JsonObject, textAt } from '../../domain/json.ts';
import { type Phrase, say } from '../../domain/phrase.ts';

/** A field of Stripe's `evidence`, and what belongs into it. */
export interface ChecklistItem {
  readonly field: string;
  readonly words: Phrase;
  /** The dispute holds it already. */
  readonly ready: boolean;
}

// Fields: docs.stripe.com/api/disputes/evidence_object. Which of them decide a reason: docs.stripe.com/disputes/categories
// and docs.stripe.com/disputes/reason-codes-defense-requirements, read on 2026-11-29. The most decisive come first.
const words = {
  access_activity_log: say`log of the customer using the product, with IP addresses and times`,
  billing_address: say`billing address that the customer gave`,
  cancellation_policy: say`your cancellation policy`,
  cancellation_policy_disclosure: say`how and when the customer was shown it`,
  cancellation_rebuttal: say`why the subscription was not cancelled in time`,
  customer_communication: say`e-mails and chats with the customer`,
  customer_purchase_ip: say`IP address of the purchase`,
  customer_signature: say`signed contract or proof of delivery`,
  duplicate_charge_documentation: say`receipts of both payments`,
  duplicate_charge_explanation: say`what each of the two payments is for`,
  duplicate_charge_id: say`id of the payment that it is said to double`,
  product_description: say`what was sold`,
  receipt: say`receipt or invoice`,
  refund_policy: say`your refund policy`,
  refund_policy_disclosure: say`how and when the customer was shown it`,
  refund_refusal_explanation: say`why no refund is due`,
  service_date: say`day on which the service was given`,
  service_documentation: say`proof that the service was given`,
  shipping_address: say`address that it was sent to`,
  shipping_documentation: say`proof of delivery to that address`,
  shipping_tracking_number: say`carrier and tracking number`,
  uncategorized_text: say`anything else that speaks for you`,
} as const;
type EvidenceField = keyof typeof words;

const general: readonly EvidenceField[] = [
  'product_description',
  'customer_communication',
  'receipt',
  'service_documentation',
  'uncategorized_text',
];

const byReason: Readonly<Record<string, readonly EvidenceField[]>> = {
  fraudulent: [
    'access_activity_log',
    'customer_purchase_ip',
    'customer_communication',
    'shipping_documentation',
    'billing_address',
    'customer_signature',
  ],
  unrecognized: [
    'product_description',
    'receipt',
    'customer_communication',
    'access_activity_log',
    'customer_purchase_ip',
  ],
  product_not_received: [
    'shipping_documentation',
    'shipping_tracking_number',
    'shipping_address',
    'service_documentation',
    'access_activity_log',
    'customer_communication',
  ],
  product_unacceptable: [
    'product_description',
    'customer_communication',
    'refund_policy',
    'refund_policy_disclosure',
    'refund_refusal_explanation',
    'service_documentation',
  ],
  subscription_canceled: [
    'cancellation_rebuttal',
    'cancellation_policy',
    'cancellation_policy_disclosure',
    'access_activity_log',
    'customer_communication',
  ],
  duplicate: [
    'duplicate_charge_explanation',
    'duplicate_charge_documentation',
    'duplicate_charge_id',
    'receipt',
    'customer_communication',
  ],
  credit_not_processed: [
    'refund_refusal_explanation',
    'refund_policy',
    'refund_policy_disclosure',
    'customer_communication',
    'receipt',
  ],
  debit_not_authorized: ['customer_signature', 'access_activity_log', 'customer_communication', 'receipt'],
  customer_initiated: general,
  general,
};

/** What wins a dispute of this reason, by Stripe's evidence fields, and which of it the dispute holds already. */
export function checklistOf(dispute: JsonObject): readonly ChecklistItem[] {
  const reason = textAt(dispute, 'reason') ?? 'general';
  const fields = Object.hasOwn(byReason, reason) ? (byReason[reason] ?? general) : general;
  return fields.map((field) => ({ field, words: words[field], ready: isReady(dispute, field) }));
}

function isReady(dispute: JsonObject, field: string): boolean {
  const given = dispute['evidence'];
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return false;
  const value = given[field];
  return typeof value === 'string' ? value.trim() !== '' : typeof value === 'object' && value !== null;
}
