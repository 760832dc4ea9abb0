import { runCluster } from '../cluster/cluster-world.ts';
import { runFailover } from '../cluster/failover-world.ts';
import { runCrashes } from '../crash/run-crashes.ts';
import { checkYears } from '../oracle/check-years.ts';
import { databaseOn } from '../postgres/fresh-database.ts';
import { type PostgresServer, startPostgres } from '../postgres/server.ts';
import { checkFieldSync } from '../properties/field-sync.ts';
import { runHostileText } from '../properties/hostile-text.ts';
import { checkPermutations } from '../properties/permutations.ts';
import { fuzzConfig } from './fuzz-config.ts';
import { fuzzEvents, fuzzRenderer } from './fuzz-events.ts';
import { fuzzSignature } from './fuzz-signature.ts';
import { fuzzSlackPayload } from './fuzz-slack.ts';
import { measureMemory } from './memory.ts';

export interface SuiteOptions {
  readonly seed: number;
  readonly ms: number;
  readonly onProgress: (text: string) => void;
}

export interface SuiteResult {
  readonly inputs: number;
  readonly violations: readonly string[];
  /** Where to go on: the first seed not yet tried. */
  readonly nextSeed: number;
  readonly note: string;
}

export type Suite = (options: SuiteOptions) => Promise<SuiteResult>;

/** Batches of one seed each until the time is over; a batch that throws is a violation, named by its seed. */
function batches(size: number, run: (seed: number, inputs: number) => number | Promise<number>): Suite {
  return async ({ seed, ms, onProgress }) => {
    const end = performance.now() + ms;
    const violations: string[] = [];
    let inputs = 0;
    let next = seed;
    for (; performance.now() < end && violations.length < 10; next += 1) {
      try {
        inputs += await run(next, size);
      } catch (error) {
        violations.push(`seed ${next}: ${error instanceof Error ? error.message : String(error)}`);
      }
      onProgress(`${inputs.toLocaleString('en')} inputs, ${violations.length} violations, seed ${next}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return { inputs, violations, nextSeed: next, note: '' };
  };
}

const crash: Suite = async ({ seed, ms, onProgress }) => {
  const report = await runCrashes({
    kills: Number.MAX_SAFE_INTEGER,
    seed,
    limitMs: ms,
    onViolation: ({ seed: world, text }) => process.stderr.write(`crash: seed ${world}: ${text.slice(0, 4_000)}\n`),
    onProgress: (so) => onProgress(`${so.kills} kills, ${so.worlds} worlds, ${so.violations.length} violations`),
  });
  const { acknowledged, shown, suppressed, parked, flagged, worlds } = report;
  const places = [...report.byPoint]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `${name} ${count}`);
  return {
    inputs: report.kills,
    violations: report.violations.map((one) => `seed ${one.seed}: ${one.text}`),
    nextSeed: seed + 1,
    note: `${worlds} worlds; acknowledged ${acknowledged} = shown ${shown} + suppressed ${suppressed} + parked ${parked}; flagged ${flagged}\n    ${places.join(', ')}`,
  };
};

/** Until the time is over; `run` gives how many were tried and what was violated, which is named by its seed. */
function worlds(
  run: (seed: string) => Promise<{ readonly inputs: number; readonly violations: readonly string[] }>,
  around: <T>(work: () => Promise<T>) => Promise<T>,
): Suite {
  return ({ seed, ms, onProgress }) =>
    around(async () => {
      const end = performance.now() + ms;
      const violations: string[] = [];
      let inputs = 0;
      let next = seed;
      for (; performance.now() < end && violations.length < 10; next += 1) {
        const done = await run(String(next)).catch((error: unknown) => ({
          inputs: 0,
          violations: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
        }));
        inputs += done.inputs;
        violations.push(...done.violations.map((text) => `seed ${next}: ${text}`));
        onProgress(`${inputs} disturbances, ${violations.length} violations, seed ${next}`);
      }
      return { inputs, violations, nextSeed: next, note: '' };
    });
}

const disturbancesEach = 20;
let server: PostgresServer | null = null;

const cluster = worlds(
  async (seed) => {
    if (server === null) throw new Error('there is no PostgreSQL');
    const database = await databaseOn(server);
    try {
      const { violations } = await runCluster({ seed, disturbances: disturbancesEach, database });
      return { inputs: disturbancesEach, violations };
    } finally {
      await database.drop();
    }
  },
  async (work) => {
    server = await startPostgres();
    try {
      return await work();
    } finally {
      await server.stop();
      server = null;
    }
  },
);

const failover = worlds(
  async (seed) => ({ inputs: 1, violations: (await runFailover({ seed })).violations }),
  (work) => work(),
);

/** Above what the collector's own breathing makes of half an hour. */
const mostMbPerHour = 30;
const longEnoughMs = 20 * 60_000;

const memory: Suite = async ({ seed, ms, onProgress }) => {
  const report = await measureMemory({ seed, ms, onSample: onProgress });
  const violations: string[] = [];
  if (report.refused > 0) violations.push(`${report.refused} events were refused`);
  if (ms >= longEnoughMs && report.slopeMbPerHour > mostMbPerHour) {
    violations.push(`memory grows by ${report.slopeMbPerHour.toFixed(1)} MB an hour`);
  }
  const [first, last] = [report.samples[0], report.samples.at(-1)];
  const note = `${first?.rssMb.toFixed(1)} MB → ${last?.rssMb.toFixed(1)} MB, slope of the second half ${report.slopeMbPerHour.toFixed(1)} MB/h`;
  return { inputs: report.events, violations, nextSeed: seed + 1, note };
};

export const suites: Readonly<Record<string, Suite>> = {
  crash,
  cluster,
  failover,
  permutations: batches(500, (seed, inputs) => checkPermutations(inputs, seed)),
  'field-sync': batches(1_000, checkFieldSync),
  'hostile-text': batches(200, (seed, runs) => {
    runHostileText({ runs, seed });
    return runs;
  }),
  signature: batches(20_000, fuzzSignature),
  events: batches(1_000, fuzzEvents),
  renderer: batches(1_000, fuzzRenderer),
  config: batches(200, fuzzConfig),
  'slack-payload': batches(10_000, fuzzSlackPayload),
  /** Inputs are years; each figure of each is compared with the oracle. */
  ledger: batches(10, async (seed, years) => {
    await checkYears(years, seed);
    return years;
  }),
  memory,
};
