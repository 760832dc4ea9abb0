import { expect, test } from 'vitest';
import { runCrashes } from './run-crashes.ts';

const kills = 150;

test(`F22 F49 F66 ${kills} times killed without warning: nothing acknowledged is lost, nothing stands twice unflagged`, {
  timeout: 600_000,
}, async () => {
  const report = await runCrashes({ kills, seed: 2026 });
  expect(report.violations).toEqual([]);
  expect(report.kills).toBeGreaterThanOrEqual(kills);
  expect(report.shown + report.suppressed + report.parked).toBe(report.acknowledged);
  // Each kind of end was met: where it starts, where it stores, where it sends, and at any time.
  const met = [...report.byPoint.keys()].map((name) => name.split(':')[0]);
  for (const kind of ['commit', 'answer', 'claim', 'take', 'slack', 'ts', 'slack took it', 'random, busy']) {
    expect(met).toContain(kind);
  }
});
