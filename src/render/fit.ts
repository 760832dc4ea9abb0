import { isObject, type JsonObject, type JsonValue } from '../domain/json.ts';
import type { Block, SlackMessage } from '../domain/message.ts';
import { context } from './blocks.ts';
import { cutMrkdwn, cutText } from './cut.ts';
import { limits } from './limits.ts';

/** Steps by which texts shrink where each is within its own limit but the message as a whole is not. */
const shrinkTo = [2_000, 1_000, 500, 250, 120, 60] as const;

/** The same message within all of Slack's limits; whatever is shortened or left out is visibly so (F59). */
export function fitMessage(message: SlackMessage): SlackMessage {
  const blocks = message.blocks.map((block) => shrink(block, limits.sectionText)).filter(isShown);
  return { ...message, text: cutMrkdwn(message.text, limits.text), blocks: fitTogether(fitCount(blocks)) };
}

function fitCount(blocks: readonly Block[]): readonly Block[] {
  if (blocks.length <= limits.blocks) return blocks;
  const kept = blocks.slice(0, limits.blocks - 1);
  return [...kept, context(`… ${blocks.length - kept.length} more parts do not fit into one message`)];
}

function fitTogether(blocks: readonly Block[]): readonly Block[] {
  if (sizeOf(blocks) <= limits.blocksJson) return blocks;
  for (const limit of shrinkTo) {
    const smaller = blocks.map((block) => shrink(block, limit)).filter(isShown);
    if (sizeOf(smaller) <= limits.blocksJson) return smaller;
  }
  return dropMiddle(blocks.map((block) => shrink(block, 60)).filter(isShown));
}

/** The headline stays, as many of the following as there is room for, and a line that says how many are missing. */
function dropMiddle(blocks: readonly Block[]): readonly Block[] {
  for (let keep = blocks.length - 1; keep > 0; keep--) {
    const kept = [
      ...blocks.slice(0, keep),
      context(`… ${blocks.length - keep} more parts do not fit into one message`),
    ];
    if (sizeOf(kept) <= limits.blocksJson) return kept;
  }
  return [];
}

function sizeOf(blocks: readonly Block[]): number {
  return JSON.stringify(blocks).length;
}

/** A block with every text cut to its own limit or to `limit`, whichever is less. */
function shrink(block: Block, limit: number): Block {
  const own = block.type === 'header' ? limits.headerText : limits.sectionText;
  const rest = Object.entries(block).map(([key, value]) => [key, shrinkValue(value, Math.min(own, limit), key)]);
  return { ...Object.fromEntries(rest), type: block.type };
}

function shrinkValue(value: JsonValue | undefined, limit: number, key: string): JsonValue | undefined {
  if (Array.isArray(value)) {
    const most = key === 'fields' || key === 'elements' ? capacityOf(key, value) : value.length;
    const item = key === 'fields' ? Math.min(limit, limits.fieldText) : limit;
    return value.slice(0, most).map((part) => shrinkValue(part, item, '') ?? null);
  }
  if (!isObject(value)) return value;
  if (value['type'] === 'button') return shrinkObject(value, Math.min(limit, limits.buttonText));
  return isText(value) ? shrinkText(value, limit) : shrinkObject(value, limit);
}

function shrinkObject(value: JsonObject, limit: number): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shrinkValue(part, limit, key)]));
}

function shrinkText(value: JsonObject & { readonly text: string }, limit: number): JsonObject {
  return { ...value, text: value['type'] === 'mrkdwn' ? cutMrkdwn(value.text, limit) : cutText(value.text, limit) };
}

function isText(value: JsonObject): value is JsonObject & { readonly text: string } {
  return (value['type'] === 'mrkdwn' || value['type'] === 'plain_text') && typeof value['text'] === 'string';
}

function capacityOf(key: 'fields' | 'elements', items: readonly JsonValue[]): number {
  if (key === 'fields') return limits.sectionFields;
  return items.some((item) => isObject(item) && isText(item)) ? limits.contextElements : limits.actionsElements;
}

/** Slack refuses empty texts and empty lists; a block that became one is left out. */
function isShown(block: Block): boolean {
  if (block.type === 'section') return isFilled(block['text']) || isFilled(block['fields']);
  if (block.type === 'context' || block.type === 'actions') return isFilled(block['elements']);
  return block.type === 'header' ? isFilled(block['text']) : true;
}

function isFilled(value: JsonValue | undefined): boolean {
  if (Array.isArray(value))
    return value.length > 0 && value.every((item) => !isObject(item) || !isText(item) || item.text !== '');
  return isObject(value) && isText(value) && value.text.trim() !== '';
}
