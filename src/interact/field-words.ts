import { nothing, type Phrase, say } from '../domain/phrase.ts';
import type { FieldText } from '../domain/synced-field.ts';
import type { FieldOutcome, FieldsDraft } from './draft.ts';
import type { FieldDesk } from './field-desk.ts';
import { because, person } from './phrases.ts';

type Desk = Pick<FieldDesk, 'shown'>;

/** What became of each field, a line each: both values, who set them, and by which rule one of them stays. */
export function fieldNews(fields: FieldsDraft, by: string, desk: Desk): Phrase {
  const outcomes = fields.outcomes ?? [];
  return lines(
    outcomes.map((outcome) =>
      fields.by === 'rule' ? restored(fields, outcome, desk) : edited(fields, outcome, by, desk),
    ),
  );
}

function edited({ kind }: FieldsDraft, one: FieldOutcome, by: string, desk: Desk): Phrase {
  const value = (text: FieldText) => quoted(desk.shown(kind, one.field, text));
  const name = labelOf(one.label);
  if (!one.conflict) {
    return one.kind === 'same'
      ? say`${name}: ${value(one.wanted)} was there already when ${person(by)} set it`
      : say`${name}: ${value(one.found)} → ${value(one.wanted)}, by ${person(by)}`;
  }
  const other: Phrase = one.foundBy === null ? say`in Stripe it` : say`by ${person(one.foundBy)} it`;
  const stays = one.kind === 'write' ? one.wanted : one.found;
  return say`${name}: ${person(by)} set ${value(one.wanted)}, but ${other} had been changed from ${value(one.base)} to ${value(one.found)} meanwhile. ${value(stays)} stays: ${because(one.reason)}`;
}

function restored({ kind, origin }: FieldsDraft, one: FieldOutcome, desk: Desk): Phrase {
  const value = (text: FieldText) => quoted(desk.shown(kind, one.field, text));
  const name = labelOf(one.label);
  if (one.kind !== 'write') return say`${name}: ${value(one.found)} stays: it was changed in Stripe once more`;
  return origin === 'slack'
    ? say`${name}: in Stripe it was changed from ${value(one.wanted)} to ${value(one.found)}. ${value(one.wanted)} was written back: ${because(one.reason)}`
    : say`${name}: ${value(one.found)} from Slack had replaced ${value(one.wanted)}, set in Stripe meanwhile. ${value(one.wanted)} was put back: ${because(one.reason)}`;
}

/** A field that was changed in Stripe and follows it. `note`: why it is more than that. */
export function adopted(change: {
  readonly label: string;
  readonly from: Phrase;
  readonly to: Phrase;
  readonly note: Phrase;
}): Phrase {
  const note: Phrase = change.note.length === 0 ? nothing : say`. ${change.note}`;
  return say`${labelOf(change.label)} changed in Stripe: ${quoted(change.from)} → ${quoted(change.to)}${note}`;
}

/** Our own write replaced what nobody had seen, and by the rule that is right. */
export function replacedUnseen(change: {
  readonly label: string;
  readonly lost: Phrase;
  readonly stays: Phrase;
  readonly why: Phrase;
}): Phrase {
  return say`${labelOf(change.label)}: ${quoted(change.lost)}, set in Stripe meanwhile, was replaced by ${quoted(change.stays)} from Slack: ${change.why}`;
}

export function lines(phrases: readonly Phrase[]): Phrase {
  return phrases.reduce((all, one) => (all.length === 0 ? one : say`${all}\n${one}`), nothing);
}

function labelOf(label: string): Phrase {
  return say`${{ type: 'catalog', text: label }}`;
}

function quoted(shown: Phrase): Phrase {
  return shown.length === 0 ? say`empty` : say`“${shown}”`;
}
