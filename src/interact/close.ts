import type { Verb } from '../domain/action.ts';
import type { Reason } from '../domain/event.ts';
import { type Phrase, say } from '../domain/phrase.ts';
import type { ActionRow, AuditEntry } from '../store/action-store.ts';
import type { InteractDeps } from './deps.ts';
import type { Draft } from './draft.ts';
import { because } from './phrases.ts';
import { openStates } from './story.ts';

type CloseDeps = Pick<InteractDeps, 'store' | 'clock' | 'owner' | 'surface' | 'words' | 'channelOf' | 'onResult'>;

/** Where one person is told something. */
export interface Whereabouts {
  readonly slackChannel: string;
  readonly user: string;
  /** Of the click: reaches a person who reads a public channel without having joined it. */
  readonly responseUrl?: string;
}

/** Says something to one person where he clicked. Best effort: the record does not depend on it. */
export async function whisper(
  to: Whereabouts,
  phrase: Phrase,
  deps: Pick<InteractDeps, 'surface' | 'words' | 'channelOf'>,
): Promise<void> {
  if (to.slackChannel === '') return;
  const channel = deps.channelOf(to.slackChannel)?.name ?? null;
  const text = deps.words(phrase, channel);
  const said = await deps.surface.whisper({ channel: to.slackChannel, user: to.user, threadTs: null, text });
  if (said.kind !== 'shown' && to.responseUrl !== undefined) await deps.surface.respond(to.responseUrl, text);
}

/** Ends a row without anything having been done, on record where somebody wanted something done. */
export async function refuse(
  row: ActionRow,
  what: { readonly verb: Verb | null; readonly reason: Reason; readonly about?: Partial<AuditEntry> },
  deps: CloseDeps,
): Promise<void> {
  deps.onResult({ verb: what.verb ?? row.kind, outcome: what.reason.code });
  const audit = what.verb === null ? {} : { audit: recordEntry(row.actor, what.verb, what.reason, what.about) };
  await deps.store.moveAction({
    id: row.id,
    owner: null,
    from: openStates,
    state: 'refused',
    now: deps.clock.now(),
    dueAt: null,
    reason: what.reason,
    ...(what.verb === null ? {} : { name: what.verb }),
    ...audit,
  });
}

/** The same, said to the person. */
export async function refuseAloud(
  row: ActionRow,
  to: Whereabouts,
  what: { readonly verb: Verb | null; readonly reason: Reason; readonly about?: Partial<AuditEntry> },
  deps: CloseDeps,
): Promise<void> {
  await refuse(row, what, deps);
  await whisper(to, say`Nothing was done: ${because(what.reason)}.`, deps);
}

/** Ends a row that led to what it should: a modal was opened, an answer given. */
export async function closeDone(
  row: ActionRow,
  code: string,
  deps: Pick<InteractDeps, 'store' | 'clock'>,
): Promise<void> {
  await deps.store.moveAction({
    id: row.id,
    owner: null,
    from: openStates,
    state: 'done',
    now: deps.clock.now(),
    dueAt: null,
    reason: { code, text: 'answered' },
  });
}

export function recordEntry(actor: string, verb: Verb, outcome: Reason, about: Partial<AuditEntry> = {}): AuditEntry {
  return {
    actor,
    verb,
    account: null,
    target: null,
    subjectId: null,
    outcome: outcome.code,
    detail: outcome.text,
    before: null,
    after: null,
    ...about,
  };
}

export function recordOfDraft(draft: Draft): Partial<AuditEntry> {
  return { account: draft.account, target: draft.target, subjectId: draft.subjectId, before: draft.before };
}
