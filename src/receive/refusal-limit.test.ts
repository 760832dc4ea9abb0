import { describe, expect, test } from 'vitest';
import { testClock } from '../../test/clock.ts';
import { createRefusalLimit } from './refusal-limit.ts';

const limits = { burst: 3, perMinute: 60 };

describe('refused requests are counted by address', () => {
  test('beyond the burst an address is turned away, told once, and let in again with time', () => {
    const clock = testClock();
    const limit = createRefusalLimit(clock, limits);
    expect([1, 2, 3, 4].map(() => limit.refused('192.0.2.1'))).toEqual([false, false, true, false]);
    expect(limit.exceeded('192.0.2.1')).toBe(true);
    expect(limit.exceeded('192.0.2.2')).toBe(false);
    clock.advance(1_001);
    expect(limit.exceeded('192.0.2.1')).toBe(false);
    expect(limit.refused('192.0.2.1')).toBe(true);
  });

  test('a long flood is forgiven within twice the burst', () => {
    const clock = testClock();
    const limit = createRefusalLimit(clock, limits);
    for (let count = 0; count < 10_000; count += 1) limit.refused('192.0.2.1');
    clock.advance(3_001);
    expect(limit.exceeded('192.0.2.1')).toBe(false);
  });

  test.each([
    ['2001:db8:0:1::7', '2001:db8:0:1:ffff::1', true],
    ['2001:db8::7', '2001:db8::8', true],
    ['2001:db8:0:1::7', '2001:db8:0:2::7', false],
    ['::ffff:192.0.2.1', '192.0.2.1', true],
  ])('%s and %s count as one: %s', (one, other, same) => {
    const limit = createRefusalLimit(testClock(), { burst: 1, perMinute: 1 });
    limit.refused(one);
    expect(limit.exceeded(other)).toBe(same);
  });

  test('addresses without end do not take memory without end: the oldest is forgotten', () => {
    const limit = createRefusalLimit(testClock(), { burst: 1, perMinute: 1 });
    limit.refused('192.0.2.1');
    for (let count = 0; count < 10_000; count += 1)
      limit.refused(`10.${count >> 16}.${(count >> 8) & 255}.${count & 255}`);
    expect(limit.exceeded('192.0.2.1')).toBe(false);
    expect(limit.exceeded('10.0.39.15')).toBe(true);
  });
});
