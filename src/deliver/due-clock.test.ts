import { expect, test } from 'vitest';
import { testClock } from '../../test/clock.ts';
import { dueClock } from './due-clock.ts';

test('F37 after the clock was set back, what was planned before is still due, for a quarter of an hour', () => {
  const clock = testClock(10 * 3_600_000);
  const steps: number[] = [];
  const due = dueClock(clock, (ms) => steps.push(ms));
  clock.advance(60_000);
  const planned = clock.now();
  clock.jump(-2 * 3_600_000);
  clock.advance(5_000);
  expect(due.now()).toBe(planned + 5_000);
  expect(due.setBack()).toBe(true);
  clock.advance(14 * 60_000);
  expect(due.now()).toBe(planned + 5_000 + 14 * 60_000);
  clock.advance(2 * 60_000);
  expect(due.now()).toBe(clock.now());
  expect(due.setBack()).toBe(false);
  expect(steps).toEqual([7_200_000]);
});

test('F37 a clock set ahead is simply followed, one corrected again as well', () => {
  const clock = testClock(10 * 3_600_000);
  const due = dueClock(clock, () => {});
  clock.jump(3_600_000);
  expect(due.now()).toBe(clock.now());
  clock.jump(-60_000);
  expect(due.now()).toBe(clock.now() + 60_000);
  clock.jump(60_000);
  expect(due.now()).toBe(clock.now());
});

test('a clock that is slewed is no step', () => {
  const clock = testClock(10 * 3_600_000);
  const due = dueClock(clock, () => {});
  for (let turn = 0; turn < 20; turn++) {
    clock.advance(1_000);
    clock.jump(-500);
    expect(due.now()).toBe(clock.now());
  }
});
