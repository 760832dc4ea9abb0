import type Stripe from 'stripe';
import { newId, type Scope } from '../scope.ts';

export function buildEarlyFraudWarning(
  scope: Scope,
  charge: Stripe.Charge,
  given: Partial<Stripe.Radar.EarlyFraudWarning> = {},
): Stripe.Radar.EarlyFraudWarning {
  return {
    id: newId(scope, 'issfr'),
    object: 'radar.early_fraud_warning',
    actionable: !charge.refunded && !charge.disputed,
    charge: charge.id,
    created: scope.now(),
    fraud_type: 'unauthorized_use_of_card',
    livemode: scope.livemode,
    ...(charge.payment_intent === null ? {} : { payment_intent: charge.payment_intent }),
    ...given,
  };
}
