import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { grace, listedFor, longestWindow, overlap, readCursor, split, windowsOf, writeCursor } from './windows.ts';

const now = 1_800_000_000;

describe('windows', () => {
  test('overlap what was compared before, and end before what may still be on its way', () => {
    const cursor = { floor: now - 100_000, mark: now - 300 };
    expect(windowsOf(cursor, now)).toEqual([{ from: now - 300 - overlap, to: now - grace }]);
  });

  test('never begin before the first start, nor before what Stripe lists', () => {
    expect(windowsOf({ floor: now - 500, mark: now - 500 }, now)).toEqual([{ from: now - 500, to: now - grace }]);
    expect(windowsOf({ floor: 0, mark: 0 }, now)[0]?.from).toBe(now - listedFor);
  });

  test('nothing is asked in the first minute', () => {
    expect(windowsOf({ floor: now, mark: now }, now)).toEqual([]);
  });

  test('any time is split without a hole, an overlap or a part that is too long', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: now }), fc.integer({ min: 0, max: listedFor }), (from, length) => {
        const parts = split({ from, to: from + length });
        let next = from;
        for (const part of parts) {
          expect(part.from).toBe(next);
          expect(part.to - part.from).toBeLessThan(longestWindow);
          expect(part.to).toBeGreaterThanOrEqual(part.from);
          next = part.to + 1;
        }
        expect(next).toBe(from + length + 1);
      }),
      { numRuns: 300 },
    );
  });

  test('a cursor survives being written and read; what cannot be read begins now', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (floor, mark) => {
        expect(readCursor(writeCursor({ floor, mark }), now)).toEqual({ floor, mark });
      }),
      { numRuns: 100 },
    );
    for (const text of [null, '', '1', '1 2 3', 'a b', '-1 2']) {
      expect(readCursor(text, now)).toEqual({ floor: now, mark: now });
    }
  });
});
