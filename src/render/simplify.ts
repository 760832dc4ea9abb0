import { isObject, type JsonObject, type JsonValue } from '../domain/json.ts';
import type { Block, SlackMessage } from '../domain/message.ts';
import { cutMrkdwn } from './cut.ts';
import { breakAutoLinks, escapeClean } from './escape.ts';
import { limits } from './limits.ts';

/**
 * The same news as text alone, for when Slack refuses the blocks (F57, F58): no blocks, no images, nothing that could be
 * refused again; headline, facts, notes, mention and links in their order.
 */
export function simplify(message: SlackMessage): SlackMessage {
  const lines = message.blocks.flatMap(linesOf).filter((line) => line.trim() !== '');
  const text = lines.length === 0 ? message.text : breakAutoLinks(lines.join('\n'));
  return { text: cutMrkdwn(text, limits.text), blocks: [], color: null };
}

/** The message without its image blocks, for when only a picture was refused or could not be fetched (F58). */
export function withoutImages(message: SlackMessage): SlackMessage {
  return { ...message, blocks: message.blocks.filter((block) => block.type !== 'image') };
}

function linesOf(block: Block): string[] {
  const parts = [block['text'], ...listOf(block['fields']), ...listOf(block['elements'])];
  if (block.type === 'image') return typeof block['alt_text'] === 'string' ? [escapeClean(block['alt_text'])] : [];
  const texts = parts.filter(isObject).map(textOf);
  if (block.type === 'context' || block.type === 'actions') {
    // A button without a link cannot be said in text.
    return [texts.filter((text) => text !== '').join('  ·  ')];
  }
  return texts.map((text) => text.replace(/^(\*[^*\n]+\*)\n(?=[^\n]*$)/, '$1: '));
}

function textOf(part: JsonObject): string {
  if (part['type'] === 'button') {
    const label = isObject(part['text']) ? textOf(part['text']) : '';
    return typeof part['url'] === 'string'
      ? `<${part['url'].replaceAll('&', '&amp;')}|${label.replaceAll('|', '❘')}>`
      : '';
  }
  const text = typeof part['text'] === 'string' ? part['text'] : '';
  return part['type'] === 'plain_text' ? escapeClean(text) : text;
}

function listOf(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}
