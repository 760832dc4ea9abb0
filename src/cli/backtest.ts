import { TillbellError } from '../domain/errors.ts';
import { type Backtest, backtest } from '../report/anomalies/backtest.ts';
import { labelledYear } from '../sandbox/stripe/labelled-year.ts';
import { anomalyLimits } from '../wiring/anomalies.ts';
import { printJson, type RegisterCommand } from './terminal.ts';

interface BacktestOptions {
  readonly years: string;
  readonly payments: string;
  readonly seed: string;
  readonly sensitivity: string;
  readonly json?: boolean;
}

/** `tillbell backtest`: how well anomalies are found in simulated years of which everything that was done is known. */
export const backtestCommand: RegisterCommand = (program, terminal) => {
  program
    .command('backtest')
    .description('precision and recall of the anomalies on simulated, labelled years')
    .option('--years <count>', 'how many years, each of its own seed', '1')
    .option('--payments <count>', 'payments on an average day in the beginning', '400')
    .option('--seed <seed>', 'seed of the first year; the same seed gives the same year', '11')
    .option('--sensitivity <how>', 'low, normal or high, as anomalies.sensitivity', 'normal')
    .option('--json', 'for machines')
    .action(async (options: BacktestOptions) => {
      const [years, payments, seed] = [
        whole('--years', options.years, 1, 50),
        whole('--payments', options.payments, 1, 20_000),
        whole('--seed', options.seed, 0, 1_000_000),
      ];
      const limits = anomalyLimits({ enabled: true, sensitivity: sensitivityOf(options.sensitivity) });
      if (limits === null) return;
      const results: { seed: number; result: Backtest }[] = [];
      for (let year = 0; year < years; year += 1) {
        const one = seed + year;
        results.push({ seed: one, result: await backtest(labelledYear({ seed: one, payments }), limits) });
      }
      if (options.json === true)
        printJson(
          terminal,
          results.map(({ seed: of, result }) => ({ seed: of, ...result })),
        );
      else terminal.out(results.map(({ seed: of, result }) => textOf(of, payments, result)).join('\n'));
    });
};

function textOf(seed: number, payments: number, result: Backtest): string {
  const { alarms, found, labels, precision, recall, byKind } = result;
  const wrong = alarms.filter(({ label }) => label === null);
  return `${[
    `Year of seed ${seed}, ${payments} payments a day in the beginning`,
    `  recall     ${percent(recall)}  (${found} of ${labels} found)`,
    `  precision  ${percent(precision)}  (${alarms.length - wrong.length} of ${alarms.length} alarms were something)`,
    ...byKind.map(
      ({ kind, labels: all, found: seen, medianMinutes }) =>
        `  ${kind.padEnd(9)}  ${seen} of ${all}${medianMinutes === null ? '' : `, after ${medianMinutes} minutes (median)`}`,
    ),
  ].join('\n')}\n`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`.padStart(6);
}

function whole(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new TillbellError('usage_number', `${option} ${text} is no whole number from ${least} to ${most}`);
}

function sensitivityOf(text: string): 'low' | 'normal' | 'high' {
  if (text === 'low' || text === 'normal' || text === 'high') return text;
  throw new TillbellError('usage_sensitivity', `--sensitivity ${text} is none`, { hint: 'low, normal or high' });
}
