import type Stripe from 'stripe';
import { textAt } from '../../../domain/json.ts';
import { day } from '../calendar.ts';
import { ApiError, missing, refuse } from './api-error.ts';
import { pageOf, pageParams } from './pages.ts';
import { booleanParam, createdFilter, integerParam, textListParam } from './params.ts';
import type { Call, Route } from './route.ts';

/** Events can be had for 30 days (docs.stripe.com/api/events). */
const kept = 30 * day;

export const eventRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/events',
    permission: 'event_read',
    allowed: [...pageParams, 'created', 'type', 'types', 'delivery_success'],
    handle: listEvents,
  },
  {
    method: 'GET',
    path: '/v1/events/:id',
    permission: 'event_read',
    allowed: [],
    handle: (call) => {
      const event = recentEvents(call).find((one) => one.id === call.id);
      if (event === undefined) throw missing('event', call.id);
      return shown(call, event);
    },
  },
  {
    method: 'GET',
    path: '/v2/core/events',
    permission: 'event_read',
    allowed: ['limit', 'page', 'object_id', 'types', 'created'],
    handle: listThin,
  },
  {
    method: 'GET',
    path: '/v2/core/events/:id',
    permission: 'event_read',
    allowed: [],
    handle: (call) => {
      const found = call.thin().find((one) => one.id === call.id);
      if (found === undefined) {
        throw new ApiError(404, {
          type: 'invalid_request_error',
          code: 'not_found',
          message: `Event ${call.id} not found.`,
        });
      }
      return found;
    },
  },
];

function recentEvents({ world }: Call): readonly Stripe.Event[] {
  const oldest = world.now() - kept;
  // Newest first; of one second the later told first.
  return world.events
    .filter((event) => event.created >= oldest)
    .reverse()
    .sort((a, b) => b.created - a.created);
}

function listEvents(call: Call): object {
  const { params } = call;
  const type = textAt(params, 'type');
  const types = textListParam(params, 'types');
  if (type !== null && types.length > 0) throw refuse('You may pass only one of type or types', { param: 'types' });
  if (types.length > 20) throw refuse('You can pass at most 20 types', { param: 'types' });
  const inTime = createdFilter(params);
  const wanted = booleanParam(params, 'delivery_success');
  const all = recentEvents(call).filter(
    (event) =>
      inTime(event.created) &&
      (type === null || matchesType(event.type, type)) &&
      (types.length === 0 || types.includes(event.type)) &&
      (wanted === null || call.deliveries.delivered(event.id) === wanted),
  );
  const page = pageOf(all, params, '/v1/events', 'event');
  return { ...page, data: page.data.map((event) => shown(call, event)) };
}

/** `charge.*` means all that begin so. */
function matchesType(type: string, wanted: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
}

function shown(call: Call, event: Stripe.Event): Stripe.Event {
  return { ...event, pending_webhooks: call.deliveries.pending(event.id) };
}

/** Version 2 pages by an opaque token in `next_page_url`. */
function listThin(call: Call): object {
  const { params } = call;
  const limit = integerParam(params, 'limit', 1) ?? 20;
  const start = integerParam(params, 'page', 0) ?? 0;
  const objectId = textAt(params, 'object_id');
  const types = textListParam(params, 'types');
  const all = call
    .thin()
    .filter((one) => objectId === null || one.related_object?.id === objectId)
    .filter((one) => types.length === 0 || types.includes(one.type));
  const url = (page: number) => `/v2/core/events?limit=${limit}&page=${page}`;
  return {
    data: all.slice(start, start + limit),
    next_page_url: start + limit < all.length ? url(start + limit) : null,
    previous_page_url: start > 0 ? url(Math.max(0, start - limit)) : null,
  };
}
