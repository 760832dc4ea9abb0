import type { Reason } from '../domain/event.ts';
import type { JsonObject } from '../domain/json.ts';
import { say } from '../domain/phrase.ts';
import type { Written } from '../domain/stripe-writer.ts';
import type { ActionRow } from '../store/action-store.ts';
import { recordEntry, recordOfDraft, refuse, whisper } from './close.ts';
import type { InteractDeps } from './deps.ts';
import { confirmModal } from './dialogue.ts';
import type { Draft } from './draft.ts';
import { lookUp } from './look-up.ts';
import { because, deed, doneBy, person, sentence } from './phrases.ts';
import { possibleNow } from './possible.ts';
import { standing } from './prepare.ts';
import { moveAndTell } from './story.ts';
import { endFields, type FieldsDraftOf, judgeFields, sayInModal, yielded } from './write-fields.ts';
import { isApplied, recordOf, requestOf } from './writes.ts';

/** Stripe keeps idempotency keys for at least 24 h; an hour of safety for clocks that differ. */
const keyGoodForMs = 23 * 60 * 60_000;
/** After this an outcome that Stripe shows no trace of is no outcome. */
const checkForMs = 24 * 60 * 60_000;
/** Longer than a write may take; nobody else takes the row meanwhile. */
const sendingForMs = 60_000;
const longestPauseMs = 10 * 60_000;

interface Execution {
  readonly row: ActionRow;
  readonly draft: Draft;
}

/**
 * Carries out a confirmed action. Before the first request the state is judged once more from a fresh object; from then on
 * only the same request with the same key is repeated, or looked for, until Stripe's word is known (F80, F81, F86).
 */
export async function execute(row: ActionRow, draft: Draft, deps: InteractDeps): Promise<void> {
  const execution = { row, draft };
  if (row.state === 'approved') return begin(execution, deps);
  const sentMs = deps.clock.now() - (row.sentAt ?? row.createdAt);
  if (row.state === 'checking' || sentMs >= keyGoodForMs) return check(execution, sentMs, deps);
  return send(execution, deps);
}

async function begin({ row, draft }: Execution, deps: InteractDeps): Promise<void> {
  if (draft.fields !== undefined) return beginFields(row, { ...draft, fields: draft.fields }, deps);
  const fetched = await deps.readerOf(draft.account)?.retrieve(draft.object, draft.connect);
  if (fetched === undefined)
    return fail({ row, draft }, { code: 'no_api_key', text: 'no API key is configured' }, deps);
  if (fetched.kind === 'unavailable') return later({ row, draft }, 'approved', fetched.reason, null, deps);
  if (fetched.kind === 'missing')
    return fail({ row, draft }, { code: 'resource_missing', text: 'Stripe no longer has it' }, deps);
  if (fetched.kind === 'refused') return fail({ row, draft }, fetched.reason, deps);
  const possible = possibleNow(draft.verb, { object: fetched.object, connect: draft.connect });
  const submitting = draft.step === 'submit' && possible !== null;
  if (possible === null || (possible.fingerprint !== draft.fingerprint && !submitting)) {
    const reason =
      possible === null
        ? isApplied(draft, fetched.object) === true
          ? { code: 'already_so', text: 'it has been done already' }
          : { code: 'state_changed', text: 'this can no longer be done' }
        : { code: 'stale_card', text: 'Stripe’s state changed after the card was shown' };
    await refuse(row, { verb: draft.verb, reason, about: recordOfDraft(draft) }, deps);
    const to = { slackChannel: draft.slackChannel, user: row.approver ?? row.actor };
    return whisper(to, say`Nothing was done: ${because(reason)}. ${standing(fetched.object)}`, deps);
  }
  const now = deps.clock.now();
  const moved = await deps.store.moveAction({
    id: row.id,
    owner: deps.owner,
    from: ['approved'],
    state: 'sending',
    now,
    dueAt: now + sendingForMs,
    sentAt: now,
  });
  if (moved === 'moved') await send({ row: { ...row, state: 'sending', sentAt: now, tries: 0 }, draft }, deps);
}

