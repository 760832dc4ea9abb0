import { z } from 'zod';
import type { Clock } from '../domain/clock.ts';
import type { Silence } from '../domain/silence.ts';
import type { Handler } from './api.ts';
import { type NoteAudit, noteOf } from './audit-note.ts';
import type { SilenceCreate } from './contract-quiet.ts';
import { silenceLine } from './quiet.ts';
import { parsed } from './refusal.ts';

export interface SilencesCreateDeps {
  readonly clock: Clock;
  readonly note: NoteAudit;
  /** Throws TillbellError `usage_silence` for what cannot be. */
  readonly addSilence: (silence: SilenceCreate & { readonly author: string }) => Promise<Silence>;
}

const name = z.string().min(1).max(200);
const body = z.strictObject({
  matcher: z.strictObject({
    customer: name.exactOptional(),
    product: name.exactOptional(),
    route: name.exactOptional(),
    channel: name.exactOptional(),
    subject: name.exactOptional(),
    everything: z.literal(true).exactOptional(),
  }),
  until: z.int().positive(),
  reason: z.string().trim().min(1, 'say why, for those who wonder').max(500),
  effect: z.enum(['digest', 'drop']).exactOptional(),
  critical: z.boolean().exactOptional(),
  digestMs: z.int().positive().exactOptional(),
});

export function silencesCreate(deps: SilencesCreateDeps): Handler<'POST /api/silences'> {
  return async (request) => {
    const asked = parsed(body, request.body);
    const author = request.person.id;
    const silence = await deps.addSilence({ ...asked, author });
    const detail = Object.entries(silence.matcher).map(([key, value]) => `${key} ${String(value)}`);
    await deps.note(noteOf(author, 'console.silence', { target: silence.id, detail: detail.join(', ').slice(0, 300) }));
    const now = deps.clock.now();
    return silenceLine({ ...silence, createdAt: now, endedBy: null, held: [] }, now);
  };
}
