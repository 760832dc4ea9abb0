import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDiskFaults } from './disk-faults.ts';
import { runWorld } from './world.ts';

export interface CrashOptions {
  /** How many processes to kill; a few more may die, since a world is brought to its end. */
  readonly kills: number;
  readonly seed: number | string;
  /** Worlds side by side; 2 unless given. */
  readonly parallel?: number;
  /** No new world after so many milliseconds. */
  readonly limitMs?: number;
  readonly onProgress?: (soFar: CrashReport) => void;
  /** Called at once: a run of hours shall not keep what it found to its end. */
  readonly onViolation?: (violation: CrashReport['violations'][number]) => void;
}

export interface CrashReport {
  kills: number;
  worlds: number;
  readonly byPoint: Map<string, number>;
  acknowledged: number;
  shown: number;
  suppressed: number;
  parked: number;
  flagged: number;
  readonly violations: { readonly seed: string; readonly text: string }[];
}

const killsForEachWorld = 12;

/** Kills the real service over and over; every world is judged at its end. The same seed plans the same kills. */
export async function runCrashes(options: CrashOptions): Promise<CrashReport> {
  const started = performance.now();
  // Halves the start of the service, and nothing else of it.
  process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), `tillbell-compiled-${process.getuid?.() ?? 0}`);
  const report: CrashReport = {
    kills: 0,
    worlds: 0,
    byPoint: new Map(),
    acknowledged: 0,
    shown: 0,
    suppressed: 0,
    parked: 0,
    flagged: 0,
    violations: [],
  };
  const faults = buildDiskFaults();
  let next = 0;
  let planned = 0;
  const worker = async (): Promise<void> => {
    while (planned < options.kills && performance.now() - started < (options.limitMs ?? Number.POSITIVE_INFINITY)) {
      const kills = Math.min(killsForEachWorld, options.kills - planned);
      planned += kills;
      next += 1;
      const known = report.violations.length;
      await oneWorld({ seed: `${options.seed}/${next}`, kills, faults }, report);
      for (const violation of report.violations.slice(known)) options.onViolation?.(violation);
      options.onProgress?.(report);
    }
  };
  await Promise.all(Array.from({ length: options.parallel ?? 2 }, worker));
  faults?.remove();
  return report;
}

async function oneWorld(options: Parameters<typeof runWorld>[0], report: CrashReport): Promise<void> {
  const { seed } = options;
  try {
    const result = await runWorld(options);
    report.worlds += 1;
    for (const [name, count] of result.kills) {
      report.kills += count;
      report.byPoint.set(name, (report.byPoint.get(name) ?? 0) + count);
    }
    report.acknowledged += result.acknowledged;
    report.shown += result.shown;
    report.suppressed += result.suppressed;
    report.parked += result.parked;
    report.flagged += result.flagged;
    for (const text of result.violations) report.violations.push({ seed, text });
  } catch (error) {
    report.violations.push({ seed, text: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