/** The same for fields: what is written is decided by their rules, and kept before the first request. */
async function beginFields(row: ActionRow, draft: FieldsDraftOf, deps: InteractDeps): Promise<void> {
  const judged = await judgeFields(row, draft, deps);
  const now = deps.clock.now();
  const move = { id: row.id, owner: deps.owner, from: ['approved'], now } as const;
  switch (judged.kind) {
    case 'failed':
      return fail({ row, draft }, judged.reason, deps);
    case 'nothing':
      return endFields(row, judged.draft, deps);
    case 'later': {
      const kept = { payload: payloadWith(row, judged.draft), reason: judged.reason, unlock: true };
      await deps.store.moveAction({
        ...move,
        ...kept,
        state: 'approved',
        dueAt: now + pauseOf(Math.min(row.tries, 4)),
      });
      return;
    }
    case 'write': {
      const payload = payloadWith(row, judged.draft);
      const moved = await deps.store.moveAction({
        ...move,
        payload,
        state: 'sending',
        dueAt: now + sendingForMs,
        sentAt: now,
      });
      const next = { ...row, payload, state: 'sending', sentAt: now, tries: 0 } as const;
      if (moved === 'moved') await send({ row: next, draft: judged.draft }, deps);
    }
  }
}

async function send({ row, draft }: Execution, deps: InteractDeps): Promise<void> {
  const writer = deps.writerOf(draft.account);
  if (writer === null || row.idempotencyKey === null) {
    return fail({ row, draft }, { code: 'no_api_key', text: 'no API key is configured' }, deps);
  }
  const written = await writer.write({
    ...requestOf(draft, row.id),
    idempotencyKey: row.idempotencyKey,
    connectAccount: draft.connect,
  });
  await settle({ row, draft }, written, deps);
}

function stateOf(row: ActionRow): 'checking' | 'sending' {
  return row.state === 'checking' ? 'checking' : 'sending';
}

async function settle(execution: Execution, written: Written, deps: InteractDeps): Promise<void> {
  const state = stateOf(execution.row);
  switch (written.kind) {
    case 'done':
      return succeed(execution, written.object, deps);
    case 'refused':
      return refusedBy(execution, written.reason, deps);
    case 'wait':
      return later(execution, state, written.reason, written.afterMs, deps);
    case 'unknown':
      return state === 'checking'
        ? later(execution, state, written.reason, null, deps)
        : beginChecking(execution, written.reason, deps);
  }
}

/** What is gone already is refused: by the first try of this very action, perhaps. */
async function refusedBy({ row, draft }: Execution, reason: Reason, deps: InteractDeps): Promise<void> {
  if (draft.verb !== 'cancel_now') return fail({ row, draft }, reason, deps);
  const found = await lookUp(draft, row.id, deps);
  if (found.kind === 'applied') return succeed({ row, draft }, found.object, deps);
  if (found.kind === 'unavailable') return later({ row, draft }, stateOf(row), found.reason, null, deps);
  return fail({ row, draft }, reason, deps);
}

async function check({ row, draft }: Execution, sentMs: number, deps: InteractDeps): Promise<void> {
  const found = await lookUp(draft, row.id, deps);
  if (found.kind === 'applied') return succeed({ row, draft }, found.object, deps);
  if (found.kind === 'unavailable') return later({ row, draft }, 'checking', found.reason, null, deps);
  // Not there: the request may never have arrived. The same key makes asking again harmless.
  if (sentMs < keyGoodForMs) return send({ row: { ...row, state: 'checking' }, draft }, deps);
  if (sentMs < checkForMs) return later({ row, draft }, 'checking', notSeen, null, deps);
  return fail({ row, draft }, notSeen, deps);
}

const notSeen: Reason = {
  code: 'not_carried_out',
  text: 'Stripe shows no trace of it a day later; look in the dashboard before you try again',
};

