import type { Reason } from '../domain/event.ts';
import { fieldText } from '../domain/field-path.ts';
import type { JsonObject } from '../domain/json.ts';
import { type Phrase, say } from '../domain/phrase.ts';
import type { EditDecision, FieldEdit, FieldMark, FieldRule, NewFieldMark } from '../domain/synced-field.ts';
import type { ActionMove, ActionRow } from '../store/action-store.ts';
import { recordEntry, recordOfDraft } from './close.ts';
import type { InteractDeps } from './deps.ts';
import { lastWord } from './dialogue.ts';
import type { Draft, FieldOutcome, FieldsDraft } from './draft.ts';
import { fieldNews } from './field-words.ts';
import { titles } from './phrases.ts';
import { moveAndTell } from './story.ts';

/** How long Stripe's event may take that says when a value was set. */
const waitForEventMs = 60_000;

export type FieldsDraftOf = Draft & { readonly fields: FieldsDraft };

export type Judged =
  /** Something is to be written; `draft` holds what, and stays the same from now on. */
  | { readonly kind: 'write'; readonly draft: FieldsDraftOf }
  /** By the rule nothing is written. */
  | { readonly kind: 'nothing'; readonly draft: FieldsDraftOf }
  | { readonly kind: 'later'; readonly reason: Reason; readonly draft: FieldsDraftOf }
  | { readonly kind: 'failed'; readonly reason: Reason };

/**
 * Judges an edit by what Stripe has at this moment, under the lock of its object: no other action of ours writes to it until
 * this one is closed. Nothing is written yet.
 */
export async function judgeFields(row: ActionRow, draft: FieldsDraftOf, deps: InteractDeps): Promise<Judged> {
  const { fields } = draft;
  const at = { account: draft.account, object: draft.object };
  if (!(await deps.store.lockFields({ ...at, actionId: row.id }))) {
    return { kind: 'later', reason: { code: 'object_busy', text: 'another change of it is under way' }, draft };
  }
  const fetched = await deps.readerOf(draft.account)?.retrieve(draft.object, draft.connect);
  if (fetched === undefined) return failed('no_api_key', 'no API key is configured');
  if (fetched.kind === 'unavailable') return { kind: 'later', reason: fetched.reason, draft };
  if (fetched.kind === 'missing') return failed('resource_missing', 'Stripe no longer has it');
  if (fetched.kind === 'refused') return { kind: 'failed', reason: fetched.reason };
  const now = deps.clock.now();
  const marks = new Map((await deps.store.fieldMarks(at)).map((mark) => [mark.field, mark]));
  const rules = new Map(deps.fields.fieldsOf(fields.kind).map(({ field, rule }) => [field, rule]));
  const waited = fields.waitUntil !== null && now >= fields.waitUntil;
  const judged = fields.edits.map((edit) =>
    judgeField(edit, { fields, rules, mark: marks.get(edit.field), object: fetched.object, now, waited, deps }),
  );
  const waiting = judged.find(({ decision }) => decision.kind === 'wait');
  if (waiting !== undefined) {
    const waitUntil = fields.waitUntil ?? now + waitForEventMs;
    return { kind: 'later', reason: waiting.decision.reason, draft: { ...draft, fields: { ...fields, waitUntil } } };
  }
  const outcomes = judged.flatMap(({ outcome }) => (outcome === null ? [] : [outcome]));
  const writing = outcomes.filter(({ kind }) => kind === 'write');
  const next = { ...draft, fields: { ...fields, outcomes } };
  if (writing.length === 0) return { kind: 'nothing', draft: next };
  const fault = deps.fields.limitFault(fetched.object, writing);
  return fault === null ? { kind: 'write', draft: next } : { kind: 'failed', reason: fault };
}

function failed(code: string, text: string): Judged {
  return { kind: 'failed', reason: { code, text } };
}

interface Around {
  readonly fields: FieldsDraft;
  readonly rules: ReadonlyMap<string, FieldRule>;
  readonly mark: FieldMark | undefined;
  readonly object: JsonObject;
  readonly now: number;
  readonly waited: boolean;
  readonly deps: Pick<InteractDeps, 'fields'>;
}

function judgeField(
  edit: FieldEdit,
  around: Around,
): { readonly decision: EditDecision; readonly outcome: FieldOutcome | null } {
  const { fields, mark, now } = around;
  const found = fieldText(around.object, edit.field);
  const ours = mark !== undefined && mark.value === found;
  const decision = around.deps.fields.decideEdit({
    rule: ruleFor(fields, edit.field, around.rules),
    base: edit.base,
    wanted: edit.wanted,
    found,
    editedAt: fields.editedAt,
    readAt: Math.floor(now / 1000),
    foundSince: ours ? sinceOf(mark, fields.editedAt) : null,
    untold: ours && mark.origin === 'slack' && !mark.told,
    waited: around.waited,
  });
  if (decision.kind === 'wait') return { decision, outcome: null };
  const { kind, conflict } = decision;
  const reason = kind === 'write' ? (edit.why ?? decision.reason) : decision.reason;
  const foundBy = ours && mark.origin === 'slack' ? mark.actor : null;
  return { decision, outcome: { ...edit, kind, conflict, found, foundBy, reason } };
}

/** The second in which somebody last wanted what Stripe has; null where that is not known yet and may be after the edit. */
function sinceOf(mark: FieldMark, editedAt: number): number | null {
  if (mark.origin === 'slack' || mark.told) return Math.max(mark.changedAt, mark.wantedAt);
  return mark.wantedAt > editedAt ? mark.wantedAt : null;
}

