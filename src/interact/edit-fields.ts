import type { CardContent } from '../domain/card.ts';
import type { Reason } from '../domain/event.ts';
import { fieldText } from '../domain/field-path.ts';
import type { ModalContent, ModalInput } from '../domain/modal.ts';
import { type Phrase, say } from '../domain/phrase.ts';
import type { Subject, SubjectKind } from '../domain/subject.ts';
import type { FieldEdit } from '../domain/synced-field.ts';
import type { InteractDeps } from './deps.ts';
import { about } from './dialogue.ts';
import type { FieldsDraft } from './draft.ts';
import type { EditableField } from './field-desk.ts';
import { titles } from './phrases.ts';
import type { FieldsDraftOf } from './write-fields.ts';

/** The fields of a kind of card that this person may edit; why none, where there is none. */
export async function editableBy(
  user: string,
  kind: SubjectKind,
  deps: Pick<InteractDeps, 'permits' | 'fields'>,
): Promise<{ readonly fields: readonly EditableField[]; readonly refusal: Reason }> {
  const fields: EditableField[] = [];
  let refusal: Reason = { code: 'nothing_to_edit', text: 'no field of this card can be edited' };
  for (const field of deps.fields.fieldsOf(kind)) {
    const permission = await deps.permits({ verb: 'edit_fields', user, amount: null, names: field.permissions });
    if (permission.kind === 'allowed') fields.push(field);
    else refusal = permission.reason;
  }
  return { fields, refusal };
}

export type EditPrepared =
  | { readonly kind: 'ready'; readonly draft: FieldsDraftOf }
  | { readonly kind: 'refused'; readonly reason: Reason };

/** What Stripe has now, read afresh, is what the edit is based on: it stays with the server, not with the modal. */
export async function prepareEdit(
  wish: {
    readonly subject: Subject;
    readonly fields: readonly EditableField[];
    readonly channel: string;
    readonly slackChannel: string;
    readonly viewId: string;
  },
  deps: InteractDeps,
): Promise<EditPrepared> {
  const { subject } = wish;
  const refused = (code: string, text: string): EditPrepared => ({ kind: 'refused', reason: { code, text } });
  const on = deps.fields.objectOf(subject.kind, deps.objectsOf(subject));
  if (on === null) return refused('object_unknown', 'its Stripe object is not known yet');
  const reader = deps.readerOf(subject.account);
  if (reader === null || deps.writerOf(subject.account) === null) {
    return refused('no_api_key', `the account ${subject.account} has no api_key in the configuration`);
  }
  const fetched = await reader.retrieve(on.id, on.connect);
  if (fetched.kind === 'missing') return refused('resource_missing', 'Stripe no longer has it');
  if (fetched.kind !== 'object') return { kind: 'refused', reason: fetched.reason };
  const { object } = fetched;
  const edits = wish.fields.map(({ field, label }): FieldEdit => {
    const base = fieldText(object, field);
    return { field, label, base, wanted: base };
  });
  const fields: FieldsDraft = {
    kind: subject.kind,
    by: 'person',
    origin: 'slack',
    edits,
    editedAt: 0,
    waitUntil: null,
    outcomes: null,
  };
  return {
    kind: 'ready',
    draft: draftOfFields({ ...wish, account: subject.account, connect: on.connect, object: on.id }, fields),
  };
}

/** An action that sets fields of one object. */
export function draftOfFields(
  where: {
    readonly subject: Pick<Subject, 'id'>;
    readonly account: string;
    readonly connect: string | null;
    readonly object: string;
    readonly channel: string;
    readonly slackChannel: string;
    readonly viewId: string | null;
  },
  fields: FieldsDraft,
): FieldsDraftOf {
  return {
    verb: 'edit_fields',
    subjectId: where.subject.id,
    account: where.account,
    connect: where.connect,
    object: where.object,
    target: where.object,
    fingerprint: '',
    intent: '',
    channel: where.channel,
    slackChannel: where.slackChannel,
    amount: null,
    refundable: null,
    reason: null,
    text: null,
    step: null,
    viewId: where.viewId,
    before: null,
    fields,
  };
}

/** An input for each field; one whose value an input cannot show whole is named instead, and left as it is. */
export function fieldsModal(
  draft: FieldsDraftOf,
  card: CardContent,
  actionId: string,
  problems: readonly Phrase[],
  desk: InteractDeps['fields'],
): ModalContent {
  const { kind, edits } = draft.fields;
  const asked = edits.map((edit, index) => desk.inputOf(kind, edit.field, edit.wanted, inputId(index)));
  const left = edits.flatMap(({ label }, index): Phrase[] =>
    asked[index] === null
      ? [say`${{ type: 'catalog', text: label }} cannot be edited here without losing some of it: change it in Stripe.`]
      : [],
  );
  return {
    title: titles.edit_fields,
    lines: [...problems, about(draft, card), ...left],
    inputs: asked.filter((input): input is ModalInput => input !== null),
    submit: asked.some((input) => input !== null) ? 'Save' : null,
    step: 'form',
    actionId,
  };
}

/** What was entered, field by field; a field without an input keeps what it had. */
export function editsFrom(
  { kind, edits }: FieldsDraft,
  values: Readonly<Record<string, string>>,
  desk: InteractDeps['fields'],
): { readonly edits: readonly FieldEdit[]; readonly problems: readonly Phrase[] } {
  const problems: Phrase[] = [];
  const entered = edits.map((edit, index): FieldEdit => {
    const id = inputId(index);
    if (desk.inputOf(kind, edit.field, edit.base, id) === null) return edit;
    const parsed = desk.parse(kind, edit.field, values[id] ?? '');
    if ('value' in parsed) return { ...edit, wanted: parsed.value };
    problems.push(parsed.problem);
    return edit;
  });
  return { edits: entered, problems };
}

function inputId(index: number): string {
  return `field_${index}`;
}
