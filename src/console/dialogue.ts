import { isObject, type JsonObject, type JsonValue, listAt, textAt } from '../domain/json.ts';
import type { ActionProgress, DialogueInput } from './contract-subjects.ts';

/** What an action asks of and tells a person in the console: the modal that Slack would show, and the whispers. */
export interface Dialogue {
  readonly view: JsonObject | null;
  readonly said: readonly string[];
}

export function dialogueOf(text: string | null): Dialogue {
  // Written by us and sealed since: its shape is ours.
  return text === null ? { view: null, said: [] } : (JSON.parse(text) as Dialogue);
}

/** A modal as the console's form; null where there is none. */
export function formOf(view: JsonObject | null): ActionProgress['dialogue'] {
  if (view === null) return null;
  const blocks = listAt(view, 'blocks').filter(isObject);
  return {
    title: textAt(view, 'title.text') ?? '',
    lines: blocks.flatMap((block) => (block['type'] === 'section' ? [textAt(block, 'text.text') ?? ''] : [])),
    inputs: blocks.flatMap((block) => (block['type'] === 'input' ? inputOf(block) : [])),
    submit: textAt(view, 'submit.text'),
  };
}

function inputOf(block: JsonObject): DialogueInput[] {
  const id = textAt(block, 'block_id') ?? '';
  const label = textAt(block, 'label.text') ?? '';
  const element = isObject(block['element']) ? block['element'] : {};
  switch (element['type']) {
    case 'plain_text_input':
      return element['multiline'] === true
        ? [{ type: 'text', id, label, longest: numberOf(element['max_length']), optional: block['optional'] === true }]
        : [{ type: 'amount', id, label, initial: textAt(element, 'initial_value') ?? '' }];
    case 'static_select':
      return [
        { type: 'choice', id, label, options: optionsOf(element), initial: textAt(element, 'initial_option.value') },
      ];
    case 'users_select':
      return [{ type: 'person', id, label }];
    default:
      return [];
  }
}

function optionsOf(element: JsonObject): { value: string; label: string }[] {
  return listAt(element, 'options')
    .filter(isObject)
    .map((option) => ({ value: textAt(option, 'value') ?? '', label: textAt(option, 'text.text') ?? '' }));
}

function numberOf(value: JsonValue | undefined): number {
  return typeof value === 'number' ? value : 3_000;
}
