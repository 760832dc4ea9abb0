import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../domain/delivery.ts';
import { backoffMs, type Judged, judge, retryLimits } from './retry-policy.ts';

const reason = { code: 'x', text: 'x' };
const now = 1_800_000_000_000;
const day = 24 * 3_600_000;

function judged(outcome: Outcome, over: Partial<Judged> = {}) {
  return judge({
    simpler: 1,
    outcome,
    delivery: { op: 'card', createdAt: now, degraded: 0 },
    tries: 1,
    method: 'post',
    blind: false,
    now,
    random: 0.5,
    limits: retryLimits,
    ...over,
  });
}

test('the backoff doubles from 1 s to 15 min and is jittered over its whole length', () => {
  expect([1, 2, 3, 10, 11, 40].map((tries) => backoffMs(tries, 1, retryLimits))).toEqual([
    1_000, 2_000, 4_000, 512_000, 900_000, 900_000,
  ]);
  expect(backoffMs(11, 0, retryLimits)).toBe(0);
  expect(backoffMs(11, 0.5, retryLimits)).toBe(450_000);
});

describe('F51 throttled', () => {
  test('Retry-After is obeyed and quiets the lane', () => {
    expect(judged({ kind: 'retry', reason, afterMs: 30_000 })).toMatchObject({
      state: 'pending',
      nextTryAt: now + 30_000,
      quietMs: 30_000,
      health: 'unknown',
    });
  });
  test('without Retry-After it backs off with jitter', () => {
    expect(judged({ kind: 'retry', reason, afterMs: null }, { tries: 3 })).toMatchObject({
      state: 'pending',
      nextTryAt: now + 2_000,
      quietMs: null,
      health: 'failing',
    });
  });
  test('an absurd Retry-After is asked again after 15 minutes, a negative one at once', () => {
    expect(judged({ kind: 'retry', reason, afterMs: 9e9 }).nextTryAt).toBe(now + 900_000);
    expect(judged({ kind: 'retry', reason, afterMs: -5 }).nextTryAt).toBe(now);
  });
});

describe('F65 a long outage', () => {
  const outage: Outcome = { kind: 'retry', reason, afterMs: null };
  test('after 72 h a delivery is still waiting, however often it was tried', () => {
    const delivery = { op: 'card', createdAt: now - 3 * day, degraded: 0 } as const;
    expect(judged(outage, { delivery, tries: 5_000 }).state).toBe('pending');
  });
  test('after seven days and 25 tries it is a dead letter; neither alone is enough (F37)', () => {
    const delivery = { op: 'card', createdAt: now - 7 * day, degraded: 0 } as const;
    expect(judged(outage, { delivery, tries: 25 }).state).toBe('dead');
    expect(judged(outage, { delivery, tries: 24 }).state).toBe('pending');
    expect(judged(outage, { tries: 25 }).state).toBe('pending');
    expect(judged({ kind: 'ambiguous', reason }, { delivery, tries: 25 }).state).toBe('dead');
  });
});

describe('F49 F50 sent, answer lost', () => {
  const lost: Outcome = { kind: 'ambiguous', reason };
  test('a post stays ambiguous, an update or a removal is simply repeated', () => {
    expect(judged(lost)).toMatchObject({ state: 'ambiguous', possibleDuplicate: false });
    expect(judged(lost, { method: 'update' })).toMatchObject({ state: 'pending', nextTryAt: now + 500 });
    expect(judged(lost, { method: 'remove' })).toMatchObject({ state: 'pending' });
  });
  test('sent again in the blind is flagged, whether it arrived for sure or not', () => {
    expect(judged({ kind: 'sent', ts: '1.2' }, { blind: true })).toMatchObject({
      state: 'sent',
      possibleDuplicate: true,
    });
    expect(judged({ kind: 'sent', ts: '1.2' })).toMatchObject({ state: 'sent', possibleDuplicate: false });
    expect(judged(lost, { blind: true })).toMatchObject({ state: 'ambiguous', possibleDuplicate: true });
  });
  test('a blind try that was refused leaves the earlier one unknown', () => {
    expect(judged({ kind: 'retry', reason, afterMs: null }, { blind: true })).toMatchObject({
      state: 'ambiguous',
      possibleDuplicate: false,
    });
  });
  test('after five blind tries a person shall look', () => {
    expect(judged(lost, { blind: true, tries: 5 })).toMatchObject({ state: 'parked', effect: 'tell-fallback' });
    expect(judged(lost, { blind: false, tries: 5 }).state).toBe('ambiguous');
  });
});

test('F53 an archived channel parks and is told elsewhere', () => {
  expect(judged({ kind: 'park', reason })).toMatchObject({ state: 'parked', effect: 'tell-fallback', nextTryAt: null });
});

test('F55 a revoked token pauses the workspace and keeps the delivery', () => {
  expect(judged({ kind: 'stop-workspace', reason })).toMatchObject({
    state: 'pending',
    nextTryAt: now,
    effect: 'pause-workspace',
  });
});

test('F57 the simpler form is tried at once, and once', () => {
  expect(judged({ kind: 'degrade', reason })).toMatchObject({ state: 'pending', nextTryAt: now, degraded: 1 });
  const delivery = { op: 'card', createdAt: now, degraded: 1 } as const;
  expect(judged({ kind: 'degrade', reason }, { delivery })).toMatchObject({ state: 'dead', degraded: 1 });
});

test('F61 what is gone is posted anew at once, a removal is done, and neither goes on for ever', () => {
  expect(judged({ kind: 'gone', reason }, { method: 'update' })).toMatchObject({ state: 'pending', nextTryAt: now });
  const retract = { op: 'retract', createdAt: now, degraded: 0 } as const;
  expect(judged({ kind: 'gone', reason }, { delivery: retract, method: 'remove' }).state).toBe('skipped');
  expect(judged({ kind: 'gone', reason }, { tries: 25 }).state).toBe('dead');
});

test('property: what goes on has a time within 15 minutes, what ends has none', () => {
  const outcome = fc.oneof(
    fc.record({ kind: fc.constant('retry' as const), reason: fc.constant(reason), afterMs: fc.option(fc.integer()) }),
    fc.record({
      kind: fc.constantFrom('ambiguous', 'park', 'stop-workspace', 'degrade', 'gone', 'dead'),
      reason: fc.constant(reason),
    }),
    fc.record({ kind: fc.constant('sent' as const), ts: fc.constant('1.2') }),
  );
  fc.assert(
    fc.property(
      outcome,
      fc.integer({ min: 1, max: 10_000 }),
      fc.constantFrom('post', 'update', 'remove'),
      fc.boolean(),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.integer({ min: 0, max: 20 * day }),
      (one, tries, method, blind, random, age) => {
        const delivery = { op: 'card', createdAt: now - age, degraded: 0 } as const;
        const verdict = judged(one, { tries, method, blind, random, delivery });
        const goesOn = verdict.state === 'pending' || verdict.state === 'ambiguous';
        expect(verdict.nextTryAt !== null).toBe(goesOn);
        if (verdict.nextTryAt !== null) {
          expect(verdict.nextTryAt).toBeGreaterThanOrEqual(now);
          expect(verdict.nextTryAt).toBeLessThanOrEqual(now + 900_000);
        }
      },
    ),
  );
});
