import type Stripe from 'stripe';
import { newId, type Scope } from '../scope.ts';
import { decimal } from '../wire.ts';

export interface LineFacts {
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
  readonly price: Stripe.Price;
  readonly quantity: number;
  readonly periodStart: number;
  readonly periodEnd: number;
  /** The subscription and its item; null for a line that somebody added by hand. */
  readonly subscription: { readonly id: string; readonly item: string } | null;
  readonly proration?: boolean;
}

export function buildInvoiceLine(scope: Scope, facts: LineFacts): Stripe.InvoiceLineItem {
  const proration = facts.proration ?? false;
  return {
    id: newId(scope, 'il'),
    object: 'line_item',
    amount: facts.amount,
    currency: facts.currency,
    description: facts.description,
    discount_amounts: [],
    discountable: !proration,
    discounts: [],
    invoice: null,
    livemode: scope.livemode,
    metadata: {},
    parent:
      facts.subscription === null
        ? {
            invoice_item_details: {
              invoice_item: newId(scope, 'ii'),
              proration,
              proration_details: { credited_items: null },
              subscription: null,
            },
            subscription_item_details: null,
            type: 'invoice_item_details',
          }
        : {
            invoice_item_details: null,
            subscription_item_details: {
              invoice_item: null,
              proration,
              proration_details: { credited_items: null },
              subscription: facts.subscription.id,
              subscription_item: facts.subscription.item,
            },
            type: 'subscription_item_details',
          },
    period: { end: facts.periodEnd, start: facts.periodStart },
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: facts.price.id, product: productIdOf(facts.price) },
      type: 'price_details',
      unit_amount_decimal: facts.price.unit_amount_decimal,
    },
    quantity: facts.quantity,
    quantity_decimal: decimal(String(facts.quantity)),
    subscription: facts.subscription?.id ?? null,
    subtotal: facts.amount,
    taxes: [],
  };
}

function productIdOf(price: Stripe.Price): string {
  return typeof price.product === 'string' ? price.product : price.product.id;
}
