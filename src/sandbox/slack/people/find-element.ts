import { isObject, type JsonObject, type JsonValue } from '../../../domain/json.ts';

export interface FoundElement {
  readonly element: JsonObject;
  readonly blockId: string;
  /** 1-based, where the block stands in an attachment. */
  readonly attachment: number | null;
}

/** The element with this `action_id` in a message or view. */
export function findElement(
  within: { readonly blocks: readonly JsonObject[]; readonly attachments?: readonly JsonObject[] },
  actionId: string,
  blockId?: string,
): FoundElement | null {
  const places = [
    { blocks: within.blocks, attachment: null },
    ...(within.attachments ?? []).map((each, index) => ({ blocks: objects(each['blocks']), attachment: index + 1 })),
  ];
  for (const { blocks, attachment } of places) {
    for (const block of blocks) {
      const id = typeof block['block_id'] === 'string' ? block['block_id'] : '';
      if (blockId !== undefined && id !== blockId) continue;
      const element = elementsOf(block).find((each) => each['action_id'] === actionId);
      if (element !== undefined) return { element, blockId: id, attachment };
    }
  }
  return null;
}

function elementsOf(block: JsonObject): JsonObject[] {
  const single = [block['accessory'], block['element']].filter(isObject);
  const nested = objects(block['child_blocks']).flatMap(elementsOf);
  return [...objects(block['elements']), ...objects(block['actions']), ...single, ...nested];
}

function objects(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** What a person chose in an element, as Slack reports it; `chosen` is the option's value, a user id, a date, a text. */
export function choice(element: JsonObject, chosen: string | readonly string[] | null): JsonObject {
  const type = typeof element['type'] === 'string' ? element['type'] : '';
  const one = typeof chosen === 'string' ? chosen : (chosen?.[0] ?? null);
  const many = typeof chosen === 'string' ? [chosen] : [...(chosen ?? [])];
  const picked = (value: string | null): JsonObject | null => optionOf(element, value);
  switch (type) {
    case 'button':
      return element['value'] === undefined ? {} : { value: element['value'] };
    case 'overflow':
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { selected_option: picked(one) };
    case 'checkboxes':
    case 'multi_static_select':
    case 'multi_external_select':
      return { selected_options: many.map(picked) };
    case 'users_select':
      return { selected_user: one };
    case 'multi_users_select':
      return { selected_users: many };
    case 'conversations_select':
      return { selected_conversation: one };
    case 'channels_select':
      return { selected_channel: one };
    case 'datepicker':
      return { selected_date: one };
    case 'timepicker':
      return { selected_time: one };
    case 'datetimepicker':
      return { selected_date_time: one === null ? null : Number(one) };
    default:
      return { value: one };
  }
}

function optionOf(element: JsonObject, value: string | null): JsonObject | null {
  if (value === null) return null;
  const groups = objects(element['option_groups']).flatMap((group) => objects(group['options']));
  const found = [...objects(element['options']), ...groups].find((option) => option['value'] === value);
  return found ?? { text: { type: 'plain_text', text: value, emoji: true }, value };
}
