import type { CardAction, Verb } from '../domain/action.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Block } from '../domain/message.ts';
import { type LinkButton, linkButtons } from './blocks.ts';
import { limits } from './limits.ts';

/** Slack's limit for an overflow menu. */
const mostInMenu = 5;
/** What stands in the menu at the end of the row, so that the row stays short and a slip of the mouse does no harm. */
const inMenu: ReadonlySet<Verb> = new Set([
  'assign',
  'note',
  'edit_fields',
  'mark_uncollectible',
  'void_invoice',
  'why',
  'mute',
]);

/**
 * The row of a card: what can be done now, links, and the menu of the rest. Empty where there is neither. The action ids
 * say what was clicked, the values for what; neither is believed when it comes back.
 */
export function actionRow(actions: readonly CardAction[], links: readonly LinkButton[]): Block[] {
  const listed = actions.filter((action) => inMenu.has(action.verb)).slice(0, mostInMenu);
  const buttons = actions.filter((action) => !listed.includes(action)).map(button);
  const menu: JsonObject[] =
    listed.length === 0 ? [] : [{ type: 'overflow', action_id: 'act_more', options: listed.map(option) }];
  const linked = links.length === 0 ? [] : elementsOf(linkButtons(links));
  const room = limits.actionsElements - menu.length;
  const elements = [...[...buttons, ...linked].slice(0, room), ...menu];
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}

function button(action: CardAction): JsonObject {
  return { type: 'button', action_id: `act_${action.verb}`, text: plain(action.label), value: action.value };
}

function option(action: CardAction): JsonObject {
  return { text: plain(action.label), value: action.value };
}

function plain(text: string): JsonObject {
  return { type: 'plain_text', text, emoji: false };
}

function elementsOf(block: Block): JsonObject[] {
  const { elements } = block;
  return Array.isArray(elements) ? (elements as JsonObject[]) : [];
}
