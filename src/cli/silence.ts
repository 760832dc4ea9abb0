import { parseDuration } from '../config/duration.ts';
import { TillbellError } from '../domain/errors.ts';
import type { Silence, SilenceMatcher } from '../domain/silence.ts';
import type { SilenceRow } from '../store/silence-store.ts';
import { addSilence, endOf, endSilence, listSilences, type SilenceRequest } from '../wiring/silences.ts';
import { printJson, type RegisterCommand, type Terminal } from './terminal.ts';
import { configOption, withStore } from './with-store.ts';

interface Common {
  readonly config?: string;
  readonly json?: boolean;
}

interface AddOptions extends Common {
  readonly customer?: string;
  readonly product?: string;
  readonly route?: string;
  readonly channel?: string;
  readonly subject?: string;
  readonly for?: string;
  readonly until?: string;
  readonly reason?: string;
  readonly author?: string;
  readonly drop?: boolean;
  readonly critical?: boolean;
}

/** `tillbell silence add|list|end`: hold alerts back for a while; a running service follows within a second. */
export const silenceCommand: RegisterCommand = (program, terminal, exit) => {
  const silence = program
    .command('silence')
    .description('hold alerts back for a while; at the end one message a channel tells what was held');
  silence
    .command('add')
    .description('all that is named must match; critical alerts come through unless --critical is given')
    .option('--customer <id>', 'cus_…')
    .option('--product <id>', 'prod_…')
    .option('--route <name>', 'a route and those inside it, as `why` names them')
    .option('--channel <name>', 'a channel of the configuration')
    .option('--subject <id>', 'one card, as `why --json` names its subject')
    .option('--for <duration>', '1h, 24h, 7d')
    .option('--until <time>', 'an ISO time instead')
    .option('--reason <text>', 'why, for those who wonder')
    .option('--author <name>', 'who; default: the user of this machine')
    .option('--drop', 'tell at the end only how many there were')
    .option('--critical', 'hold critical alerts, too')
    .option(...configOption)
    .option('--json', 'for machines')
    .action((options: AddOptions) => add(terminal, exit, options, requestOf(options, terminal)));
  silence
    .command('list')
    .description('those that hold, with what each has kept from which channel')
    .option('--all', 'also those that ended within 30 days')
    .option(...configOption)
    .option('--json', 'for machines')
    .action(async (options: Common & { all?: boolean }) => {
      const now = terminal.clock.now();
      const found = await withStore(terminal, options, (store, config) =>
        listSilences({ store, clock: terminal.clock, config: () => config }, { all: options.all === true }),
      );
      if (found === null) return exit(2);
      if (options.json === true) printJson(terminal, found);
      else if (found.length === 0) terminal.out('Nothing is silenced.\n');
      else terminal.out(found.map((one) => described(one, now)).join(''));
    });
  silence
    .command('end')
    .description('end a silence before its time; what it held is told at once')
    .argument('<id>', 'as `tillbell silence list` prints it')
    .option('--author <name>', 'who; default: the user of this machine')
    .option(...configOption)
    .option('--json', 'for machines')
    .action(async (id: string, options: Common & { author?: string }) => {
      const by = options.author ?? userOf(terminal);
      const done = await withStore(terminal, options, async (store, config) => {
        await endSilence({ store, clock: terminal.clock, config: () => config }, { id, by });
        return { id, ended: true };
      });
      if (done === null) return exit(2);
      if (options.json === true) printJson(terminal, done);
      else terminal.out(`${id} has ended; what it held is told now.\n`);
    });
  for (const one of silence.commands) one.exitOverride().configureOutput(program.configureOutput());
};

