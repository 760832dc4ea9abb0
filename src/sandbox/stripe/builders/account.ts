import type Stripe from 'stripe';
import type { Scope } from '../scope.ts';

export function buildAccount(scope: Scope, given: Partial<Stripe.Account> = {}): Stripe.Account {
  return {
    id: scope.account,
    object: 'account',
    business_profile: null,
    business_type: 'company',
    capabilities: { card_payments: 'active', transfers: 'active' },
    charges_enabled: true,
    country: 'DE',
    created: scope.now(),
    default_currency: 'eur',
    details_submitted: true,
    email: 'owner@example.com',
    metadata: {},
    payouts_enabled: true,
    settings: null,
    type: 'standard',
    ...given,
  };
}
