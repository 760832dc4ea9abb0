/** A property that newer versions of Stripe's API have no more: events keep their endpoint's version, so both may be right. */
export interface Moved {
  /** The version from which on it is gone; null where Stripe still sends it without saying so in its reference. */
  readonly since: string | null;
  readonly instead: string;
}

const basil = '2025-03-31.basil';
const legacy = '2019-10-17';

/** By shape and property. From Stripe's changelog. */
const moved: Readonly<Record<string, Readonly<Record<string, Moved>>>> = {
  Charge: {
    invoice: { since: basil, instead: 'invoice' },
    dispute: { since: null, instead: 'charge.disputed, or a card of the kind dispute' },
    destination: { since: null, instead: 'charge.transfer_data.destination' },
  },
  PaymentIntent: {
    charges: { since: '2022-11-15', instead: 'charge' },
    invoice: { since: basil, instead: 'invoice' },
  },
  Invoice: {
    subscription: { since: basil, instead: 'invoice.parent.subscription_details.subscription' },
    subscription_details: { since: basil, instead: 'invoice.parent.subscription_details' },
    quote: { since: basil, instead: 'invoice.parent.quote_details.quote' },
    charge: { since: basil, instead: 'charge' },
    payment_intent: { since: basil, instead: 'payment_intent' },
    paid: { since: basil, instead: 'invoice.status' },
    paid_out_of_band: { since: basil, instead: 'invoice.status' },
    tax: { since: basil, instead: 'invoice.total_taxes' },
    total_tax_amounts: { since: basil, instead: 'invoice.total_taxes' },
    discount: { since: basil, instead: 'invoice.discounts' },
    billing: { since: legacy, instead: 'invoice.collection_method' },
    closed: { since: '2018-11-08', instead: 'invoice.status' },
    forgiven: { since: '2018-11-08', instead: 'invoice.status' },
    date: { since: '2019-03-14', instead: 'invoice.created' },
  },
  InvoiceLineItem: {
    price: { since: basil, instead: 'pricing.price_details.price' },
    plan: { since: basil, instead: 'pricing.price_details.price' },
    proration: { since: basil, instead: 'parent.subscription_item_details.proration' },
    tax_amounts: { since: basil, instead: 'taxes' },
  },
  Subscription: {
    current_period_end: { since: basil, instead: 'subscription.items.data[0].current_period_end' },
    current_period_start: { since: basil, instead: 'subscription.items.data[0].current_period_start' },
    quantity: { since: null, instead: 'subscription.items.data[0].quantity' },
    discount: { since: basil, instead: 'subscription.discounts' },
    billing: { since: legacy, instead: 'subscription.collection_method' },
  },
  'Checkout.Session': {
    display_items: { since: '2020-08-27', instead: 'checkout_session.line_items' },
    shipping: { since: null, instead: 'checkout_session.collected_information.shipping_details' },
    shipping_details: { since: basil, instead: 'checkout_session.collected_information.shipping_details' },
  },
};

/** Where a property of an object went that Stripe's types know no more, or null. */
export function movedProperty(shape: string, property: string): Moved | null {
  const properties = Object.hasOwn(moved, shape) ? moved[shape] : undefined;
  return properties !== undefined && Object.hasOwn(properties, property) ? (properties[property] ?? null) : null;
}