/** What the rule itself wants done is not judged by it again: Slack's value goes over everything, Stripe's yields to a newer. */
function ruleFor(fields: FieldsDraft, field: string, rules: ReadonlyMap<string, FieldRule>): FieldRule {
  if (fields.by === 'rule') return fields.origin;
  // A field that is no longer mapped was, when the person edited it: then the last write holds.
  return rules.get(field) ?? 'last_write_wins';
}

/** The high-water marks that follow from what was decided, once it is so at Stripe. */
export function marksAfter(
  { fields }: FieldsDraftOf,
  row: Pick<ActionRow, 'actor'>,
  known: readonly FieldMark[],
  around: {
    readonly now: number;
    readonly restoresOf: InteractDeps['fields']['restoresOf'];
    readonly ruleOf: (field: string) => FieldRule | null;
  },
): NewFieldMark[] {
  const now = Math.floor(around.now / 1000);
  return (fields.outcomes ?? []).flatMap((outcome): NewFieldMark[] => {
    const mark = known.find(({ field }) => field === outcome.field) ?? null;
    const { field } = outcome;
    const stripes = fromStripe(field, around.now);
    if (outcome.kind === 'keep') return mark?.value === outcome.found ? [] : [{ ...stripes, value: outcome.found }];
    if (fields.origin === 'stripe') return [{ ...stripes, value: outcome.wanted }];
    if (fields.by === 'person') {
      const slacks = { ...stripes, origin: 'slack', actor: row.actor, changedAt: fields.editedAt } as const;
      if (outcome.kind === 'write') return [{ ...slacks, value: outcome.wanted }];
      // It was so already. Only where Slack decides it becomes Slack's by that.
      const slackDecides = around.ruleOf(field) === 'slack';
      if (mark === null || mark.value !== outcome.found) {
        const value = outcome.found;
        return [slackDecides ? { ...slacks, value, told: true } : { ...stripes, value, wantedAt: fields.editedAt }];
      }
      const wantedAt = Math.max(mark.wantedAt, fields.editedAt);
      return [slackDecides ? { ...slacks, value: mark.value, told: true } : { ...mark, wantedAt }];
    }
    if (mark === null || outcome.kind === 'same') return [];
    const restores = around.restoresOf({ mark, now });
    const { version: _, ...kept } = mark;
    return [{ ...kept, restores: restores + 1, restoredAt: restores === 0 ? now : mark.restoredAt }];
  });
}

/** Where Stripe refuses what the rule wanted written, its own value stays and is what both sides show. */
export function yielded({ fields, ...draft }: FieldsDraftOf, now: number): Pick<ActionMove, 'fields'> {
  const outcomes = fields.by === 'rule' ? (fields.outcomes ?? []) : [];
  if (outcomes.length === 0) return {};
  const marks = outcomes.map(({ field, found }): NewFieldMark => {
    return { ...fromStripe(field, now), value: found };
  });
  return { fields: { account: draft.account, object: draft.object, marks } };
}

function fromStripe(field: string, nowMs: number): Omit<NewFieldMark, 'value'> {
  const now = Math.floor(nowMs / 1000);
  return {
    field,
    origin: 'stripe',
    actor: null,
    changedAt: now,
    settledAt: now,
    wantedAt: 0,
    told: false,
    restores: 0,
    restoredAt: 0,
  };
}

/** Ends an edit: the marks, the sentence in the thread with both values where there were two, and the record, in one commit. */
export async function endFields(row: ActionRow, draft: FieldsDraftOf, deps: InteractDeps): Promise<void> {
  const { fields } = draft;
  const outcomes = fields.outcomes ?? [];
  const at = { account: draft.account, object: draft.object };
  const known = await deps.store.fieldMarks(at);
  const mapped = deps.fields.fieldsOf(fields.kind);
  const ruleOf = (field: string) => mapped.find((one) => one.field === field)?.rule ?? null;
  const marks = marksAfter(draft, row, known, {
    now: deps.clock.now(),
    restoresOf: (facts) => deps.fields.restoresOf(facts),
    ruleOf,
  });
  const news = fieldNews(fields, row.actor, deps.fields);
  const lost = outcomes.find(({ kind }) => kind === 'keep');
  const done = lost === undefined || outcomes.some(({ kind }) => kind !== 'keep');
  const reason = done ? { code: 'done', text: 'done' } : lost.reason;
  // Which fields, by which rule: no values, which may be anything that people write.
  const detail = outcomes.map(({ field, kind, reason }) => `${field}: ${kind}, ${reason.code}`).join('; ');
  await moveAndTell(
    {
      subjectId: draft.subjectId,
      actionId: row.id,
      verb: 'edit_fields',
      stage: 'end',
      phrase: () => news,
      move: {
        id: row.id,
        owner: null,
        from: ['approved', 'sending', 'checking'],
        state: done ? 'done' : 'refused',
        dueAt: null,
        reason,
        ...(marks.length === 0 ? {} : { fields: { ...at, marks } }),
        audit: { ...recordEntry(row.actor, 'edit_fields', reason, recordOfDraft(draft)), detail },
      },
    },
    deps,
  );
  deps.onResult({ verb: 'edit_fields', outcome: reason.code });
  await sayInModal(draft, say`${news}.`, row.id, deps);
}

/** The last word in the dialogue of whoever still looks at it. */
export async function sayInModal(draft: Draft, phrase: Phrase, actionId: string, deps: InteractDeps): Promise<void> {
  if (draft.viewId === null) return;
  const content = lastWord(titles[draft.verb], phrase, actionId);
  await deps.surface.updateModal(draft.viewId, deps.modal(content, draft.channel));
}
