import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { SingleBar } from 'cli-progress';
import type { Config } from '../config/config.ts';
import { TillbellError } from '../domain/errors.ts';
import type { JsonObject } from '../domain/json.ts';
import { decimalText, type Money } from '../domain/money.ts';
import { readEnvelope } from '../receive/envelope.ts';
import { compileRoutes, type Router } from '../route/compile.ts';
import type { Store } from '../store/store.ts';
import type { RouteTally } from '../wiring/rehearsal.ts';
import { type HiddenAlert, type TriedEvent, type TryResult, type TrySide, tryRoutes } from '../wiring/try-routes.ts';
import { configured, faultReport, load } from './configured.ts';
import { printJson, type RegisterCommand, type Terminal } from './terminal.ts';
import { configOption, withStore } from './with-store.ts';

interface TryOptions {
  readonly days: string;
  readonly limit: string;
  readonly sample: string;
  readonly events?: string;
  readonly account?: string;
  readonly config?: string;
  readonly json?: boolean;
}

const dayMs = 86_400_000;
const page = 1_000;
/** Bodies are read ahead so many at a time: the store answers from its own thread. */
const ahead = 200;
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

type Cached = (account: string, id: string, nowMs: number) => Promise<JsonObject | null>;

/** From the store, or from a file: then no store is opened, nor made. Null where today's configuration is wrong. */
async function withEvents<T>(
  terminal: Terminal,
  options: TryOptions,
  limits: { since: number; limit: number },
  run: (events: Events, today: Config, cached: Cached) => Promise<T>,
): Promise<T | null> {
  if (options.events === undefined) {
    return withStore(terminal, options, async (store, today) =>
      run(await stored(store, limits), today, cachedIn(store)),
    );
  }
  const today = configured(terminal, options.config, options.json === true);
  return today === null ? null : run(given(terminal, options, today.config), today.config, async () => null);
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

interface Events {
  readonly total: number;
  readonly all: AsyncIterable<TriedEvent>;
}

/** What was received and not put aside; the list comes newest first, so it is gathered before it is turned round. */
async function stored(store: Store, limits: { since: number; limit: number }): Promise<Events> {
  const rows: { seq: number; account: string; receivedAt: number }[] = [];
  let before: number | undefined;
  while (rows.length < limits.limit) {
    const found = await store.listEvents({
      limit: page,
      since: limits.since,
      ...(before === undefined ? {} : { before }),
    });
    for (const { seq, account, receivedAt, state } of found) {
      if (state !== 'quarantined') rows.push({ seq, account, receivedAt });
    }
    before = found.at(-1)?.seq;
    if (found.length < page || before === undefined) break;
  }
  const oldestFirst = rows.slice(0, limits.limit).reverse();
  async function* all(): AsyncGenerator<TriedEvent> {
    for (let start = 0; start < oldestFirst.length; start += ahead) {
      const batch = oldestFirst.slice(start, start + ahead);
      const bodies = await Promise.all(batch.map(({ seq }) => store.eventBody(seq)));
      for (const [index, { account, receivedAt }] of batch.entries()) {
        yield { account, receivedAt, body: bodies[index] ?? new Uint8Array() };
      }
    }
  }
  return { total: oldestFirst.length, all: all() };
}

/** A file of events; every line that is none is named, and nothing is tried then. */
function given(terminal: Terminal, options: TryOptions, today: Config): Events {
  const file = options.events ?? '';
  const account = options.account ?? Object.keys(today.stripe.accounts)[0] ?? 'main';
  let text: string;
  try {
    text = readFileSync(resolve(terminal.cwd, file), 'utf8');
  } catch {
    throw new TillbellError('usage_events', `${file} cannot be read`, { hint: 'one event as JSON a line' });
  }
  const faults: string[] = [];
  const events = text.split('\n').flatMap((line, index): TriedEvent[] => {
    if (line.trim() === '') return [];
    const body = new TextEncoder().encode(line);
    const read = readEnvelope(body, terminal.clock.now());
    if (read.ok) return [{ account, receivedAt: read.envelope.created * 1000, body }];
    faults.push(`${file}:${index + 1}: not an event of Stripe`);
    return [];
  });
  if (faults.length > 0) {
    const shown = faults.slice(0, 20).join('\n');
    throw new TillbellError('usage_events', shown, { hint: `${faults.length} lines hold no event; nothing was tried` });
  }
  async function* all(): AsyncGenerator<TriedEvent> {
    yield* events;
  }
  return { total: events.length, all: all() };
}

/** Names and links as they were known then; each is read once. */
function cachedIn(store: Store): Cached {
  const known = new Map<string, Promise<JsonObject | null>>();
  return (account, id, now) => {
    const key = `${account} ${id}`;
    let read = known.get(key);
    if (read === undefined) {
      read = store
        .getCached({ account, id, now })
        .then((json) => (json === null ? null : (JSON.parse(json) as JsonObject)));
      known.set(key, read);
    }
    return read;
  };
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
