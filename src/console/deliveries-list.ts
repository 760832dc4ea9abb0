import { z } from 'zod';
import { deliveryStates } from '../domain/delivery.ts';
import type { ConsoleStore } from '../store/console-store.ts';
import type { Store } from '../store/store.ts';
import type { Handler } from './api.ts';
import { cursorOf, cursorParts, pageQuery } from './cursor.ts';
import { parsed } from './refusal.ts';

export interface DeliveriesListDeps {
  readonly store: Pick<Store, 'listDeliveries'> & Pick<ConsoleStore, 'describeDeliveries'>;
}

const query = z.object({
  ...pageQuery,
  state: z.enum(deliveryStates).optional(),
  lane: z.string().max(200).optional(),
});

/** Newest first. */
export function deliveriesList(deps: DeliveriesListDeps): Handler<'GET /api/deliveries'> {
  return async (request) => {
    const { limit, cursor, state, lane } = parsed(query, request.query);
    const before = cursorParts(cursor, z.tuple([z.number()]))?.[0];
    const found = await deps.store.listDeliveries({
      limit,
      ...(before === undefined ? {} : { before }),
      ...(state === undefined ? {} : { state }),
      ...(lane === undefined ? {} : { lane }),
    });
    const notes = new Map(
      (await deps.store.describeDeliveries(found.map(({ id }) => id))).map((note) => [note.id, note]),
    );
    const last = found.at(-1);
    return {
      items: found.map((delivery) => {
        const { id, op, state: stands, channel, route, subjectId, severity, createdAt, notBefore } = delivery;
        const note = notes.get(id);
        return {
          id,
          op,
          state: stands,
          lane: delivery.lane,
          channel,
          route,
          subjectId,
          severity,
          createdAt,
          notBefore,
          deadlineAt: delivery.deadlineAt,
          attempts: delivery.attempts,
          reason: note?.reason ?? null,
          sentAt: note?.sentAt ?? null,
          ts: note?.ts ?? null,
        };
      }),
      next: found.length < limit || last === undefined ? null : cursorOf(last.id),
    };
  };
}
