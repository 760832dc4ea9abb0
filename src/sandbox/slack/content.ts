import { isObject, type JsonObject } from '../../domain/json.ts';
import { type Answer, refused } from './model.ts';
import { type BlockFault, type Surface, validateBlocks } from './validate-blocks.ts';
import type { StoredMessage } from './workspace.ts';

export interface Content {
  readonly text: string;
  /** False where the argument was not sent: an edit then keeps the text. */
  readonly textGiven: boolean;
  /** Null where the argument was not sent. */
  readonly blocks: JsonObject[] | null;
  readonly attachments: JsonObject[] | null;
  readonly metadata: StoredMessage['metadata'] | undefined;
}

/** Longer than this and chat.postMessage cuts, but chat.update refuses (`msg_too_long`). */
const longestText = 40_000;
/** Undocumented; seen between 13,172 and 13,297 characters (slackapi/bolt-js#2509). */
const longestBlocks = 13_200;
/** docs.slack.dev/messaging/message-metadata: payloads over 8 KB are refused. */
const longestMetadata = 8_000;

export function blockRefusal(faults: readonly BlockFault[], base: string): Answer {
  const errors = faults.map((found) => `${found.message} [json-pointer:${base}${found.pointer}]`);
  return refused('invalid_blocks', {
    errors,
    response_metadata: { messages: errors.map((each) => `[ERROR] ${each}`) },
  });
}

/** The content of a message, or Slack's refusal of it. */
export function readContent(values: JsonObject, method: 'post' | 'update'): Content | { refusal: Answer } {
  const rawText = values['text'];
  let text = typeof rawText === 'string' ? rawText : '';
  if (values['markdown_text'] !== undefined) {
    if (text !== '' || values['blocks'] !== undefined) return { refusal: refused('markdown_text_conflict') };
    text = typeof values['markdown_text'] === 'string' ? values['markdown_text'] : '';
    if (text.length > 12_000) return { refusal: refused('msg_too_long') };
  }
  if (text.length > longestText) {
    if (method === 'update') return { refusal: refused('msg_too_long') };
    text = text.slice(0, longestText);
  }
  const blocks = readBlocks(values['blocks'], '/blocks');
  if (blocks !== null && 'refusal' in blocks) return blocks;
  const attachments = readAttachments(values['attachments']);
  if (attachments !== null && 'refusal' in attachments) return attachments;
  const size = sizeOf(blocks?.list ?? []) + (attachments?.list ?? []).reduce((sum, each) => sum + blocksSize(each), 0);
  if (size > longestBlocks) return { refusal: refused('msg_blocks_too_long') };
  const metadata = readMetadata(values['metadata']);
  if (metadata !== null && metadata !== undefined && 'refusal' in metadata) return metadata;
  const textGiven = rawText !== undefined || values['markdown_text'] !== undefined;
  return { text, textGiven, blocks: blocks?.list ?? null, attachments: attachments?.list ?? null, metadata };
}

function readBlocks(
  value: unknown,
  base: string,
  surface: Surface = 'message',
): { list: JsonObject[] } | { refusal: Answer } | null {
  if (value === undefined || value === null || value === '') return null;
  if (!Array.isArray(value) || !value.every(isObject)) return { refusal: refused('invalid_blocks_format') };
  const faults = validateBlocks(value, surface);
  return faults.length > 0 ? { refusal: blockRefusal(faults, base) } : { list: value };
}

function readAttachments(value: unknown): { list: JsonObject[] } | { refusal: Answer } | null {
  if (value === undefined || value === null || value === '') return null;
  if (!Array.isArray(value) || !value.every(isObject)) return { refusal: refused('invalid_attachments') };
  if (value.length > 100) return { refusal: refused('too_many_attachments') };
  for (const [index, attachment] of value.entries()) {
    const blocks = readBlocks(attachment['blocks'], `/attachments/${index}/blocks`);
    if (blocks !== null && 'refusal' in blocks) return blocks;
  }
  return { list: value.map((attachment, index) => ({ id: index + 1, ...attachment })) };
}

function readMetadata(value: unknown): StoredMessage['metadata'] | undefined | { refusal: Answer } {
  if (value === undefined || value === '') return undefined;
  const refusal = { refusal: refused('invalid_metadata_format') };
  if (!isObject(value)) return refusal;
  if (Object.keys(value).length === 0) return null;
  const { event_type: eventType, event_payload: payload } = value;
  if (typeof eventType !== 'string' || !/^[A-Za-z0-9_.-]{1,255}$/.test(eventType) || !isObject(payload)) return refusal;
  const flat = Object.values(payload).every((each) => ['string', 'number', 'boolean'].includes(typeof each));
  if (!flat) return { refusal: refused('invalid_metadata_schema') };
  if (JSON.stringify(value).length > longestMetadata) return { refusal: refused('metadata_too_large') };
  return { event_type: eventType, event_payload: payload };
}

function sizeOf(blocks: readonly JsonObject[]): number {
  return blocks.length === 0 ? 0 : JSON.stringify(blocks).length;
}

function blocksSize(attachment: JsonObject): number {
  return Array.isArray(attachment['blocks']) ? JSON.stringify(attachment['blocks']).length : 0;
}

/** True where nothing at all would be shown. */
export function isEmpty(content: Content): boolean {
  return content.text.trim() === '' && (content.blocks ?? []).length === 0 && (content.attachments ?? []).length === 0;
}

/** Blocks as Slack keeps them: each with a `block_id` and each element with an `action_id`, given where missing. */
export function withIds(blocks: readonly JsonObject[], id: () => string): JsonObject[] {
  const interactive = /button|select|picker|overflow|checkboxes|input/;
  const elementWithId = (element: JsonObject): JsonObject =>
    typeof element['type'] === 'string' && interactive.test(element['type']) && element['action_id'] === undefined
      ? { ...element, action_id: id() }
      : element;
  return blocks.map((block) => {
    const whole: JsonObject = { ...block, block_id: block['block_id'] || id() };
    if (Array.isArray(block['elements'])) {
      whole['elements'] = block['elements'].map((each) => (isObject(each) ? elementWithId(each) : each));
    }
    for (const name of ['accessory', 'element'] as const) {
      const element = block[name];
      if (isObject(element)) whole[name] = elementWithId(element);
    }
    return whole;
  });
}
