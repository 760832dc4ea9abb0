import { Temporal } from 'temporal-polyfill';
import type { Config } from '../config/config.ts';
import { TillbellError } from '../domain/errors.ts';
import type { Period, Summary } from '../domain/summary.ts';
import { closedPeriod, dayOf, type PeriodWindows, runningPeriod, spanOf } from '../report/calendar.ts';
import { csv } from '../report/csv.ts';
import { figureTable } from '../report/summaries/table.ts';
import type { Store } from '../store/store.ts';
import { scopesOf, summaryOf } from '../wiring/summaries.ts';
import { printJson, type RegisterCommand, type Terminal } from './terminal.ts';
import { configOption, withStore } from './with-store.ts';

interface ReportOptions {
  readonly period: string;
  readonly from?: string;
  readonly to?: string;
  readonly timezone?: string;
  readonly account?: string;
  readonly product?: string;
  readonly route?: string;
  readonly settled?: boolean;
  readonly config?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
}

const spans: Readonly<Record<string, (today: Temporal.PlainDate, zone: string) => [Period, PeriodWindows]>> = {
  today: (today, zone) => ['daily', runningPeriod('daily', today, zone)],
  yesterday: (today, zone) => ['daily', closedPeriod('daily', today, zone)],
  week: (today, zone) => ['weekly', runningPeriod('weekly', today, zone)],
  month: (today, zone) => ['monthly', runningPeriod('monthly', today, zone)],
  'last-week': (today, zone) => ['weekly', closedPeriod('weekly', today.subtract({ days: today.dayOfWeek - 1 }), zone)],
  'last-month': (today, zone) => ['monthly', closedPeriod('monthly', today, zone)],
};

/** `tillbell report`: the figures of any stretch of local days, for people, as JSON or as CSV. */
export const reportCommand: RegisterCommand = (program, terminal, exit) => {
  program
    .command('report')
    .description('revenue of a day, a week, a month or any days: net of refunds, disputes and fees, by currency')
    .option('--period <period>', Object.keys(spans).join(', '), 'today')
    .option('--from <date>', 'first local day, 2026-01-31')
    .option('--to <date>', 'last local day; without it the first')
    .option('--timezone <zone>', 'whose days; without it the one of the configuration')
    .option('--account <name>', 'only this account')
    .option('--product <id>', 'only payments of this product (prod_…)')
    .option('--route <name>', 'only what this route matched')
    .option('--settled', 'by the currency in which Stripe booked it, with Stripe’s own amounts')
    .option(...configOption)
    .option('--json', 'for machines')
    .option('--csv', 'for spreadsheets')
    .action(async (options: ReportOptions) => {
      const summary = await withStore(terminal, options, (store, config) => read(terminal, options, store, config));
      if (summary === null) return exit(2);
      if (options.json === true) printJson(terminal, summary);
      else if (options.csv === true) terminal.out(csv(figureTable(summary)));
      else terminal.out(asText(summary));
    });
};

async function read(terminal: Terminal, options: ReportOptions, store: Store, config: Config): Promise<Summary> {
  const timezone = zoneOf(options.timezone ?? config.timezone);
  const [period, windows] = spanAsked(options, dayOf(Math.floor(terminal.clock.now() / 1000), timezone), timezone);
  if (options.account !== undefined && config.stripe.accounts[options.account] === undefined) {
    throw new TillbellError('usage_account', `there is no account "${options.account}"`, {
      hint: `one of ${Object.keys(config.stripe.accounts).join(', ')}`,
    });
  }
  const accounts = options.account === undefined ? [] : [options.account];
  const tags = [...(options.product ? [options.product] : []), ...(options.route ? [`route:${options.route}`] : [])];
  const view = options.settled === true ? 'settled' : 'charged';
  const scopes = await scopesOf(store, config, { accounts });
  return summaryOf({ store }, { period, timezone, windows, scopes, tags, view });
}

function spanAsked(options: ReportOptions, today: Temporal.PlainDate, zone: string): [Period, PeriodWindows] {
  if (options.from === undefined && options.to === undefined) {
    const span = Object.hasOwn(spans, options.period) ? spans[options.period] : undefined;
    if (span !== undefined) return span(today, zone);
    throw new TillbellError('usage_period', `"${options.period}" is no period`, {
      hint: `one of ${Object.keys(spans).join(', ')}, or --from and --to`,
    });
  }
  const first = dateOf('--from', options.from ?? options.to ?? '');
  const last = dateOf('--to', options.to ?? options.from ?? '');
  if (Temporal.PlainDate.compare(first, last) > 0) {
    throw new TillbellError('usage_period', `--from ${first.toString()} is after --to ${last.toString()}`, {
      hint: 'give the earlier day as --from',
    });
  }
  return ['daily', spanOf(first, last.add({ days: 1 }), zone)];
}

function dateOf(option: string, text: string): Temporal.PlainDate {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    // Said below.
  }
  throw new TillbellError('usage_date', `${option}: "${text}" is no date`, { hint: 'write it as 2026-01-31' });
}

function zoneOf(zone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch {
    throw new TillbellError('usage_timezone', `"${zone}" is no time zone`, { hint: 'such as Europe/Berlin or UTC' });
  }
}

/** The table in columns, amounts to the right. */
function asText(summary: Summary): string {
  const days = [summary.window.from, summary.window.to - 1].map((at) => dayOf(at, summary.timezone).toString());
  const head = `${[...new Set(days)].join(' to ')} (${summary.timezone})${summary.test ? ', test data' : ''}`;
  const table = figureTable(summary).map((row) => row.map((cell) => String(cell ?? '')));
  const widths = (table[0] ?? []).map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((text, at) => (at < 2 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  return `${head}\n\n${table.map(line).join('\n')}\n`;
}
