import type Stripe from 'stripe';
import { newShortId, type Scope } from '../scope.ts';

export function buildProduct(scope: Scope, name: string, given: Partial<Stripe.Product> = {}): Stripe.Product {
  return {
    id: newShortId(scope, 'prod'),
    object: 'product',
    active: true,
    created: scope.now(),
    default_price: null,
    description: null,
    images: [],
    livemode: scope.livemode,
    marketing_features: [],
    metadata: {},
    name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: scope.now(),
    url: null,
    ...given,
  };
}
