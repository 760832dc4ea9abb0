import type { Reason } from '../domain/event.ts';
import { fieldText } from '../domain/field-path.ts';
import type { JsonObject } from '../domain/json.ts';
import { type Phrase, say } from '../domain/phrase.ts';
import type { FieldEdit, FieldMark, NewFieldMark, OwnWrite, SeenChange, SeenDecision } from '../domain/synced-field.ts';
import type { ActionRow } from '../store/action-store.ts';
import { closeDone, recordEntry } from './close.ts';
import type { InteractDeps } from './deps.ts';
import { type ActionPayload, type FieldsDraft, payloadOf } from './draft.ts';
import { draftOfFields } from './edit-fields.ts';
import type { EditableField } from './field-desk.ts';
import { adopted, lines, replacedUnseen } from './field-words.ts';
import type { Seen } from './interaction.ts';
import { because } from './phrases.ts';
import { moveAndTell } from './story.ts';

interface One {
  readonly field: EditableField;
  readonly mark: FieldMark | null;
  readonly found: string | null;
  readonly decision: SeenDecision;
}

/**
 * Stripe said that an object was changed: its mapped fields are read afresh and held against what was agreed. What differs is
 * adopted, or written back where the rule says so; an echo of our own write is neither, and is not told.
 */
export async function performSeen(row: ActionRow, seen: Seen, deps: InteractDeps): Promise<void> {
  const fields = deps.fields.fieldsOf(seen.subjectKind);
  const reader = deps.readerOf(seen.account);
  if (fields.length === 0 || reader === null) return closeDone(row, 'not_mapped', deps);
  const at = { account: seen.account, object: seen.object };
  if (!(await deps.store.lockFields({ ...at, actionId: row.id }))) return again(row, 'object_busy', deps);
  const fetched = await reader.retrieve(seen.object, seen.connect);
  if (fetched.kind === 'unavailable') return again(row, fetched.reason.code, deps);
  if (fetched.kind !== 'object') return closeDone(row, 'not_readable', deps);
  const { object } = fetched;
  const marks = await deps.store.fieldMarks(at);
  const own = await ownWrites(seen, deps);
  const now = Math.floor(deps.clock.now() / 1000);
  const all = fields.map((field) => decide(field, { seen, object, marks, own, now }, deps));
  await settle(row, seen, all, now, deps);
}

/** What we wrote under the event's idempotency key, by field. */
async function ownWrites(seen: SeenChange, deps: InteractDeps): Promise<ReadonlyMap<string, OwnWrite>> {
  const action = seen.key === null ? null : await deps.store.actionOfKey(seen.key);
  const fields = payloadOf(action?.payload ?? null)?.draft?.fields;
  return new Map(
    (fields?.outcomes ?? [])
      .filter(({ kind }) => kind === 'write')
      .map(({ field, found, wanted }) => [
        field,
        { origin: fields?.origin ?? 'slack', found, wanted, editedAt: fields?.editedAt ?? 0 },
      ]),
  );
}

function decide(
  field: EditableField,
  around: {
    readonly seen: SeenChange;
    readonly object: JsonObject;
    readonly marks: readonly FieldMark[];
    readonly own: ReadonlyMap<string, OwnWrite>;
    readonly now: number;
  },
  deps: InteractDeps,
): One {
  const { seen, now } = around;
  const mark = around.marks.find((one) => one.field === field.field) ?? null;
  const found = fieldText(around.object, field.field);
  const decision = deps.fields.decideSeen({
    rule: field.rule,
    mark,
    shown: seen.shown[field.field],
    found,
    own: around.own.get(field.field) ?? null,
    replaced: seen.replaced[field.field],
    eventAt: seen.eventAt,
    now,
  });
  return { field, mark, found, decision };
}

/** First what holds from now on is kept and told, then what is to be written back becomes an action of its own key. */
async function settle(row: ActionRow, seen: Seen, all: readonly One[], now: number, deps: InteractDeps): Promise<void> {
  const marks = all.flatMap((one) => newMark(one, seen, now));
  const news = lines(all.flatMap((one) => newsOf(one, seen, deps)));
  const restores = all.filter(({ decision }) => decision.kind === 'restore');
  const ends = restores.length === 0;
  if (ends || marks.length > 0 || news.length > 0) {
    const move = {
      id: row.id,
      owner: null,
      from: ['received'],
      state: ends ? 'done' : 'received',
      dueAt: ends ? null : deps.clock.now(),
      name: 'sync',
      ...(marks.length === 0 ? {} : { fields: { account: seen.account, object: seen.object, marks } }),
    } as const;
    const reason: Reason = {
      code: 'held_against_stripe',
      text: all.map(({ decision }) => decision.reason.text).join('; '),
    };
    if (news.length === 0) await deps.store.moveAction({ ...move, reason, now: deps.clock.now() });
    else {
      const { subjectId } = seen;
      // What is written back is told by its own end, under another key.
      const stage = ends ? 'end' : 'staged';
      const told = { subjectId, actionId: row.id, verb: 'edit_fields', stage } as const;
      await moveAndTell({ ...told, phrase: () => news, move: { ...move, reason } }, deps);
    }
  }
  // An own key for each value that is put back: where two differ in whose they are, the other follows with the next round.
  const origin = restores.flatMap(({ decision }) => (decision.kind === 'restore' ? [decision.origin] : []))[0];
  if (origin !== undefined) await restore(row, seen, { all: restores, origin, now }, deps);
}

