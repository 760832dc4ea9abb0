import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageOf } from './pages.ts';

const listed = fc.record({ size: fc.integer({ min: 0, max: 60 }), limit: fc.integer({ min: 1, max: 20 }) });
const objects = (size: number) => Array.from({ length: size }, (_, index) => ({ id: `x_${index}` }));

test('paging forward meets every object once, and has_more is false only on the last page', () => {
  fc.assert(
    fc.property(listed, ({ size, limit }) => {
      const all = objects(size);
      const seen: string[] = [];
      for (let after: string | null = null, more = true; more; ) {
        const params = { limit: String(limit), ...(after === null ? {} : { starting_after: after }) };
        const page = pageOf(all, params, '/v1/x', 'x');
        seen.push(...page.data.map((one) => one.id));
        more = page.has_more;
        expect(more).toBe(seen.length < size);
        after = seen.at(-1) ?? null;
      }
      expect(seen).toEqual(all.map((one) => one.id));
    }),
  );
});

test('paging backward from the last meets every other object once', () => {
  fc.assert(
    fc.property(listed, ({ size, limit }) => {
      fc.pre(size > 0);
      const all = objects(size);
      let seen: string[] = [`x_${size - 1}`];
      for (let more = size > 1; more; ) {
        const page = pageOf(all, { limit: String(limit), ending_before: seen[0] ?? '' }, '/v1/x', 'x');
        seen = [...page.data.map((one) => one.id), ...seen];
        more = page.has_more;
        expect(more).toBe(seen.length < size);
      }
      expect(seen).toEqual(all.map((one) => one.id));
    }),
  );
});
