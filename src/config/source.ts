import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { type FaultDraft, type Path, pathText } from './fault.ts';
import { expand, hide, holdsHidden, type Lookup } from './placeholder.ts';
import { shown } from './shown.ts';
import { type Span, spanOf } from './span.ts';
import { yamlFaults } from './yaml-faults.ts';

/** A configuration file read as data, with the place of every value. */
export interface Source {
  /** Plain objects without a prototype, lists, strings, numbers, booleans, nulls. Undefined where nothing could be read. */
  readonly data: unknown;
  readonly faults: readonly PlacedFault[];
  /** False where the text is no YAML, or not to be trusted: what else would be found in it is mostly echo. */
  readonly readable: boolean;
  /** Where a value stands, or its nearest parent that does; one-based. `key`: where its name stands instead. */
  place(path: Path, options?: { readonly offset?: number | null; readonly key?: boolean }): Place;
  /** The message without the value at `path` where a variable was put into it: such a value is never quoted. */
  veil(path: Path, message: string): string;
  /** True where a fault was already reported for this very value. */
  broken(path: Path): boolean;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface PlacedFault extends FaultDraft {
  readonly place: Place | null;
}

/** Larger files are no configuration; the parser's time and memory stay bounded. */
const maxBytes = 1024 * 1024;
/** Aliases are expanded; more values than this is an anchor bomb. */
const maxValues = 50_000;
const maxDepth = 64;

const bomb: FaultDraft = {
  code: 'yaml_bomb',
  path: [],
  message: 'anchors and aliases expand to far too many values, or the file is nested too deeply',
  suggestion: 'write the values out',
};

/** Reads YAML; never throws. `lookup` gives the variables' values. */
export function readSource(original: string, lookup: Lookup): Source {
  const text = original.startsWith('\uFEFF') ? original.slice(1) : original;
  if (text.length > maxBytes) return unreadable('too_large', 'the file is larger than 1 MiB', null);
  if (holdsHidden(text)) {
    return unreadable('bad_character', 'the file holds private-use characters (U+E000 to U+E07F)', 'remove them');
  }
  try {
    return parse(text, lookup);
  } catch (error) {
    // The parser recurses; thousands of nested brackets end its stack.
    if (error instanceof RangeError) return unreadable('too_deep', 'the file is nested too deeply', null);
    throw error;
  }
}

function unreadable(code: string, message: string, suggestion: string | null): Source {
  const place = { line: 1, column: 1 };
  return {
    data: undefined,
    faults: [{ code, path: [], message, suggestion, place }],
    readable: false,
    place: () => place,
    veil: (_, message) => message,
    broken: () => false,
  };
}

function parse(text: string, lookup: Lookup): Source {
  const lines = new LineCounter();
  const document = parseDocument(hide(text), { lineCounter: lines, prettyErrors: false, stringKeys: false });
  // The parser's own stack ended; where, depends on how deep we stood.
  if (document.errors.some((error) => error.message.includes('call stack'))) throw new RangeError('nested too deeply');
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const spans = new Map<string, Span>();
  const substituted = new Map<string, string>();
  const broken = new Set<string>();
  const faults: PlacedFault[] = yamlFaults(document, at);
  let values = 0;

  const fault = (path: Path, offset: number, draft: Omit<FaultDraft, 'path'>): undefined => {
    broken.add(pathText(path));
    faults.push({ ...draft, path, place: at(offset) });
    return undefined;
  };
  const scalar = (value: unknown, path: Path, offset: number): unknown => {
    if (typeof value === 'bigint') return Number(value);
    if (typeof value !== 'string') {
      if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
      return fault(path, offset, {
        code: 'yaml',
        message: 'this YAML type is not used here',
        suggestion: 'write it as text',
      });
    }
    const expanded = expand(value, lookup);
    if (expanded.substituted) substituted.set(pathText(path), expanded.value);
    for (const problem of expanded.problems) fault(path, offset, problem);
    return expanded.value;
  };
  const walk = (node: unknown, path: Path, depth: number, keyOffset: number | null): unknown => {
    const resolved = isAlias(node) ? node.resolve(document) : node;
    const span = spanOf(node, keyOffset);
    if (!spans.has(pathText(path))) spans.set(pathText(path), span);
    values += 1;
    if (values > maxValues || depth > maxDepth) {
      if (!faults.some((known) => known.code === bomb.code)) {
        faults.push({ ...bomb, place: at(span.start) });
      }
      values = maxValues;
      return undefined;
    }
    if (resolved === undefined || resolved === null) {
      if (!isAlias(node)) return null;
      const message = `there is no anchor &${node.source}`;
      return fault(path, span.start, { code: 'yaml', message, suggestion: 'define it before it is used' });
    }
    if (isScalar(resolved)) return scalar(resolved.value, path, span.start);
    if (isSeq(resolved)) return resolved.items.map((item, index) => walk(item, [...path, index], depth + 1, null));
    if (!isMap(resolved)) return undefined;
    const mapping = Object.create(null) as Record<string, unknown>;
    for (const pair of resolved.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : null;
      const keySpan = spanOf(pair.key, null);
      if (key === null) {
        fault(path, keySpan.start, { code: 'yaml', message: 'a key must be a plain word', suggestion: null });
        continue;
      }
      const value = walk(pair.value, key === '<<' ? path : [...path, key], depth + 1, keySpan.start);
      if (key === '<<') for (const [name, merged] of mergedEntries(value)) mapping[name] ??= merged;
      else mapping[key] = value;
    }
    return mapping;
  };

  const data = walk(document.contents, [], 0, null);
  const place: Source['place'] = (path, options = {}) => {
    for (let length = path.length; length >= 0; length--) {
      const span = spans.get(pathText(path.slice(0, length)));
      if (span === undefined) continue;
      const exact = length === path.length;
      if (options.key === true || !exact) return at(span.key ?? span.start);
      const inside = typeof options.offset === 'number' && !substituted.has(pathText(path));
      return at(inside ? span.within(text, options.offset ?? 0) : span.start);
    }
    return { line: 1, column: 1 };
  };
  return {
    data,
    faults,
    readable: faults.every((known) => known.code !== bomb.code && known.code !== 'yaml_syntax'),
    place,
    veil(path, message) {
      const value = substituted.get(pathText(path));
      return value === undefined ? message : message.replaceAll(shown(value), 'the value of its variable');
    },
    broken: (path) => broken.has(pathText(path)),
  };
}

function mergedEntries(value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return value.flatMap(mergedEntries);
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
