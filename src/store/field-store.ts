import type { FieldMark, NewFieldMark } from '../domain/synced-field.ts';
import type { ActionRow } from './action-store.ts';

/** High-water marks of the fields that people edit on both sides, and who writes to an object now. */
export interface FieldStore {
  /** The marks of one object's fields; those that do not decrypt are left out and so are taken from Stripe again. */
  fieldMarks(query: FieldObject): Promise<FieldMark[]>;
  /**
   * Lets this action alone write to the object until it is closed or lets go. False while another open action holds it.
   * Asked again by the same action it is true.
   */
  lockFields(lock: FieldObject & { readonly actionId: string }): Promise<boolean>;
  /** The action that wrote under this idempotency key; null where none of ours did. */
  actionOfKey(idempotencyKey: string): Promise<ActionRow | null>;
}

export interface FieldObject {
  readonly account: string;
  /** Id of the Stripe object. */
  readonly object: string;
}

/** New marks of one object, written in the same transaction as what led to them. */
export interface FieldWrites extends FieldObject {
  readonly marks: readonly NewFieldMark[];
}
