import { isObject, type JsonObject } from '../../../domain/json.ts';
import { fault, type Report } from './check.ts';

/** What Slack checks over all blocks of a message or view: ids that must be unique, and totals. */
export function checkWhole(blocks: readonly unknown[], report: Report): void {
  const blockIds = new Set<string>();
  const counts = new Map<string, number>();
  let markdown = 0;
  everyBlock(blocks, '', (block, pointer) => {
    const type = typeof block['type'] === 'string' ? block['type'] : '';
    counts.set(type, (counts.get(type) ?? 0) + 1);
    if (type === 'markdown' && typeof block['text'] === 'string') markdown += block['text'].length;
    const id = block['block_id'];
    if (typeof id === 'string') {
      if (blockIds.has(id))
        report(fault('duplicate_block_id', `block_id already exists: ${id}`, `${pointer}/block_id`));
      blockIds.add(id);
    }
    checkActionIds(block, pointer, report);
  });
  if (markdown > 12_000 && (counts.get('markdown') ?? 0) > 1)
    report(fault('too_long', 'must be less than 12001 characters', ''));
  for (const [type, most] of [
    ['table', 1],
    ['data_visualization', 2],
  ] as const) {
    if ((counts.get(type) ?? 0) > most) {
      report(fault('too_many_items', `no more than ${most} ${type} blocks allowed`, ''));
    }
  }
}

function everyBlock(
  blocks: readonly unknown[],
  base: string,
  visit: (block: JsonObject, pointer: string) => void,
): void {
  blocks.forEach((block, index) => {
    if (!isObject(block)) return;
    const pointer = `${base}/${index}`;
    visit(block, pointer);
    if (block['type'] === 'container' && Array.isArray(block['child_blocks'])) {
      everyBlock(block['child_blocks'], `${pointer}/child_blocks`, visit);
    }
    if (block['type'] === 'carousel' && Array.isArray(block['elements'])) {
      everyBlock(block['elements'], `${pointer}/elements`, visit);
    }
  });
}

function checkActionIds(block: JsonObject, pointer: string, report: Report): void {
  const elements = block['type'] === 'card' ? block['actions'] : block['elements'];
  if (!Array.isArray(elements)) return;
  const seen = new Set<string>();
  elements.forEach((element, index) => {
    const id = isObject(element) ? element['action_id'] : undefined;
    if (typeof id !== 'string') return;
    if (seen.has(id)) {
      report(fault('duplicate_action_id', `action_id already exists: ${id}`, `${pointer}/elements/${index}/action_id`));
    }
    seen.add(id);
  });
}
