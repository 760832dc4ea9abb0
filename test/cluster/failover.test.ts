import { expect, test } from 'vitest';
import { runFailover } from './failover-world.ts';

test('the primary is killed under load and its synchronous standby promoted: nothing acknowledged is lost', {
  timeout: 300_000,
}, async () => {
  const { violations, acknowledged, before, shown, suppressed, parked } = await runFailover({ seed: '2026' });
  expect(violations).toEqual([]);
  expect(before).toBeLessThan(acknowledged);
  expect(shown + suppressed + parked).toBe(acknowledged);
});
