import { idAt, isObject, type JsonObject, numberAt, textAt } from './json.ts';
import { isCountable, type LedgerScope, type MovementKind, type TransactionFact } from './ledger.ts';
import { type Money, money, negate } from './money.ts';

/**
 * Stripe's reporting categories by kind of movement; those not named are `other`. Source:
 * docs.stripe.com/reports/reporting-categories.
 */
const kinds: Readonly<Record<string, MovementKind>> = {
  charge: 'charge',
  charge_failure: 'charge_reversal',
  partial_capture_reversal: 'charge_reversal',
  refund: 'refund',
  refund_failure: 'refund_reversal',
  dispute: 'dispute',
  dispute_reversal: 'dispute_reversal',
  fee: 'fee',
  network_cost: 'fee',
  tax: 'fee',
  payout: 'payout',
  payout_reversal: 'payout_reversal',
  payout_minimum_balance_hold: 'other',
  topup: 'topup',
  topup_reversal: 'topup',
};

/** By `type`, for the versions of the API from before there was a reporting category. */
const kindsByType: Readonly<Record<string, MovementKind>> = {
  charge: 'charge',
  payment: 'charge',
  payment_failure_refund: 'charge_reversal',
  refund: 'refund',
  payment_refund: 'refund',
  refund_failure: 'refund_reversal',
  stripe_fee: 'fee',
  stripe_fx_fee: 'fee',
  tax_fee: 'fee',
  network_cost: 'fee',
  payout: 'payout',
  payout_failure: 'payout_reversal',
  payout_cancel: 'payout_reversal',
  topup: 'topup',
  topup_reversal: 'topup',
};

/** The fact that a balance transaction states; null where it is none or states no whole amount. */
export function transactionFact(transaction: JsonObject, scope: LedgerScope): TransactionFact | null {
  const id = textAt(transaction, 'id');
  const at = numberAt(transaction, 'created');
  const amount = money(transaction['amount'], transaction['currency']);
  const fee = money(transaction['fee'] ?? 0, transaction['currency']);
  if (id === null || at === null || amount === null || fee === null) return null;
  if (!isCountable(amount) || !isCountable(fee)) return null;
  const kind = kindOf(transaction);
  const source = transaction['source'];
  const object = isObject(source) ? source : null;
  return {
    type: 'transaction',
    ...scope,
    id,
    kind,
    source: object === null ? textAt(transaction, 'source') : textAt(object, 'id'),
    at: Math.floor(at),
    amount,
    fee: fee.minor,
    presented: object === null ? null : presentedBy(object, kind),
    customer: object === null ? null : idAt(object, 'customer'),
    detail: object === null ? null : idAt(object, 'charge'),
  };
}

function kindOf(transaction: JsonObject): MovementKind {
  const category = textAt(transaction, 'reporting_category');
  if (category !== null) return Object.hasOwn(kinds, category) ? (kinds[category] ?? 'other') : 'other';
  const type = textAt(transaction, 'type') ?? '';
  return Object.hasOwn(kindsByType, type) ? (kindsByType[type] ?? 'other') : 'other';
}

/** What the customer paid or got back, by the source object. */
function presentedBy(source: JsonObject, kind: MovementKind): Money | null {
  const presented = money(
    textAt(source, 'object') === 'charge' ? (source['amount_captured'] ?? source['amount']) : source['amount'],
    source['currency'],
  );
  if (presented === null || !isCountable(presented)) return null;
  switch (kind) {
    case 'charge':
    case 'refund_reversal':
    case 'dispute_reversal':
    case 'payout_reversal':
      return presented;
    case 'refund':
    case 'dispute':
    case 'payout':
      return negate(presented);
    default:
      return null;
  }
}
