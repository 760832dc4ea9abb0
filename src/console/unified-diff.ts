/** Unchanged lines around a change. */
const context = 3;
/** Above this many cells the middle is told as one change: exact still, only less fine. */
const mostCells = 4_000_000;

interface Line {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** The change between two texts as `diff -u` writes it; empty where there is none. */
export function unifiedDiff(
  before: string,
  after: string,
  names: { readonly before: string; readonly after: string },
): string {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const lines = compared(old, fresh);
  const changed = lines.flatMap(({ sign }, index) => (sign === ' ' ? [] : [index]));
  if (changed.length === 0) return '';
  const hunks: string[] = [];
  for (let at = 0; at < changed.length; ) {
    const start = Math.max(0, (changed[at] ?? 0) - context);
    let last = changed[at] ?? 0;
    while (at < changed.length && (changed[at] ?? 0) - last <= 2 * context) last = changed[at++] ?? last;
    hunks.push(hunk(lines, start, Math.min(lines.length, last + context + 1)));
  }
  return `--- ${names.before}\n+++ ${names.after}\n${hunks.join('')}`;
}

function hunk(lines: readonly Line[], start: number, end: number): string {
  const count = (part: readonly Line[], sign: '-' | '+') => part.filter((line) => line.sign !== sign).length;
  const [above, here] = [lines.slice(0, start), lines.slice(start, end)];
  // Where a side has no line, its place is the line before, as `patch` wants it.
  const place = (sign: '-' | '+') => {
    const size = count(here, sign);
    return `${count(above, sign) + (size === 0 ? 0 : 1)},${size}`;
  };
  const [from, to] = [place('+'), place('-')];
  return `@@ -${from} +${to} @@\n${here.map(({ sign, text }) => `${sign}${text}\n`).join('')}`;
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Longest common subsequence of what lies between the common beginning and the common end. */
function compared(old: readonly string[], fresh: readonly string[]): Line[] {
  let head = 0;
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head += 1;
  let tail = 0;
  while (
    tail < old.length - head &&
    tail < fresh.length - head &&
    old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]
  ) {
    tail += 1;
  }
  const same = (text: string): Line => ({ sign: ' ', text });
  return [
    ...old.slice(0, head).map(same),
    ...middle(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail)),
    ...old.slice(old.length - tail).map(same),
  ];
}

function middle(old: readonly string[], fresh: readonly string[]): Line[] {
  const gone = (text: string): Line => ({ sign: '-', text });
  const came = (text: string): Line => ({ sign: '+', text });
  const width = fresh.length + 1;
  if ((old.length + 1) * width > mostCells) return [...old.map(gone), ...fresh.map(came)];
  const longest = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--) {
      longest[i * width + j] = old[i] === fresh[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      lines.push({ sign: ' ', text: old[i] ?? '' });
      i += 1;
      j += 1;
    } else if (i < old.length && (j >= fresh.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(gone(old[i] ?? ''));
      i += 1;
    } else {
      lines.push(came(fresh[j] ?? ''));
      j += 1;
    }
  }
  return lines;
}
