import type Stripe from 'stripe';
import { buildBalanceTransaction } from '../builders/balance-transaction.ts';
import { buildRefund, type RefundFacts } from '../builders/refund.ts';
import type { World } from '../world.ts';

export interface RefundMade {
  readonly refund: Stripe.Refund;
  readonly charge: Stripe.Charge;
}

/** Money goes back: refund.created, charge.refunded. A part leaves the charge's `refunded` false. */
export function refundCharge(
  world: World,
  charge: Stripe.Charge,
  facts: Omit<RefundFacts, 'charge'>,
  given: Partial<Stripe.Refund> = {},
): RefundMade {
  const draft = buildRefund(world, { ...facts, charge }, given);
  const movement = world.put(
    buildBalanceTransaction(world, {
      type: charge.id.startsWith('ch_') ? 'refund' : 'payment_refund',
      category: 'refund',
      amount: -facts.amount,
      currency: charge.currency,
      settlement: world.settlement,
      source: draft.id,
      fee: 0,
      description: charge.description === null ? null : `REFUND FOR CHARGE (${charge.description})`,
    }),
  );
  const refund = world.put({ ...draft, balance_transaction: movement.id });
  world.emit('refund.created', refund);
  const refunded = charge.amount_refunded + facts.amount;
  const { object, previous } = world.change(charge, {
    amount_refunded: refunded,
    refunded: refunded === charge.amount,
    ...(facts.reason === 'fraudulent' ? { fraud_details: { user_report: 'fraudulent' } } : {}),
  });
  world.emit('charge.refunded', object, previous);
  return { refund, charge: object };
}

/** Days later the bank's reference is known: refund.updated and its older twin charge.refund.updated. */
export function referenceRefund(world: World, refund: Stripe.Refund): Stripe.Refund {
  const { object, previous } = world.change(refund, {
    destination_details: {
      card: {
        reference: world.random.digits(23),
        reference_status: 'available',
        reference_type: 'acquirer_reference_number',
        type: 'refund',
      },
      type: 'card',
    },
  });
  world.emit('refund.updated', object, previous);
  world.emit('charge.refund.updated', object, previous);
  return object;
}

/** The bank sends the money back: refund.failed with its twins; the charge counts it as not refunded. */
export function failRefund(world: World, made: RefundMade, reason = 'expired_or_canceled_card'): RefundMade {
  const movement = world.put(
    buildBalanceTransaction(world, {
      type: 'refund_failure',
      category: 'refund_failure',
      amount: made.refund.amount,
      currency: made.refund.currency,
      settlement: world.settlement,
      source: made.refund.id,
      fee: 0,
      description: 'REFUND FAILURE',
    }),
  );
  const { object: refund, previous } = world.change(made.refund, {
    status: 'failed',
    failure_reason: reason,
    failure_balance_transaction: movement.id,
  });
  const { object: charge } = world.change(made.charge, {
    amount_refunded: made.charge.amount_refunded - made.refund.amount,
    refunded: false,
  });
  world.emit('refund.failed', refund, previous);
  world.emit('refund.updated', refund, previous);
  world.emit('charge.refund.updated', refund, previous);
  return { refund, charge };
}