/** `tillbell quiet 4h --digest 10m`: sale mode. Everything but what is critical comes in digests. */
export const quietCommand: RegisterCommand = (program, terminal, exit) => {
  program
    .command('quiet')
    .description('sale mode: for a while everything but what is critical comes in one digest each few minutes')
    .argument('<duration>', '4h')
    .option('--digest <duration>', 'how often what was held is told; without it only at the end')
    .option('--channel <name>', 'only in this channel')
    .option('--reason <text>', 'why, for those who wonder')
    .option('--author <name>', 'who; default: the user of this machine')
    .option(...configOption)
    .option('--json', 'for machines')
    .action(
      (duration: string, options: Common & { digest?: string; channel?: string; reason?: string; author?: string }) =>
        add(terminal, exit, options, {
          matcher: { everything: true, ...(options.channel === undefined ? {} : { channel: options.channel }) },
          until: endOf(duration, terminal.clock.now()),
          author: options.author ?? userOf(terminal),
          reason: options.reason ?? 'sale mode',
          ...(options.digest === undefined ? {} : { digestMs: durationOf('--digest', options.digest) }),
        }),
    );
};

async function add(
  terminal: Terminal,
  exit: (code: 0 | 1 | 2) => void,
  options: Common,
  request: SilenceRequest,
): Promise<void> {
  const made = await withStore(terminal, options, (store, config) =>
    addSilence({ store, clock: terminal.clock, config: () => config }, request),
  );
  if (made === null) return exit(2);
  if (options.json === true) return printJson(terminal, made);
  terminal.out(
    `${made.id} holds back ${matcherText(made.matcher)} until ${time(made.until)}.\n` +
      `  ${made.critical ? 'Critical alerts are held, too.' : 'Critical alerts come through.'} ${endText(made)}\n` +
      `  tillbell silence end ${made.id} ends it before.\n`,
  );
}

function endText(made: Silence): string {
  if (made.effect === 'drop') return 'At the end each channel is told how many there were.';
  const every = made.digestMs ?? null;
  const between = every === null ? '' : `Each ${every / 60_000} min and `;
  return `${between === '' ? 'At' : `${between}at`} the end one message a channel tells what was held.`;
}

function requestOf(options: AddOptions, terminal: Terminal): SilenceRequest {
  const { customer, product, route, channel, subject } = options;
  if ((options.for === undefined) === (options.until === undefined)) {
    throw new TillbellError('usage_silence', 'when the silence ends is not said', {
      hint: 'give either --for 24h or --until 2026-12-24T18:00:00Z',
    });
  }
  return {
    matcher: {
      ...(customer === undefined ? {} : { customer }),
      ...(product === undefined ? {} : { product }),
      ...(route === undefined ? {} : { route }),
      ...(channel === undefined ? {} : { channel }),
      ...(subject === undefined ? {} : { subject }),
    },
    until: endOf(options.for ?? options.until ?? '', terminal.clock.now()),
    author: options.author ?? userOf(terminal),
    reason: options.reason ?? '',
    effect: options.drop === true ? 'drop' : 'digest',
    critical: options.critical === true,
  };
}

function durationOf(option: string, text: string): number {
  const ms = parseDuration(text);
  if (ms !== null) return ms;
  throw new TillbellError('usage_silence', `${option} ${text.slice(0, 40)} is no duration`, { hint: 'write 10m' });
}

function userOf(terminal: Terminal): string {
  return terminal.env['USER'] ?? terminal.env['LOGNAME'] ?? 'somebody at the machine';
}

function described(row: SilenceRow, now: number): string {
  const held = row.held.map(({ channel, count }) => `${count} from ${channel}`).join(', ');
  const state = row.until > now ? `until ${time(row.until)}` : `ended ${time(row.until)}`;
  const ended = row.endedBy === null ? '' : ` by ${row.endedBy}`;
  const lines = [
    `${row.id}  ${matcherText(row.matcher)}, ${state}${ended}`,
    `  by ${row.author} at ${time(row.createdAt)}${row.reason === '' ? '' : `: ${row.reason}`}`,
    `  ${row.effect === 'drop' ? 'dropped' : 'held'} ${held === '' ? 'nothing yet' : held}${row.critical ? '; critical alerts, too' : ''}`,
  ];
  return `${lines.join('\n')}\n`;
}

function matcherText(matcher: SilenceMatcher): string {
  const { everything, ...named } = matcher;
  const parts = Object.entries(named).map(([key, value]) => `${key} ${value}`);
  return [...(everything === true ? ['everything'] : []), ...parts].join(', ');
}

function time(at: number): string {
  return new Date(at)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
}
