import type { Reason } from '../domain/event.ts';
import type { JsonObject } from '../domain/json.ts';
import type { ModalInput } from '../domain/modal.ts';
import type { Phrase } from '../domain/phrase.ts';
import type { SubjectKind } from '../domain/subject.ts';
import type { EditDecision, EditFacts, FieldRule, FieldText, SeenDecision, SeenFacts } from '../domain/synced-field.ts';
import type { ActOn } from './possible.ts';

/** A field of a Stripe object that people may edit on a card. */
export interface EditableField {
  /** Path in the Stripe object. */
  readonly field: string;
  readonly label: string;
  readonly rule: FieldRule;
  /** Names under `actions:` that may allow it; the first that is configured decides. */
  readonly permissions: readonly string[];
}

/** The mapping of `sync:` and its rules, given by the app. */
export interface FieldDesk {
  /** In the order of the configuration. */
  fieldsOf(kind: SubjectKind): readonly EditableField[];
  /** The one object of a subject whose fields are mapped; null where it is not known. */
  objectOf(kind: SubjectKind, objects: readonly ActOn[]): (ActOn & { readonly id: string }) | null;
  /** The input for a field that has this value; null where an input could not show it without losing some of it. */
  inputOf(kind: SubjectKind, field: string, value: FieldText, id: string): ModalInput | null;
  parse(
    kind: SubjectKind,
    field: string,
    entered: string,
  ): { readonly value: FieldText } | { readonly problem: Phrase };
  /** A value as the card shows it. */
  shown(kind: SubjectKind, field: string, value: FieldText): Phrase;
  /** Why Stripe would not take these values; null where it would. */
  limitFault(
    object: JsonObject,
    values: readonly { readonly field: string; readonly wanted: FieldText }[],
  ): Reason | null;
  decideEdit(facts: EditFacts): EditDecision;
  decideSeen(facts: SeenFacts): SeenDecision;
  /** Times in a row that Slack's value was written back lately. */
  restoresOf(facts: Pick<SeenFacts, 'mark' | 'now'>): number;
}
