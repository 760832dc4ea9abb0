import { textAt } from '../../../domain/json.ts';
import { mergedMetadata } from './params.ts';
import { required } from './read-routes.ts';
import type { Route } from './route.ts';

/** Small changes that people make from Slack: names, descriptions and metadata. */
export const customerRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/customers/:id',
    permission: 'customer_write',
    allowed: ['metadata', 'name', 'email', 'phone', 'description'],
    handle: (call) => {
      const customer = required(call, 'customer');
      const given = Object.fromEntries(
        ['name', 'email', 'phone', 'description'].flatMap((name) => {
          const text = textAt(call.params, name);
          return text === null ? [] : [[name, text]];
        }),
      );
      const { object, previous } = call.world.change(customer, {
        ...given,
        metadata: mergedMetadata(customer.metadata, call.params['metadata']),
      });
      call.world.emit('customer.updated', object, previous);
      return object;
    },
  },
  {
    method: 'POST',
    path: '/v1/charges/:id',
    permission: 'charge_write',
    allowed: ['metadata', 'description', 'receipt_email'],
    handle: (call) => {
      const charge = required(call, 'charge');
      const { object, previous } = call.world.change(charge, {
        metadata: mergedMetadata(charge.metadata, call.params['metadata']),
        description: textAt(call.params, 'description') ?? charge.description,
      });
      call.world.emit('charge.updated', object, previous);
      return object;
    },
  },
  {
    method: 'POST',
    path: '/v1/payment_intents/:id',
    permission: 'payment_intent_write',
    allowed: ['metadata', 'description'],
    // Stripe has no event for this one.
    handle: (call) => {
      const intent = required(call, 'payment_intent');
      return call.world.change(intent, {
        metadata: mergedMetadata(intent.metadata, call.params['metadata']),
        description: textAt(call.params, 'description') ?? intent.description,
      }).object;
    },
  },
];