function newMark({ field, mark, found, decision }: One, seen: SeenChange, now: number): NewFieldMark[] {
  // Only the event that set a value says when that was.
  const told = seen.values[field.field] === found && seen.replaced[field.field] !== undefined;
  const next: NewFieldMark = {
    field: field.field,
    value: found,
    origin: 'stripe',
    changedAt: told ? seen.eventAt : now,
    settledAt: now,
    wantedAt: mark?.value === found ? mark.wantedAt : 0,
    told,
    actor: null,
    restores: 0,
    restoredAt: 0,
  };
  if (decision.kind === 'adopt' || decision.kind === 'first') return [next];
  if (decision.kind === 'replaced' && mark !== null) return [{ ...mark, told: true }];
  if (decision.kind !== 'same' || mark === null || !told) return [];
  if (mark.origin === 'stripe') return !mark.told || seen.eventAt > mark.changedAt ? [next] : [];
  if (decision.reason.code === 'echo' && !mark.told) return [{ ...mark, told: true }];
  // Somebody in Stripe set what Slack had set before: from now on it is Stripe's, unless Slack decides anyway.
  const again = seen.key === null && seen.eventAt > mark.settledAt;
  return again && field.rule !== 'slack' ? [next] : [];
}

function newsOf({ field, mark, found, decision }: One, seen: SeenChange, deps: InteractDeps): Phrase[] {
  const shown = (value: string | null) => deps.fields.shown(seen.subjectKind, field.field, value);
  const { label } = field;
  if (decision.kind === 'adopt') {
    const from = shown(mark === null ? (seen.shown[field.field] ?? null) : mark.value);
    const note: Phrase = decision.reason.code === 'restored_too_often' ? because(decision.reason) : say``;
    return [adopted({ label, from, to: shown(found), note })];
  }
  if (decision.kind !== 'replaced') return [];
  return [replacedUnseen({ label, lost: shown(decision.value), stays: shown(found), why: because(decision.reason) })];
}

async function restore(
  row: ActionRow,
  seen: Seen,
  what: { readonly all: readonly One[]; readonly origin: 'slack' | 'stripe'; readonly now: number },
  deps: InteractDeps,
): Promise<void> {
  const edits = what.all.flatMap(({ field, found, decision }): FieldEdit[] =>
    decision.kind === 'restore' && decision.origin === what.origin
      ? [{ field: field.field, label: field.label, base: found, wanted: decision.value, why: decision.reason }]
      : [],
  );
  const fields: FieldsDraft = {
    kind: seen.subjectKind,
    by: 'rule',
    origin: what.origin,
    edits,
    editedAt: what.now,
    waitUntil: null,
    outcomes: null,
  };
  const where = { subject: { id: seen.subjectId }, channel: '', slackChannel: '', viewId: null };
  const draft = draftOfFields({ ...where, account: seen.account, connect: seen.connect, object: seen.object }, fields);
  const now = deps.clock.now();
  const reason: Reason = { code: 'restore', text: `to be written back: ${edits.map(({ field }) => field).join(', ')}` };
  const about = { account: seen.account, target: seen.object, subjectId: seen.subjectId };
  await deps.store.approveAction({
    id: row.id,
    from: ['received'],
    to: 'approved',
    intent: `restore ${row.id}`,
    approver: null,
    payload: JSON.stringify({ interaction: seen, draft } satisfies ActionPayload),
    now,
    dueAt: now,
    audit: recordEntry('stripe', 'edit_fields', reason, about),
  });
}

/** Stripe or another action of ours is waited for; nothing is held meanwhile. */
async function again(row: ActionRow, code: string, deps: InteractDeps): Promise<void> {
  const now = deps.clock.now();
  const dueAt = now + Math.min(60_000, 250 * 2 ** Math.min(row.tries, 8));
  const reason = { code, text: 'it is looked at again' };
  const from = ['received'] as const;
  await deps.store.moveAction({ id: row.id, owner: null, from, state: 'received', now, dueAt, reason, unlock: true });
}
