import { SingleBar } from 'cli-progress';
import type { Config } from '../config/config.ts';
import { TillbellError } from '../domain/errors.ts';
import { decimalText, type Money } from '../domain/money.ts';
import { compileRoutes, type Router } from '../route/compile.ts';
import { listersBeside } from '../wiring/reconciling.ts';
import type { RouteTally } from '../wiring/rehearsal.ts';
import { type Cached, cachedIn, type Events, storedEvents } from '../wiring/stored-events.ts';
import { type HiddenAlert, type TryResult, type TrySide, tryRoutes } from '../wiring/try-routes.ts';
import { configured, faultReport, load } from './configured.ts';
import { printJson, type RegisterCommand, type Terminal } from './terminal.ts';
import { givenEvents, listedEvents } from './try-events.ts';
import { configOption, withStore } from './with-store.ts';

interface TryOptions {
  readonly days: string;
  readonly limit: string;
  readonly sample: string;
  readonly events?: string;
  readonly stripe?: boolean;
  readonly account?: string;
  readonly config?: string;
  readonly json?: boolean;
}

const dayMs = 86_400_000;
const barFrom = 2_000;

/** `tillbell try draft.yaml --days 30`: what a changed configuration would have posted and hidden; exit 1 where nobody would see a dispute or a failure. */
export const tryCommand: RegisterCommand = (program, terminal, exit) => {
  program
    .command('try')
    .description('play stored events through a draft of the configuration, against today’s; nothing is posted')
    .argument('<draft>', 'the changed configuration file')
    .option('--days <number>', 'how far back', '30')
    .option('--limit <number>', 'at most so many events, the newest', '100000')
    .option('--events <file>', 'events from a file instead of the store, one JSON object a line')
    .option('--stripe', 'events that Stripe lists (of 30 days, with an API key) instead of the stored ones')
    .option('--account <name>', 'the account that the events of the file are of; default: the first')
    .option('--sample <number>', 'how many hidden alerts are named', '10')
    .option(...configOption)
    .option('--json', 'for machines')
    .action(async (draftFile: string, options: TryOptions) => {
      const limits = {
        since: terminal.clock.now() - numberOf('--days', options.days, 1, 3650) * dayMs,
        limit: numberOf('--limit', options.limit, 1, 10_000_000),
        sample: numberOf('--sample', options.sample, 0, 1_000),
      };
      const loaded = load(terminal, draftFile);
      if (!loaded.ok) {
        if (options.json === true) printJson(terminal, { ok: false, faults: loaded.faults });
        else terminal.error(faultReport(loaded.faults));
        return exit(2);
      }
      const run = async (events: Events, today: Config, cached: Cached): Promise<TryResult> => {
        const bar = progress(terminal, events.total, options.json === true);
        try {
          const routers = { draft: routerOf(loaded.config), today: routerOf(today) };
          return await tryRoutes(events.all, {
            ...routers,
            sample: limits.sample,
            onProgress: (done) => bar.show(done),
            cached,
          });
        } finally {
          bar.end();
        }
      };
      const result = await withEvents(terminal, options, limits, run);
      if (result === null) return exit(2);
      if (options.json === true) printJson(terminal, result);
      else terminal.out(report(result, draftFile));
      if (result.unseen > 0) exit(1);
    });
};

/** From the store, from Stripe or from a file: then no store is opened, nor made. Null where today's configuration is wrong. */
async function withEvents<T>(
  terminal: Terminal,
  options: TryOptions,
  limits: { since: number; limit: number },
  run: (events: Events, today: Config, cached: Cached) => Promise<T>,
): Promise<T | null> {
  if (options.events === undefined && options.stripe !== true) {
    return withStore(terminal, options, async (store, today) =>
      run(await storedEvents(store, limits), today, cachedIn(store)),
    );
  }
  const today = configured(terminal, options.config, options.json === true);
  if (today === null) return null;
  return run(await eventsBeside(terminal, options, limits, today.config), today.config, async () => null);
}

