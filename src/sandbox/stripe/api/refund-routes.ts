import type Stripe from 'stripe';
import { textAt } from '../../../domain/json.ts';
import { decimalText, money } from '../../../domain/money.ts';
import { idOf } from '../changes/collect-payment.ts';
import { refundCharge } from '../changes/refund-charge.ts';
import { missing, refuse } from './api-error.ts';
import { choiceParam, integerParam, mergedMetadata } from './params.ts';
import { required } from './read-routes.ts';
import type { Call, Route } from './route.ts';

export const refundRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/refunds',
    permission: 'charge_write',
    allowed: [
      'charge',
      'payment_intent',
      'amount',
      'reason',
      'metadata',
      'instructions_email',
      'refund_application_fee',
      'reverse_transfer',
    ],
    handle: createRefund,
  },
  {
    method: 'POST',
    path: '/v1/refunds/:id',
    permission: 'charge_write',
    allowed: ['metadata'],
    handle: (call) => {
      const refund = required(call, 'refund');
      const { object, previous } = call.world.change(refund, {
        metadata: mergedMetadata(refund.metadata, call.params['metadata']),
      });
      call.world.emit('refund.updated', object, previous);
      call.world.emit('charge.refund.updated', object, previous);
      return object;
    },
  },
];

function createRefund(call: Call): Stripe.Refund {
  const { world, params } = call;
  const charge = chargeToRefund(call);
  const reason = choiceParam(params, 'reason', ['duplicate', 'fraudulent', 'requested_by_customer']);
  const left = charge.amount_captured - charge.amount_refunded;
  const amount = integerParam(params, 'amount', 1) ?? left;
  if (charge.status !== 'succeeded') throw refuse(`Charge ${charge.id} cannot be refunded: it has not succeeded.`);
  if (left === 0) {
    throw refuse(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  if (charge.disputed && !underInquiry(call, charge)) {
    throw refuse(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' });
  }
  if (amount > left) {
    const [asked, rest] = [amount, left].map((minor) => spell(minor, charge.currency));
    throw refuse(`Refund amount (${asked}) is greater than unrefunded amount on charge (${rest})`, { param: 'amount' });
  }
  const metadata = mergedMetadata({}, params['metadata']);
  return refundCharge(world, charge, { amount, reason }, { metadata }).refund;
}

function chargeToRefund({ world, params }: Call): Stripe.Charge {
  const chargeId = textAt(params, 'charge');
  const intentId = textAt(params, 'payment_intent');
  if (chargeId !== null) {
    const charge = world.find('charge', chargeId);
    if (charge === null) throw missing('charge', chargeId, 'charge');
    return charge;
  }
  if (intentId === null) {
    throw refuse('One of the following params should be provided for this request: payment_intent or charge.', {
      code: 'parameter_missing',
    });
  }
  const intent = world.find('payment_intent', intentId);
  if (intent === null) throw missing('payment_intent', intentId, 'payment_intent');
  const charge = world.find('charge', idOf(intent.latest_charge) ?? '');
  if (charge === null) {
    throw refuse(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`);
  }
  return charge;
}

function underInquiry({ world }: Call, charge: Stripe.Charge): boolean {
  return world.list('dispute').some((dispute) => idOf(dispute.charge) === charge.id && dispute.is_charge_refundable);
}

function spell(minor: number, currency: string): string {
  const amount = money(minor, currency);
  return `${amount === null ? minor : decimalText(amount)} ${currency.toUpperCase()}`;
}
