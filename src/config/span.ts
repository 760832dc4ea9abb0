import { isAlias, isNode, isScalar } from 'yaml';

/** Where one value stands in the text, in characters. */
export interface Span {
  /** Start of its key; null for an item of a list. */
  readonly key: number | null;
  readonly start: number;
  /** The place of the value's `offset`-th character in the file's text; `start` where that is not known. */
  within(text: string, offset: number): number;
}

export function spanOf(node: unknown, key: number | null): Span {
  const range = isNode(node) ? node.range : null;
  const start = range?.[0] ?? key ?? 0;
  const type = isScalar(node) && !isAlias(node) ? node.type : undefined;
  return { key, start, within: (text, offset) => withinScalar(text, start, range?.[1] ?? start, type, offset) };
}

function withinScalar(text: string, start: number, end: number, type: string | undefined, offset: number): number {
  const source = text.slice(start, end);
  if (type === 'BLOCK_LITERAL') return withinBlock(text, start, end, offset) ?? start;
  if (source.includes('\n')) return start;
  if (type === 'PLAIN') return Math.min(start + offset, end);
  if (type === 'QUOTE_DOUBLE') return source.includes('\\') ? start : Math.min(start + 1 + offset, end);
  if (type === 'QUOTE_SINGLE') return source.slice(1, -1).includes("'") ? start : Math.min(start + 1 + offset, end);
  return start;
}

/** A `|` block: the text starts on the next line, and every line loses the indent of the first. */
function withinBlock(text: string, start: number, end: number, offset: number): number | null {
  const header = text.indexOf('\n', start);
  if (header < 0) return null;
  const indent = /^ */.exec(text.slice(header + 1, end))?.[0].length ?? 0;
  let left = offset;
  let lineStart = header + 1;
  for (const line of text.slice(header + 1, end).split('\n')) {
    const length = Math.max(0, line.length - indent);
    if (left <= length) return lineStart + indent + left;
    left -= length + 1;
    lineStart += line.length + 1;
  }
  return null;
}
