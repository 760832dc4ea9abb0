import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { createSlackSurface } from '../clients/slack/surface.ts';
import { createWebClient } from '../clients/slack/web-client.ts';
import type { Config } from '../config/config.ts';
import { registerApi } from '../console/api.ts';
import { createGuard } from '../console/guard.ts';
import { consoleHandlers } from '../console/handlers.ts';
import { createHub } from '../console/hub.ts';
import { registerConsole } from '../console/serve.ts';
import type { ConsoleSettings } from '../console/settings.ts';
import { registerStream } from '../console/stream.ts';
import { throttle } from '../console/throttle.ts';
import type { Clock } from '../domain/clock.ts';
import { messageOf } from '../domain/errors.ts';
import type { SlackSurface } from '../domain/slack-surface.ts';
import { compileQuiet, quietSpans } from '../route/quiet.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';
import { version } from '../version.ts';
import { rolesOf } from './console-roles.ts';
import type { Feed } from './feed.ts';
import { installedOf, keysSeen } from './installed.ts';
import { openDisputes } from './open-disputes.ts';
import { postureOf } from './posture.ts';
import { addSilence, endSilence, listSilences } from './silences.ts';

export interface ConsoleDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly config: () => Config;
  readonly feed: Feed;
  /** A silence was added or ended in this process. */
  readonly silencesChanged: () => Promise<void>;
}

export interface Console {
  register(server: FastifyInstance): void;
  /** Ends the streams; before the server closes. */
  stop(): void;
}

/** A person may mistype a few times; a script may not try for long. */
const triesOfSignIn = { windowMs: 5 * 60_000, most: 10, mostInAll: 200 };

/** The console over the real store, configuration and stages. */
export function consoleOf(deps: ConsoleDeps): Console {
  const { store, clock, log, config } = deps;
  const settings = () => settingsOf(config());
  const posture = () => postureOf(config());
  const surface = surfaceOf(config());
  const roleOf = surface === null ? async () => null : rolesOf({ surface, clock, config });
  const guard = createGuard({ clock, store, posture, roleOf });
  const onProblem = (error: unknown) =>
    log.warn({ problem: messageOf(error) }, 'the console could not look at the store');
  const hub = createHub({ clock, store, settings, onProblem });
  deps.feed.onKept(() => hub.wake());
  const silences = { store, clock, config };
  const handlers = consoleHandlers({
    clock,
    store,
    settings,
    slackSignIn: () => config().console.signIn === 'slack' && posture().mode === 'signed',
    tries: throttle(clock, triesOfSignIn),
    note: (entry) => store.noteAudit({ ...entry, at: clock.now() }),
    disputes: () => openDisputes(store),
    money: async () => ({ today: null, reason: 'the revenue ledger is not part of this version' }),
    silences: () => listSilences(silences, { all: true }),
    intervals: () => intervalsOf(config(), clock.now()),
    spans: (from, to) =>
      config().quiet.flatMap((interval) =>
        quietSpans(interval, from, to).map((span) => ({ name: interval.name, from: span.start, to: span.end })),
      ),
    async addSilence(asked) {
      const silence = await addSilence(silences, asked);
      await deps.silencesChanged();
      return silence;
    },
    async endSilence(end) {
      await endSilence(silences, end);
      await deps.silencesChanged();
    },
    installed: () => installedOf(config()),
    keysSince: keysSeen(store, clock),
  });
  let close: () => void = () => undefined;
  return {
    register(server) {
      if (posture().mode === 'closed') {
        log.warn(
          { host: config().host, public_url: config().publicUrl },
          'the console is closed: others could reach it, and no sign-in is configured (console: in the file, or TILLBELL_CONSOLE_SIGN_IN=link)',
        );
      }
      registerApi(server, {
        guard,
        handlers,
        onProblem: (problem) => log.error(problem, 'the console could not answer'),
      });
      ({ close } = registerStream(server, { guard, clock, hub, store }));
      registerConsole(server, fileURLToPath(new URL('../../dist/web', import.meta.url)), guard);
    },
    stop() {
      close();
      hub.stop();
    },
  };
}

/** Who people are in Slack; null without a bot token. */
function surfaceOf({ slack }: Config): SlackSurface | null {
  if (slack.botToken === null) return null;
  return createSlackSurface(createWebClient({ token: slack.botToken, apiUrl: slack.apiUrl }), { apiUrl: slack.apiUrl });
}

function settingsOf(config: Config): ConsoleSettings {
  return {
    version,
    timezone: config.timezone,
    locale: config.locale,
    accounts: Object.keys(config.stripe.accounts),
    channels: Object.values(config.channels).map(({ name, privacy, lane }) => ({ name, privacy, lane })),
    firstRun: false,
  };
}

function intervalsOf(config: Config, now: number) {
  return config.quiet.map((interval) => {
    const { name, days, from, to, timezone, channels, except, then } = interval;
    const [channel = ''] = channels;
    const holds = compileQuiet([{ ...interval, except: [] }]).hush(channel, 'normal', now) !== null;
    return { name, days, from, to, timezone, channels, except, then, now: holds };
  });
}
