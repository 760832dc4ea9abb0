import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ActingHarness, actingHarness } from './acting-harness.ts';
import { type Cell, cells, playCell, played } from './action-cells.ts';

let scene: ActingHarness;
beforeAll(async () => {
  scene = await actingHarness();
});
afterAll(() => scene.close());

/** How often Stripe acts in a cell, and how the record ends. `node test/soak/action-table.ts` plays all of them. */
const wanted: Readonly<Record<Cell, { writes: number; last: RegExp }>> = {
  happy: { writes: 1, last: /^done$/ },
  'double click': { writes: 1, last: /^(?:done|done_by_another)$/ },
  'two people': { writes: 1, last: /^(?:done|done_by_another)$/ },
  'killed before': { writes: 1, last: /^done$/ },
  'killed after': { writes: 1, last: /^done$/ },
  '409': { writes: 1, last: /^done$/ },
  '429': { writes: 1, last: /^done$/ },
  '500': { writes: 1, last: /^done$/ },
  'answer lost': { writes: 1, last: /^done$/ },
  'not allowed': { writes: 0, last: /^not_permitted$/ },
  stale: { writes: 0, last: /^(?:stale_card|state_changed)$/ },
};

/** Every mishap for the refund; of the other actions two each, so that every cell has its turn. */
const slice = Object.keys(played).flatMap((name, index) =>
  index === 0
    ? cells.map((cell) => [name, cell] as const)
    : [[name, cells[(index * 3) % cells.length] ?? 'happy'] as const],
);

describe('F78 F79 F80 F82 F84 F86 F87 Stripe acts at most once', () => {
  test.each(slice)('%s: %s', async (name, cell) => {
    const { writes, outcomes } = await playCell(scene, name, cell);
    expect(writes).toBe(wanted[cell].writes);
    expect(outcomes.at(-1)).toMatch(wanted[cell].last);
  });
});
