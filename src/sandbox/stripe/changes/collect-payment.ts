import type Stripe from 'stripe';
import { buildBalanceTransaction, processingFee } from '../builders/balance-transaction.ts';
import { buildCharge } from '../builders/charge.ts';
import { type Decline, paymentErrorOf } from '../builders/decline.ts';
import type { World } from '../world.ts';

export interface PaymentMade {
  readonly intent: Stripe.PaymentIntent;
  readonly charge: Stripe.Charge;
}

/** A card is charged and the bank agrees: charge.succeeded, payment_intent.succeeded. The money is booked later. */
export function collectPayment(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  given: Partial<Stripe.Charge> = {},
): PaymentMade {
  const charge = world.put(
    buildCharge(
      world,
      {
        amount: intent.amount,
        currency: intent.currency,
        method,
        customer: idOf(intent.customer),
        paymentIntent: intent.id,
        status: 'succeeded',
        description: intent.description,
        receiptEmail: intent.receipt_email,
      },
      given,
    ),
  );
  world.emit('charge.succeeded', charge);
  const paid = world.change(intent, {
    status: 'succeeded',
    amount_received: intent.amount,
    latest_charge: charge.id,
    payment_method: method.id,
    last_payment_error: null,
  }).object;
  world.emit('payment_intent.succeeded', paid);
  return { intent: paid, charge };
}

/** The bank refuses: charge.failed, payment_intent.payment_failed. The intent waits for another card. */
export function declinePayment(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  decline: Decline,
): PaymentMade {
  const charge = world.put(
    buildCharge(world, {
      amount: intent.amount,
      currency: intent.currency,
      method,
      customer: idOf(intent.customer),
      paymentIntent: intent.id,
      status: 'failed',
      decline,
      description: intent.description,
    }),
  );
  world.emit('charge.failed', charge);
  const refused = world.change(intent, {
    status: 'requires_payment_method',
    latest_charge: charge.id,
    payment_method: null,
    last_payment_error: paymentErrorOf(decline, charge.id, method),
  }).object;
  world.emit('payment_intent.payment_failed', refused);
  return { intent: refused, charge };
}

/** Seconds later Stripe books the money: charge.updated with the balance transaction. */
export function bookCharge(world: World, charge: Stripe.Charge): Stripe.Charge {
  const movement = world.put(
    buildBalanceTransaction(world, {
      type: charge.id.startsWith('ch_') ? 'charge' : 'payment',
      category: 'charge',
      amount: charge.amount_captured,
      currency: charge.currency,
      settlement: world.settlement,
      source: charge.id,
      fee: processingFee(charge.amount_captured, charge.currency, world.settlement),
      description: charge.description,
    }),
  );
  const { object, previous } = world.change(charge, { balance_transaction: movement.id });
  world.emit('charge.updated', object, previous);
  return object;
}

/** The id behind a reference that may be expanded. */
export function idOf(reference: string | { readonly id: string } | null | undefined): string | null {
  if (reference === null || reference === undefined) return null;
  return typeof reference === 'string' ? reference : reference.id;
}
