import { expect, test } from 'vitest';
import type { Clock } from '../domain/clock.ts';
import { throttle } from './throttle.ts';

function hand(): Clock & { pass(ms: number): void } {
  let at = 0;
  return {
    now: () => at,
    monotonic: () => at,
    after: () => () => undefined,
    pass: (ms) => {
      at += ms;
    },
  };
}

const limits = { windowMs: 1_000, most: 3, mostInAll: 10 };

test('an address has its tries, and new ones only after it stopped', () => {
  const clock = hand();
  const tries = throttle(clock, limits);
  expect([1, 2, 3, 4].map(() => tries.tooMany('a'))).toEqual([false, false, false, true]);
  expect(tries.tooMany('b')).toBe(false);
  clock.pass(900);
  expect(tries.tooMany('a')).toBe(true);
  // It went on trying: it waits on.
  clock.pass(400);
  expect(tries.tooMany('a')).toBe(true);
  clock.pass(1_000);
  expect(tries.tooMany('a')).toBe(false);
});

test('who proved himself begins anew', () => {
  const tries = throttle(hand(), limits);
  for (let one = 0; one < 3; one += 1) tries.tooMany('a');
  tries.forgive('a');
  expect(tries.tooMany('a')).toBe(false);
});

test('many addresses together have one try each; one that comes for the first time is let through', () => {
  const tries = throttle(hand(), limits);
  for (let one = 0; one < 10; one += 1) expect(tries.tooMany(`bot ${one}`)).toBe(false);
  expect(tries.tooMany('bot 1')).toBe(true);
  expect(tries.tooMany('somebody')).toBe(false);
});
