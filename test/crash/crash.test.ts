import { expect, test } from 'vitest';
import { runCrashes } from './run-crashes.ts';

// The whole of it (`npm run soak -- crash`) takes hours; here as many kills as fit into a bounded time, and 150 where the
// machine is not busy with something else. CRASH_KILLS and CRASH_MINUTES ask for more.
const wanted = Number(process.env['CRASH_KILLS'] ?? 150);
const limitMs = Number(process.env['CRASH_MINUTES'] ?? 5) * 60_000;
/** Below this a run has shown nothing, however busy the machine. */
const fewest = 24;

test(`F22 F49 F66 killed without warning over and over: nothing acknowledged is lost, nothing stands twice unflagged`, {
  timeout: limitMs + 300_000,
}, async () => {
  const report = await runCrashes({ kills: wanted, seed: 2026, limitMs });
  expect(report.violations).toEqual([]);
  expect(report.kills).toBeGreaterThanOrEqual(Math.min(wanted, fewest));
  expect(report.shown + report.suppressed + report.parked).toBe(report.acknowledged);
  // Each kind of end was met: where it stores, where it sends, and at any time.
  const met = new Set([...report.byPoint.keys()].map((name) => name.split(':')[0]?.split(',')[0]));
  if (report.kills >= 150)
    for (const kind of ['commit', 'answer', 'take', 'slack', 'ts', 'random']) expect(met).toContain(kind);
});
