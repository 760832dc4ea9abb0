import { z } from 'zod';
import type { Handler } from './api.ts';
import { type NoteAudit, noteOf } from './audit-note.ts';
import { idText } from './cursor.ts';
import { parsed } from './refusal.ts';

export interface SilencesEndDeps {
  readonly note: NoteAudit;
  /** Throws TillbellError `usage_silence` for one that holds nothing. */
  readonly endSilence: (end: { id: string; by: string }) => Promise<void>;
}

/** What it held is told at once. */
export function silencesEnd(deps: SilencesEndDeps): Handler<'POST /api/silences/:id/end'> {
  return async (request) => {
    const { id } = parsed(z.object({ id: idText }), request.params);
    const by = request.person.id;
    await deps.endSilence({ id, by });
    await deps.note(noteOf(by, 'console.unsilence', { target: id }));
    return { ok: true };
  };
}
