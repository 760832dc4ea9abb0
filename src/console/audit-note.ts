import type { AuditEntry } from '../store/action-store.ts';

export type NoteAudit = (entry: AuditEntry) => Promise<void>;

/** The record of something done in the console. `verb` begins with `console.`; `detail` holds ids and counts only. */
export function noteOf(actor: string, verb: `console.${string}`, about: Partial<AuditEntry> = {}): AuditEntry {
  return {
    actor,
    verb,
    account: null,
    target: null,
    subjectId: null,
    outcome: 'done',
    detail: '',
    before: null,
    after: null,
    ...about,
  };
}