async function succeed({ row, draft }: Execution, object: JsonObject, deps: InteractDeps): Promise<void> {
  if (draft.fields !== undefined) return endFields(row, { ...draft, fields: draft.fields }, deps);
  const staged = draft.step === 'stage';
  const reason = { code: staged ? 'staged' : 'done', text: staged ? 'staged, not submitted' : 'done' };
  const next: Draft = { ...draft, step: 'submit' };
  const now = deps.clock.now();
  await moveAndTell(
    {
      subjectId: draft.subjectId,
      actionId: row.id,
      verb: draft.verb,
      stage: staged ? 'staged' : 'end',
      phrase: () => doneBy(draft, row.actor, row.approver),
      move: {
        id: row.id,
        owner: null,
        from: ['approved', 'sending', 'checking'],
        state: staged ? 'draft' : 'done',
        dueAt: staged ? now + checkForMs : null,
        reason,
        ...(staged ? { payload: payloadWith(row, next) } : {}),
        audit: { ...recordEntry(row.actor, draft.verb, reason, recordOfDraft(draft)), after: recordOf(object) },
      },
    },
    deps,
  );
  deps.onResult({ verb: draft.verb, outcome: reason.code });
  if (!staged || draft.viewId === null) return;
  const subject = await deps.store.getSubject(draft.subjectId);
  if (subject === null) return;
  const card = await deps.contentOf(subject);
  await deps.surface.updateModal(draft.viewId, deps.modal(confirmModal(next, card, row.id, null), draft.channel));
}

async function fail({ row, draft }: Execution, reason: Reason, deps: InteractDeps): Promise<void> {
  await moveAndTell(
    {
      subjectId: draft.subjectId,
      actionId: row.id,
      verb: draft.verb,
      stage: 'end',
      severity: 'high',
      phrase: () => say`${sentence(deed(draft))}, asked for by ${person(row.actor)}, failed: ${because(reason)}.`,
      move: {
        id: row.id,
        owner: null,
        from: ['approved', 'sending', 'checking'],
        state: 'failed',
        dueAt: null,
        reason,
        ...(draft.fields === undefined ? {} : yielded({ ...draft, fields: draft.fields }, deps.clock.now())),
        audit: recordEntry(row.actor, draft.verb, reason, recordOfDraft(draft)),
      },
    },
    deps,
  );
  deps.onResult({ verb: draft.verb, outcome: reason.code });
  if (draft.fields !== undefined) await sayInModal(draft, say`Nothing was done: ${because(reason)}.`, row.id, deps);
}

/** "Being checked", never "failed": told once, and on the card until it is known. */
async function beginChecking({ row, draft }: Execution, reason: Reason, deps: InteractDeps): Promise<void> {
  await moveAndTell(
    {
      subjectId: draft.subjectId,
      actionId: row.id,
      verb: draft.verb,
      stage: 'checking',
      phrase: () =>
        say`${sentence(deed(draft))}, asked for by ${person(row.actor)}, is being checked: ${because(reason)}.`,
      move: {
        id: row.id,
        owner: null,
        from: ['sending'],
        state: 'checking',
        dueAt: deps.clock.now() + pauseOf(0),
        reason,
        audit: recordEntry(row.actor, draft.verb, { code: 'checking', text: reason.text }, recordOfDraft(draft)),
      },
    },
    deps,
  );
}

async function later(
  { row }: Execution,
  state: 'approved' | 'sending' | 'checking',
  reason: Reason,
  afterMs: number | null,
  deps: InteractDeps,
): Promise<void> {
  const now = deps.clock.now();
  const dueAt = now + (afterMs ?? pauseOf(row.tries));
  await deps.store.moveAction({ id: row.id, owner: null, from: [state], state, now, dueAt, reason });
}

/** 0.5, 1, 2 … seconds, at most ten minutes. */
function pauseOf(tries: number): number {
  return Math.min(longestPauseMs, 500 * 2 ** Math.min(tries, 20));
}

function payloadWith(row: ActionRow, draft: Draft): string {
  const known = row.payload === null ? {} : (JSON.parse(row.payload) as object);
  return JSON.stringify({ ...known, draft });
}