async function eventsBeside(
  terminal: Terminal,
  { events, account, stripe }: TryOptions,
  limits: { since: number; limit: number },
  today: Config,
): Promise<Events> {
  if (events !== undefined && stripe === true)
    throw new TillbellError('usage_events', 'the events come from a file or from Stripe, not from both', {
      hint: 'leave out --events or --stripe',
    });
  if (events !== undefined)
    return givenEvents(terminal, { events, ...(account === undefined ? {} : { account }) }, today);
  const { clock } = terminal;
  // Waiting for Stripe's pace alone would not keep the process alive.
  const alive = setInterval(() => undefined, 60_000);
  try {
    return await listedEvents(listersBeside(clock, null)(today), { ...limits, now: clock.now() });
  } finally {
    clearInterval(alive);
  }
}

function numberOf(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new TillbellError(
    'usage_number',
    `${option} ${text.slice(0, 20)} is not a whole number from ${least} to ${most}`,
  );
}

function routerOf(config: Config): Router {
  const compiled = compileRoutes(config);
  if (compiled.ok) return compiled.router;
  throw new TillbellError('config_routes', 'the routes do not compile', { hint: 'tillbell check names each fault' });
}

function progress(terminal: Terminal, total: number, json: boolean): { show(done: number): void; end(): void } {
  if (json || !terminal.interactive || total < barFrom) return { show: () => undefined, end: () => undefined };
  const bar = new SingleBar({ format: '{bar} {value} of {total} events · {eta_formatted} left', hideCursor: true });
  bar.start(total, 0);
  return { show: (done) => bar.update(done), end: () => bar.stop() };
}

function report(result: TryResult, draftFile: string): string {
  const lines = [
    `${result.events} events, ${result.alerts} of them alerts, through ${draftFile} (in brackets: today)`,
    ...(result.unreadable === 0 ? [] : [`  ${result.unreadable} events could not be read`]),
    '',
    ...table(result.draft, result.today),
    '',
    `hidden from everybody: ${result.draft.hidden} (${result.today.hidden}) · newly hidden: ${result.newlyHidden} · newly shown: ${result.newlyShown}`,
  ];
  if (result.sample.length > 0) lines.push('', 'newly hidden, the largest first', ...result.sample.map(line));
  if (result.unseen > 0) {
    lines.push('', `✗ nobody would see ${result.unseen} disputes, fraud warnings or failures`);
    lines.push(...result.unseenSample.map(line));
  }
  return `${lines.join('\n')}\n`;
}

function line(hidden: HiddenAlert): string {
  const amount = hidden.amount === null ? '' : ` ${amountText(hidden.amount)}`;
  const today = hidden.today.length === 0 ? '' : `, today in ${hidden.today.join(', ')}`;
  return `  ${hidden.event}  ${hidden.type}${amount}${hidden.livemode ? '' : ' (test)'}: ${hidden.reason}${today}`;
}

function amountText(amount: Money): string {
  return `${decimalText(amount)} ${amount.currency.toUpperCase()}`;
}

const columns = ['posted', 'folded', 'changed', 'replies'] as const;

function table(draft: TrySide, today: TrySide): string[] {
  const keyOf = ({ channel, route }: RouteTally) => `${channel}\n${route}`;
  const [now, then] = [draft, today].map((side) => new Map(side.routes.map((tally) => [keyOf(tally), tally])));
  const keys = [...new Set([...(now?.keys() ?? []), ...(then?.keys() ?? [])])].sort();
  const rows = keys.map((key) => {
    const [channel = '', route = ''] = key.split('\n');
    const cells = columns.map((column) => `${now?.get(key)?.[column] ?? 0} (${then?.get(key)?.[column] ?? 0})`);
    return [channel, route, ...cells];
  });
  const all = [['channel', 'route', ...columns], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
