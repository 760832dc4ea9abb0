import { SingleBar } from 'cli-progress';
import type { Config } from '../config/config.ts';
import { type FamilyCount, type Missing, type Verified, verify } from '../reconcile/verify.ts';
import type { Store } from '../store/store.ts';
import { takerOf } from '../wiring/reconciling.ts';
import { scopesToVerify } from '../wiring/verify-scopes.ts';
import { timeOf } from './replay.ts';
import { printJson, type RegisterCommand, type Terminal } from './terminal.ts';
import { configOption, withStore } from './with-store.ts';

interface VerifyOptions {
  readonly since: string;
  readonly types?: string;
  readonly account?: string;
  readonly fix?: boolean;
  readonly config?: string;
  readonly json?: boolean;
}

/** Objects that look untold are looked at again after so long: their webhook may just be on its way. */
const secondLookMs = 3_000;
/** No bar for what is done sooner. */
const barAfterMs = 1_000;
const namedAtMost = 50;

/** `tillbell verify`: what Stripe says happened, against what was received and told; exit 1 if anything is missing. */
export const verifyCommand: RegisterCommand = (program, terminal, exit) => {
  program
    .command('verify')
    .description('compare what Stripe lists with what was received and told; exit 1 if anything is missing')
    .option('--since <time>', '24h, 3d, or an ISO time; Stripe keeps 30 days', '24h')
    .option('--types <types>', 'only these event types, with commas; customer.subscription.* means a family')
    .option('--account <name>', 'only this account')
    .option('--fix', 'take in what is missing; a running service tells it')
    .option(...configOption)
    .option('--json', 'for machines')
    .action(async (options: VerifyOptions) => {
      // Waiting for Stripe's pace alone would not keep the process alive.
      const alive = setInterval(() => undefined, 60_000);
      try {
        const verified = await withStore(terminal, options, (store, config) => run(terminal, options, store, config));
        if (verified === null) return exit(2);
        if (options.json === true) printJson(terminal, verified);
        else terminal.out(report(verified, options.since));
        if (verified.missing.length + verified.problems.length > 0) exit(1);
      } finally {
        clearInterval(alive);
      }
    });
};

async function run(terminal: Terminal, options: VerifyOptions, store: Store, config: Config): Promise<Verified> {
  const { clock } = terminal;
  const since = Math.floor(timeOf('--since', options.since, clock.now()) / 1000);
  const scopes = await scopesToVerify({ store, clock, config, account: options.account ?? null, since });
  const bar = progress(terminal, options.json === true);
  try {
    return await verify({ store, clock, toIncoming: takerOf(() => config, clock) }, scopes, {
      since,
      types: (options.types ?? '').split(',').flatMap((type) => (type.trim() === '' ? [] : [type.trim()])),
      fix: options.fix === true,
      pause: () => new Promise((resume) => void clock.after(secondLookMs, resume)),
      onProgress: (done, total) => bar.show(done, total),
    });
  } finally {
    bar.end();
  }
}

/** A bar where somebody watches and it takes a while. */
function progress(terminal: Terminal, json: boolean): { show(done: number, total: number): void; end(): void } {
  if (!terminal.interactive || json) return { show: () => undefined, end: () => undefined };
  const began = terminal.clock.monotonic();
  const bar = new SingleBar({
    format: 'asking Stripe {bar} {percentage} % · {eta_formatted} left',
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  let started = false;
  return {
    show(done, total) {
      if (!started && terminal.clock.monotonic() - began < barAfterMs) return;
      if (!started) bar.start(total, done);
      started = true;
      bar.update(done);
    },
    end() {
      if (started) bar.stop();
    },
  };
}

/** The table that people read. */
export function report(verified: Verified, since: string): string {
  const { families, missing, fixed, problems } = verified;
  const heads = [
    'event family',
    'expected',
    'received',
    'shown',
    'suppressed',
    'waiting',
    'parked',
    'recovered',
    'missing',
  ];
  const rows = families.map((line) => [line.family, ...figures(line).map(String)]);
  const sums = families
    .map(figures)
    .reduce((sum, line) => sum.map((value, at) => value + (line[at] ?? 0)), [0, 0, 0, 0, 0, 0, 0, 0]);
  const lines = [
    `Since ${since}, Stripe against Tillbell:`,
    '',
    ...table([heads, ...rows, ['in all', ...sums.map(String)]]),
    ...section('Suppressed, by reason', reasons(families)),
    ...section(
      'Not sent by the webhook endpoint, so not expected',
      families.flatMap((line) => (line.notSubscribed === 0 ? [] : [`${line.family}  ${line.notSubscribed}`])),
    ),
    ...section('Taken in now; a running service tells it', fixed.map(named), fixed.length),
    ...section('Missing', missing.map(named), missing.length),
    ...section(
      'Stripe did not tell everything',
      problems.map(({ account, reason }) => `${account}: ${reason.text}`),
    ),
    '',
    verdict(verified),
  ];
  return `${lines.join('\n')}\n`;
}

function figures(line: FamilyCount): number[] {
  const suppressed = Object.values(line.suppressed).reduce((sum, value) => sum + value, 0);
  return [
    line.expected,
    line.received,
    line.shown,
    suppressed,
    line.waiting,
    line.parked,
    line.recovered,
    line.missing,
  ];
}

function verdict({ missing, fixed, problems }: Verified): string {
  if (problems.length > 0) return 'Not proven: Stripe did not tell everything.';
  if (missing.length > 0) return `${missing.length} missing. tillbell verify --fix takes them in.`;
  return fixed.length > 0 ? 'Nothing is missing any more.' : 'Nothing is missing.';
}

function reasons(families: readonly FamilyCount[]): string[] {
  const counted = new Map<string, number>();
  for (const line of families) {
    for (const [reason, value] of Object.entries(line.suppressed)) {
      counted.set(reason, (counted.get(reason) ?? 0) + value);
    }
  }
  return [...counted].sort(([, a], [, b]) => b - a).map(([reason, value]) => `${String(value).padStart(6)}  ${reason}`);
}

function named(one: Missing): string {
  const where = one.connectAccount === null ? one.account : `${one.account} for ${one.connectAccount}`;
  const time = new Date(one.at * 1000).toISOString().replace('.000Z', 'Z');
  return `${one.id}  ${one.type}  ${time}  ${where}${one.how === 'object' ? '  (no event shows its state)' : ''}`;
}

function section(title: string, lines: readonly string[], count = lines.length): string[] {
  if (count === 0) return [];
  const more = lines.length > namedAtMost ? [`  … and ${lines.length - namedAtMost} more (--json names all)`] : [];
  return ['', `${title}:`, ...lines.slice(0, namedAtMost).map((line) => `  ${line}`), ...more];
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
