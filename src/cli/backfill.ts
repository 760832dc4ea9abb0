import { SingleBar } from 'cli-progress';
import type { Config } from '../config/config.ts';
import { TillbellError } from '../domain/errors.ts';
import { type Backfilled, backfill } from '../report/balance/backfill.ts';
import type { Store } from '../store/store.ts';
import { listersBeside } from '../wiring/reconciling.ts';
import { printJson, type RegisterCommand, type Terminal } from './terminal.ts';
import { configOption, withStore } from './with-store.ts';

interface BackfillOptions {
  readonly days: string;
  readonly account?: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** Stripe keeps more; three years is what comparisons can use. */
const mostDays = 1_100;

/** `tillbell backfill --days 90`: history from Stripe's balance transactions into the ledger; exit 1 where some is missing. */
export const backfillCommand: RegisterCommand = (program, terminal, exit) => {
  program
    .command('backfill')
    .description('take the history of the balance from Stripe into the ledger; a stopped run goes on where it was')
    .option('--days <days>', 'so many days back, today included', '90')
    .option('--account <name>', 'only this account')
    .option(...configOption)
    .option('--json', 'for machines')
    .action(async (options: BackfillOptions) => {
      // Waiting for Stripe's pace alone would not keep the process alive.
      const alive = setInterval(() => undefined, 60_000);
      try {
        const days = daysOf(options.days);
        const done = await withStore(terminal, options, (store, config) => run(terminal, options, days, store, config));
        if (done === null) return exit(2);
        if (options.json === true) printJson(terminal, done);
        else terminal.out(done.map(line).join(''));
        if (done.some(({ ended }) => ended !== null)) exit(1);
      } finally {
        clearInterval(alive);
      }
    });
};

async function run(
  terminal: Terminal,
  options: BackfillOptions,
  days: number,
  store: Store,
  config: Config,
): Promise<Backfilled[]> {
  const { clock } = terminal;
  if (options.account !== undefined && config.stripe.accounts[options.account] === undefined) {
    throw new TillbellError('usage_account', `there is no account "${options.account}"`, {
      hint: `one of ${Object.keys(config.stripe.accounts).join(', ')}`,
    });
  }
  const accounts = listersBeside(
    clock,
    null,
  )(config).filter(({ name }) => options.account === undefined || name === options.account);
  if (accounts.length === 0) {
    throw new TillbellError('config_api_key', 'without an API key Stripe cannot be asked for history', {
      hint: 'set STRIPE_API_KEY to a restricted key with read access to balance transactions',
    });
  }
  let stopped = false;
  void terminal.ended.then(() => {
    stopped = true;
  });
  const done: Backfilled[] = [];
  for (const account of accounts) {
    const bar = progressBar(terminal, options.json === true, account.name, days);
    try {
      done.push(
        await backfill(account, days, {
          store,
          now: () => clock.now(),
          stopped: () => stopped,
          onProgress: ({ done: days }) => bar?.update(days),
        }),
      );
    } finally {
      bar?.stop();
    }
  }
  return done;
}

function progressBar(terminal: Terminal, json: boolean, account: string, days: number): SingleBar | null {
  if (!terminal.interactive || json) return null;
  const bar = new SingleBar({
    format: `${account} {bar} {value} of {total} days · {eta_formatted} left`,
    hideCursor: true,
    stream: process.stderr,
  });
  bar.start(days, 0);
  return bar;
}

function line({ account, transactions, changed, skipped, days, ended }: Backfilled): string {
  const before = skipped === 0 ? '' : `, ${skipped} of ${days} days were there already`;
  const found = `${account}: ${transactions} balance transactions read, ${changed} movements new or corrected${before}`;
  return ended === null ? `${found}.\n` : `${found}.\n  Not to the end: ${ended.text}. Run it again to go on.\n`;
}

function daysOf(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= mostDays) return days;
  throw new TillbellError('usage_days', `--days ${text} is no number of days`, {
    hint: `a whole number from 1 to ${mostDays}`,
  });
}
