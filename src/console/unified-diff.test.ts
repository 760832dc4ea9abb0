import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unifiedDiff } from './unified-diff.ts';

const names = { before: 'a', after: 'b' };

/** As `patch` does it: each hunk stands where it says, and what it takes away must be there. */
function patched(before: readonly string[], diff: string): string[] {
  const after: string[] = [];
  let at = 0;
  for (const line of diff.split('\n').slice(2, -1)) {
    const hunk = /^@@ -(\d+),(\d+) \+(\d+),(\d+) @@$/.exec(line);
    if (hunk !== null) {
      const [, from, taken, to, put] = hunk.map(Number);
      while (at < (from ?? 0) - (taken === 0 ? 0 : 1)) after.push(before[at++] ?? '');
      expect(after.length).toBe((to ?? 0) - (put === 0 ? 0 : 1));
      continue;
    }
    const text = line.slice(1);
    if (line[0] !== '+') expect(before[at++]).toBe(text);
    if (line[0] !== '-') after.push(text);
  }
  return [...after, ...before.slice(at)];
}

test('no change, no diff', () => {
  expect(unifiedDiff('a\nb\n', 'a\nb\n', names)).toBe('');
});

test('one changed line with its surroundings', () => {
  const before = 'a\nb\nc\nd\ne\nf\ng\nh\n';
  expect(unifiedDiff(before, before.replace('e', 'x'), names)).toBe(
    '--- a\n+++ b\n@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+x\n f\n g\n h\n',
  );
});

test('whatever the texts, applying the diff to the one gives the other', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', '- x', '+ y', '@@'), { maxLength: 40 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const diff = unifiedDiff(
        before.map((one) => `${one}\n`).join(''),
        after.map((one) => `${one}\n`).join(''),
        names,
      );
      expect(diff === '' ? before : patched(before, diff)).toEqual(after);
    }),
  );
});
