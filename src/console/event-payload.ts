import { z } from 'zod';
import type { ConsoleStore } from '../store/console-store.ts';
import type { Store } from '../store/store.ts';
import type { Handler } from './api.ts';
import { type NoteAudit, noteOf } from './audit-note.ts';
import { seqText } from './cursor.ts';
import { notFound, parsed } from './refusal.ts';

export interface EventPayloadDeps {
  readonly store: Pick<Store, 'eventBody'> & Pick<ConsoleStore, 'getEvent'>;
  readonly note: NoteAudit;
}

/** The body as Stripe sent it. It is on record before it is shown: a look that could not be recorded is not had. */
export function eventPayload(deps: EventPayloadDeps): Handler<'GET /api/events/:seq/payload'> {
  return async (request) => {
    const { seq } = parsed(z.object({ seq: seqText }), request.params);
    const event = await deps.store.getEvent(seq);
    if (event === null) throw notFound('event');
    const { account, id, subjectId } = event;
    await deps.note(noteOf(request.person.id, 'console.payload', { account, target: id, subjectId, outcome: 'shown' }));
    const body = await deps.store.eventBody(seq);
    return { text: body === null ? null : Buffer.from(body).toString('utf8'), bytes: body?.byteLength ?? 0 };
  };
}
