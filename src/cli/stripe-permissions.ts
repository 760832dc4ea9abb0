import type { createStripe } from '../clients/stripe/reader.ts';
import type { Config } from '../config/config.ts';
import { type Finding, ill, well } from './finding.ts';

/** What of a restricted key each action needs, by Stripe's own names (`rak_…`). Actions that write nothing there are absent. */
const actionNeeds: Readonly<Record<string, string>> = {
  refund: 'rak_charge_write',
  finalize_invoice: 'rak_invoice_write',
  retry_invoice: 'rak_invoice_write',
  send_invoice: 'rak_invoice_write',
  mark_uncollectible: 'rak_invoice_write',
  void_invoice: 'rak_invoice_write',
  cancel_subscription: 'rak_subscription_write',
  cancel_now: 'rak_subscription_write',
  pause_subscription: 'rak_subscription_write',
  resume_subscription: 'rak_subscription_write',
  extend_trial: 'rak_subscription_write',
  apply_coupon: 'rak_subscription_write',
  accept_dispute: 'rak_dispute_write',
  submit_evidence: 'rak_dispute_write',
  approve_review: 'rak_review_write',
};
/** What a field that people edit in Slack needs, by kind of object. */
const syncNeeds: Readonly<Record<string, readonly string[]>> = {
  payment: ['rak_charge_write', 'rak_payment_intent_write'],
  invoice: ['rak_invoice_write'],
  subscription: ['rak_subscription_write'],
  dispute: ['rak_dispute_write'],
  payout: ['rak_payout_write'],
  customer: ['rak_customer_write'],
};

/**
 * Requests that could do nothing even where they are allowed, because the object does not exist: 403 says that the key may not
 * write such objects, 404 that it may.
 */
const probes: readonly (readonly [permission: string, path: string])[] = [
  ['rak_charge_write', '/v1/charges/ch_tillbell_doctor'],
  ['rak_payment_intent_write', '/v1/payment_intents/pi_tillbell_doctor'],
  ['rak_invoice_write', '/v1/invoices/in_tillbell_doctor'],
  ['rak_subscription_write', '/v1/subscriptions/sub_tillbell_doctor'],
  ['rak_dispute_write', '/v1/disputes/dp_tillbell_doctor'],
  ['rak_review_write', '/v1/reviews/prv_tillbell_doctor/approve'],
  ['rak_customer_write', '/v1/customers/cus_tillbell_doctor'],
  ['rak_payout_write', '/v1/payouts/po_tillbell_doctor'],
  ['rak_webhook_write', '/v1/webhook_endpoints/we_tillbell_doctor'],
];

/** By permission, what in the configuration needs it: `actions.refund`. */
export function writesNeeded(config: Pick<Config, 'actions' | 'sync'>): ReadonlyMap<string, readonly string[]> {
  const needed = new Map<string, string[]>();
  const need = (permission: string, why: string) => needed.set(permission, [...(needed.get(permission) ?? []), why]);
  for (const action of Object.keys(config.actions)) {
    const permission = actionNeeds[action];
    if (permission !== undefined) need(permission, `actions.${action}`);
  }
  for (const [kind, fields] of Object.entries(config.sync)) {
    const written = Object.values(fields).some((field) => field.stripe.startsWith('metadata.') && field.input !== null);
    if (written) for (const permission of syncNeeds[kind] ?? []) need(permission, `sync.${kind}`);
  }
  return needed;
}

/** Both sides of a restricted key: what it may write and should not, and what it should and may not. */
export async function writeFindings(
  config: Pick<Config, 'actions' | 'sync'>,
  stripe: ReturnType<typeof createStripe>,
  about: string,
): Promise<Finding[]> {
  const needed = writesNeeded(config);
  const lacking: string[] = [];
  const beyond: string[] = [];
  for (const [permission, path] of probes) {
    const held = await mayWrite(stripe, path);
    const uses = needed.get(permission);
    if (held === true && uses === undefined) beyond.push(permission);
    if (held === false && uses !== undefined) lacking.push(`${permission} (${uses.join(', ')})`);
  }
  const findings: Finding[] = [];
  if (lacking.length > 0) {
    findings.push(
      ill('fault', about, `the key lacks ${lacking.join(', ')}`, 'give the restricted key write access to them'),
    );
  }
  if (beyond.length > 0) {
    findings.push(
      ill(
        'warning',
        about,
        `the key may write what nothing configured needs: ${beyond.join(', ')}`,
        'take it away from the restricted key: a leaked key could use it',
      ),
    );
  }
  if (findings.length === 0) findings.push(well(about, 'the key writes what is configured, and no more'));
  return findings;
}

/** Null where Stripe's answer says neither. */
async function mayWrite(stripe: ReturnType<typeof createStripe>, path: string): Promise<boolean | null> {
  try {
    await stripe.rawRequest('POST', path, {});
    return null;
  } catch (error) {
    const { statusCode, code } = (typeof error === 'object' && error !== null ? error : {}) as {
      statusCode?: number;
      code?: string;
    };
    if (statusCode === 403) return false;
    return code === 'resource_missing' ? true : null;
  }
}
