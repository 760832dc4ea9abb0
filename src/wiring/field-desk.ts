import type { Config, SyncFieldConfig } from '../config/config.ts';
import type { Fact } from '../domain/card.ts';
import { fieldText } from '../domain/field-path.ts';
import { numberAt, textAt } from '../domain/json.ts';
import type { ModalInput } from '../domain/modal.ts';
import { nothing, say } from '../domain/phrase.ts';
import type { Subject, SubjectKind } from '../domain/subject.ts';
import type { FieldText } from '../domain/synced-field.ts';
import type { FieldDesk } from '../interact/field-desk.ts';
import type { ActOn } from '../interact/possible.ts';
import type { ProcessDeps } from '../interpret/process-event.ts';
import type { SyncedFields } from '../render/synced-fields.ts';
import type { IncomingAction } from '../store/action-store.ts';
import type { Store } from '../store/store.ts';
import { seenChange } from '../sync/check.ts';
import { decideEdit, decideSeen, restoresOf } from '../sync/decide.ts';
import { limitFault } from '../sync/limits.ts';
import { inputText, parseInput } from '../sync/parse.ts';

export interface FieldDeskDeps {
  readonly config: () => Pick<Config, 'sync'>;
  readonly synced: () => SyncedFields;
}

/** Slack's limit for the label of an input is 2,000; a label of ours stays a line. */
const longestLabel = 150;

/** The mapping of `sync:` as acting from Slack asks it. */
export function fieldDeskOf({ config, synced }: FieldDeskDeps): FieldDesk {
  const mapped = (kind: SubjectKind) => Object.entries(config().sync[kind] ?? {});
  const fieldAt = (kind: SubjectKind, path: string): SyncFieldConfig | null =>
    mapped(kind).find(([, field]) => field.stripe === path && field.input !== null)?.[1] ?? null;
  return {
    fieldsOf: (kind) =>
      mapped(kind).flatMap(([name, field]) =>
        field.input === null
          ? []
          : [
              {
                field: field.stripe,
                label: field.label,
                rule: field.systemOfRecord ?? 'last_write_wins',
                permissions: [`edit.${kind}.${name}`, 'edit'],
              },
            ],
      ),
    objectOf: syncedObject,
    inputOf(kind, path, value, id) {
      const field = fieldAt(kind, path);
      return field === null ? null : inputOf(field, value, id);
    },
    parse(kind, path, entered) {
      const field = fieldAt(kind, path);
      return field === null
        ? { problem: say`The field is no longer in the configuration.` }
        : parseInput(field, entered);
    },
    shown(kind, path, value) {
      const field = fieldAt(kind, path);
      return field === null ? nothing : synced().phrase(kind, field, value, {});
    },
    limitFault,
    decideEdit,
    decideSeen,
    restoresOf,
  };
}

/** Stripe's name of the object whose fields a kind of card shows (config/sync-paths.ts says why a payment's is its charge). */
const typeOf: Readonly<Partial<Record<SubjectKind, string>>> = {
  payment: 'charge',
  invoice: 'invoice',
  subscription: 'subscription',
  dispute: 'dispute',
  payout: 'payout',
  customer: 'customer',
  review: 'review',
};

/** Of several charges of one payment the newest: the one that was tried last. */
function syncedObject(kind: SubjectKind, objects: readonly ActOn[]): (ActOn & { readonly id: string }) | null {
  const found = objects.flatMap((on) => {
    const id = textAt(on.object, 'id');
    return on.object['object'] === typeOf[kind] && id !== null ? [{ ...on, id }] : [];
  });
  const created = (on: ActOn) => numberAt(on.object, 'created') ?? 0;
  return found.toSorted((a, b) => created(b) - created(a) || (a.id < b.id ? 1 : -1))[0] ?? null;
}

function inputOf(field: SyncFieldConfig, value: FieldText, id: string): ModalInput | null {
  const initial = inputText(field, value);
  const label = field.label.slice(0, longestLabel);
  const optional = !field.required;
  switch (field.input) {
    case 'text':
      if (value !== null && initial === null) return null;
      return { type: 'text', id, label, longest: field.longest, optional, ...(initial === null ? {} : { initial }) };
    case 'number':
      if (value !== null && initial === null) return null;
      return { type: 'number', id, label, initial, decimals: field.decimals > 0, optional };
    case 'date':
      if (value !== null && initial === null) return null;
      return { type: 'day', id, label, initial, optional };
    case 'user':
      if (value !== null && initial === null) return null;
      return { type: 'person', id, label, optional, ...(initial === null ? {} : { initial }) };
    case 'select':
      if (value !== null && initial === null) return null;
      return { type: 'choice', id, label, options: field.options, initial, optional };
    case null:
      return null;
  }
}

/** What the fields of `sync:` add to a card: what both sides agree on, else what Stripe said last. */
export function syncedFacts(
  deps: FieldDeskDeps & {
    readonly store: Pick<Store, 'fieldMarks'>;
    readonly objectsOf: (subject: Subject) => readonly ActOn[];
  },
): (subject: Subject) => Promise<readonly Fact[]> {
  return async (subject) => {
    const fields = Object.values(deps.config().sync[subject.kind] ?? {});
    const on = fields.length === 0 ? null : syncedObject(subject.kind, deps.objectsOf(subject));
    if (on === null) return [];
    const edited = fields.some(({ input }) => input !== null);
    const marks = edited ? await deps.store.fieldMarks({ account: subject.account, object: on.id }) : [];
    return fields.flatMap((field) => {
      const mark = field.input === null ? undefined : marks.find((one) => one.field === field.stripe);
      const value = mark === undefined ? fieldText(on.object, field.stripe) : mark.value;
      const phrase = deps.synced().phrase(subject.kind, field, value, on.object);
      return phrase.length === 0 ? [] : [{ label: field.label, value: phrase }];
    });
  };
}

/** Whether an event may have changed a mapped field; then it is held against Stripe once it is interpreted. */
export function fieldCheckOf(
  deps: Pick<FieldDeskDeps, 'config'> & {
    readonly writable: (account: string) => boolean;
    readonly now: () => number;
  },
): NonNullable<ProcessDeps['checkOf']> {
  return ({ event, account, subjectId, kind, before }): IncomingAction | null => {
    const type = typeOf[kind];
    const fields = Object.values(deps.config().sync[kind] ?? {}).flatMap(({ stripe, input }) =>
      input === null ? [] : [stripe],
    );
    if (type === undefined || fields.length === 0 || !deps.writable(account)) return null;
    const seen = seenChange({ event, account, subjectId, kind, before, fields, type });
    if (seen === null) return null;
    const id = `sync ${account} ${event.id}`;
    const interaction = { kind: 'sync', user: 'stripe', ...seen };
    return {
      id,
      dedup: id,
      kind: 'sync',
      name: 'sync',
      actor: 'stripe',
      payload: JSON.stringify({ interaction }),
      now: deps.now(),
    };
  };
}
