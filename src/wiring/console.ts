import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { createSlackSurface } from '../clients/slack/surface.ts';
import { createWebClient } from '../clients/slack/web-client.ts';
import type { Config } from '../config/config.ts';
import { registerApi } from '../console/api.ts';
import type { NoteAudit } from '../console/audit-note.ts';
import type { PlaygroundRequest, PlaygroundResult } from '../console/contract-rules.ts';
import { createGuard } from '../console/guard.ts';
import { consoleHandlers } from '../console/handlers.ts';
import { createHub } from '../console/hub.ts';
import { registerConsole } from '../console/serve.ts';
import type { ConsoleSettings } from '../console/settings.ts';
import { registerSlackSignIn } from '../console/sign-in-slack.ts';
import { registerStream, type Streams } from '../console/stream.ts';
import { throttle } from '../console/throttle.ts';
import type { Clock } from '../domain/clock.ts';
import { messageOf } from '../domain/errors.ts';
import type { SlackSurface } from '../domain/slack-surface.ts';
import type { Subject } from '../domain/subject.ts';
import type { Context } from '../interpret/family.ts';
import type { CompiledFields } from '../render/fields.ts';
import { compileQuiet, quietSpans } from '../route/quiet.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';
import { version } from '../version.ts';
import { cardPaths, previewCard } from './card-editor.ts';
import { configuredSetup } from './configured-setup.ts';
import { actingOf } from './console-acting.ts';
import { rolesOf } from './console-roles.ts';
import { ownTeamOf, slackSignInOf } from './console-sign-in.ts';
import type { Feed } from './feed.ts';
import { installedOf, keysSeen } from './installed.ts';
import type { Interacting } from './interacting.ts';
import { fixEndpoint, liveCheck } from './live-check.ts';
import { openDisputes } from './open-disputes.ts';
import { play, storedEvent } from './playground.ts';
import { postureOf } from './posture.ts';
import { remembered } from './remembered.ts';
import { moneyToday, revenueOf } from './revenue.ts';
import { drafted, rulesOf } from './rules.ts';
import { subjectShower } from './show-subject.ts';
import { addSilence, endSilence, listSilences } from './silences.ts';
import { timeMachine } from './time-machine.ts';
import { verifyRuns } from './verify-runs.ts';

export interface ConsoleDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly config: () => Config;
  readonly feed: Feed;
  readonly fields: () => CompiledFields;
  readonly contextOf: (subject: Subject) => Promise<Context>;
  /** What performs actions; null where there is no way to. */
  readonly interacting: Pick<Interacting, 'accept' | 'actionsOf'> | null;
  /** A silence was added or ended in this process. */
  readonly silencesChanged: () => Promise<void>;
}

export interface Console {
  register(server: FastifyInstance): void;
  /** Ends the streams; before the server closes. */
  stop(): Promise<void>;
}

/** A person may mistype a few times; a script may not try for long. */
const triesOfSignIn = { windowMs: 5 * 60_000, most: 10, mostInAll: 200 };

/** The first page is asked for by everybody who has it open: its slower figures may be a little older. */
const disputesForMs = 5_000;
const moneyForMs = 20_000;

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
  const machine = timeMachine(deps);
  const verifying = verifyRuns(deps);
  const tries = throttle(clock, triesOfSignIn);
  const note: NoteAudit = (entry) => store.noteAudit({ ...entry, at: clock.now() });
  const slackSignIn = slackSignInOf(config, clock);
  const handlers = consoleHandlers({
    clock,
    store,
    settings,
    slackSignIn: () => posture().mode === 'signed' && slackSignIn() !== null,
    tries,
    note,
    disputes: remembered(clock, disputesForMs, () => openDisputes(store)),
    money: remembered(clock, moneyForMs, () => moneyToday(deps)),
    revenue: (request) => revenueOf(request, deps),
    acts: deps.interacting !== null,
    showSubject: subjectShower({ ...deps, actionsOf: deps.interacting?.actionsOf ?? null }),
    ...actingOf(deps),
    rules: rulesOf(deps),
    judge: (draft) => drafted(config(), draft).faults,
    play: (request) => playOne(request, deps),
    paths: (kind, seq) => cardPaths(kind, seq, deps),
    previewCard: (request) => previewCard(request, deps),
    timeMachine: machine,
    check: () => liveCheck(deps),
    fixEndpoint: (request) => fixEndpoint(request, deps),
    verify: verifying,
    setup: configuredSetup(config),
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
  let streams: Streams | null = null;
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
      streams = registerStream(server, { guard, clock, hub, store, settings });
      registerSlackSignIn(server, {
        clock,
        store,
        guard,
        posture,
        slack: slackSignIn,
        ownTeam: ownTeamOf(config()),
        roleOf,
        tries,
        note,
        onRefused: (refusal) => log.warn(refusal, 'a sign-in with Slack was refused'),
      });
      registerConsole(server, fileURLToPath(new URL('../../dist/web', import.meta.url)), guard);
    },
    async stop() {
      streams?.close();
      hub.stop();
      await machine.stop();
      await verifying.stop();
    },
  };
}

/** Events of the playground: stored ones, or pasted as Stripe sends them. */
async function playOne({ event, draft }: PlaygroundRequest, deps: ConsoleDeps): Promise<PlaygroundResult> {
  if ('seq' in event) return play(await storedEvent(event.seq, deps.store), draft, deps);
  const account = event.account ?? Object.keys(deps.config().stripe.accounts)[0] ?? 'main';
  const body = new TextEncoder().encode(event.json);
  return play({ account, at: deps.clock.now(), body, subjectId: null }, draft, deps);
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
    // oxlint-disable-next-line unicorn/no-thenable -- the configuration's own word, in the contract as well
    return { name, days, from, to, timezone, channels, except, then, now: holds };
  });
}
