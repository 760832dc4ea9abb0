import type { StripeEvent } from '../domain/event.ts';
import { fieldText, previousText } from '../domain/field-path.ts';
import type { JsonObject } from '../domain/json.ts';
import type { SubjectKind } from '../domain/subject.ts';
import type { FieldText, SeenChange } from '../domain/synced-field.ts';

export interface CheckRequest {
  readonly event: StripeEvent;
  readonly account: string;
  readonly subjectId: string;
  readonly kind: SubjectKind;
  /** The object as it was known before the event; null where it was not. */
  readonly before: JsonObject | null;
  /** Paths of the mapped fields that people may edit. */
  readonly fields: readonly string[];
  /** Stripe's name of the object that they are fields of. */
  readonly type: string;
}

/**
 * What is to be held against Stripe after an event; null where the event cannot have changed a mapped field. It may, where it
 * says so, where it shows another value than was known, and where it says nothing of what was there before.
 */
export function seenChange(request: CheckRequest): SeenChange | null {
  const { event, account, subjectId, kind, before, fields, type } = request;
  const { object } = event;
  const id = object?.['id'];
  if (object === null || object['object'] !== type || typeof id !== 'string' || fields.length === 0) return null;
  const values: Record<string, FieldText> = {};
  const shown: Record<string, FieldText> = {};
  const replaced: Record<string, FieldText> = {};
  let touched = event.kind === 'thin';
  for (const field of fields) {
    const value = fieldText(object, field);
    const known = before === null ? undefined : fieldText(before, field);
    const earlier = previousText(event.previous, field);
    values[field] = value;
    if (known !== undefined) shown[field] = known;
    if (earlier !== undefined) replaced[field] = earlier;
    touched ||= earlier !== undefined || value !== (known ?? null);
  }
  if (!touched) return null;
  const { connectAccount: connect, created: eventAt } = event;
  return {
    account,
    connect,
    subjectId,
    subjectKind: kind,
    object: id,
    eventAt,
    key: event.ownKey ?? null,
    values,
    shown,
    replaced,
  };
}
