import { type DeliveryState, deliveryStates } from '../domain/delivery.ts';
import { TillbellError } from '../domain/errors.ts';
import { type EventState, eventStates } from '../domain/event.ts';
import type { ReplayQuery } from '../store/store.ts';
import { printJson, type RegisterCommand } from './terminal.ts';
import { configOption, withStore } from './with-store.ts';

interface ReplayOptions {
  readonly state?: string[];
  readonly route?: string;
  readonly since?: string;
  readonly until?: string;
  readonly delivery?: string[];
  readonly config?: string;
  readonly json?: boolean;
}

/** `tillbell replay`: interprets events, or sends parked and dead deliveries, once more. */
export const replayCommand: RegisterCommand = (program, terminal, exit) => {
  program
    .command('replay')
    .description('interpret events or send parked and dead deliveries once more; a running service picks them up')
    .argument('[events...]', 'event ids (evt_…)')
    .option('--delivery <id...>', 'delivery numbers, as `why` prints them')
    .option(
      '--state <state...>',
      'parked, dead, failed, quarantined … (default with --route, --since: parked and dead)',
    )
    .option('--route <name>', 'only what this route sent')
    .option('--since <time>', '24h, 3d, or an ISO time')
    .option('--until <time>', '1h, or an ISO time')
    .option(...configOption)
    .option('--json', 'for machines')
    .action(async (eventIds: string[], options: ReplayOptions) => {
      const query = queryOf(eventIds, options, terminal.clock.now());
      const freed = await withStore(terminal, options, (store) =>
        store.replay({ ...query, now: terminal.clock.now() }),
      );
      if (freed === null) return exit(2);
      if (options.json === true) printJson(terminal, freed);
      else
        terminal.out(`${freed.events} events will be interpreted and ${freed.deliveries} deliveries sent once more.\n`);
      if (freed.events + freed.deliveries === 0) exit(1);
    });
};

function queryOf(eventIds: readonly string[], options: ReplayOptions, now: number): ReplayQuery {
  const states = options.state?.map(stateOf);
  const deliveryIds = options.delivery?.map((text) => {
    if (!/^\d+$/.test(text))
      throw new TillbellError('usage_delivery', `--delivery ${text} is not a number`, {
        hint: 'tillbell why evt_… prints the numbers',
      });
    return Number(text);
  });
  if (
    eventIds.length === 0 &&
    deliveryIds === undefined &&
    states === undefined &&
    options.route === undefined &&
    options.since === undefined
  ) {
    throw new TillbellError('usage_replay', 'what shall be replayed is not said', {
      hint: 'name event ids, --delivery, --state, --route or --since',
    });
  }
  return {
    ...(eventIds.length === 0 ? {} : { eventIds }),
    ...(deliveryIds === undefined ? {} : { deliveryIds }),
    ...(states === undefined ? {} : { states }),
    ...(options.route === undefined ? {} : { route: options.route }),
    ...(options.since === undefined ? {} : { since: timeOf('--since', options.since, now) }),
    ...(options.until === undefined ? {} : { until: timeOf('--until', options.until, now) }),
  };
}

function stateOf(text: string): DeliveryState | EventState {
  const known = [...deliveryStates, ...eventStates].find((state) => state === text);
  if (known === undefined) {
    throw new TillbellError('usage_state', `--state ${text} is not a state`, {
      hint: `one of ${[...deliveryStates, ...eventStates].join(', ')}`,
    });
  }
  return known;
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `24h` before now, or an ISO time; milliseconds since the epoch. */
export function timeOf(option: string, text: string, now: number): number {
  const ago = /^(\d+)\s*([smhd])$/.exec(text);
  const unit = unitMs[ago?.[2] ?? ''];
  if (ago !== null && unit !== undefined) return now - Number(ago[1]) * unit;
  const at = Date.parse(text);
  if (Number.isNaN(at))
    throw new TillbellError('usage_time', `${option} ${text} is not a time`, {
      hint: '24h, 3d, or 2026-11-23T08:00:00Z',
    });
  return at;
}
