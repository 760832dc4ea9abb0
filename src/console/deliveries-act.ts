import { z } from 'zod';
import type { Clock } from '../domain/clock.ts';
import type { ConsoleStore } from '../store/console-store.ts';
import type { Store } from '../store/store.ts';
import type { Handler } from './api.ts';
import { type NoteAudit, noteOf } from './audit-note.ts';
import { parsed } from './refusal.ts';

export interface DeliveriesActDeps {
  readonly clock: Clock;
  readonly store: Pick<Store, 'replay'> & Pick<ConsoleStore, 'parkDeliveries'>;
  readonly note: NoteAudit;
}

const body = z.strictObject({
  act: z.enum(['replay', 'park', 'release']),
  ids: z.array(z.int().positive()).min(1).max(500),
});

/** Several deliveries at once. What is not in a state for it is left as it is. */
export function deliveriesAct(deps: DeliveriesActDeps): Handler<'POST /api/deliveries/act'> {
  return async (request) => {
    const { act, ids } = parsed(body, request.body);
    const by = request.person.id;
    const now = deps.clock.now();
    const done =
      act === 'park'
        ? await deps.store.parkDeliveries({ ids, by })
        : (
            await deps.store.replay({
              deliveryIds: ids,
              states: act === 'release' ? ['parked'] : ['parked', 'dead', 'sent', 'skipped'],
              now,
            })
          ).deliveries;
    await deps.note(
      noteOf(by, `console.${act}`, {
        target: ids.length === 1 ? `delivery ${ids[0]}` : null,
        outcome: done === 0 ? 'nothing_to_do' : 'done',
        detail: `${ids.length} deliveries asked for, ${done} moved: ${ids.slice(0, 50).join(' ')}`,
      }),
    );
    return { done };
  };
}
