import type { FastifyInstance } from 'fastify';
import { inspectChannel } from '../clients/slack/inspect.ts';
import { type SlackSocket, startSlackSocket } from '../clients/slack/socket-mode.ts';
import { createSlackSurface } from '../clients/slack/surface.ts';
import type { TokenSource } from '../clients/slack/token-source.ts';
import { createWebClient } from '../clients/slack/web-client.ts';
import { createStripeWriter } from '../clients/stripe/writer.ts';
import type { ChannelConfig, Config } from '../config/config.ts';
import type { CardAction } from '../domain/action.ts';
import type { CardContent, Fact } from '../domain/card.ts';
import type { Clock } from '../domain/clock.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Secret } from '../domain/secret.ts';
import type { StripeReader } from '../domain/stripe-reader.ts';
import type { StripeWriter } from '../domain/stripe-writer.ts';
import type { Subject } from '../domain/subject.ts';
import type { AcceptDeps } from '../interact/accept.ts';
import { cardActions } from '../interact/card-actions.ts';
import type { InteractDeps, Silencer } from '../interact/deps.ts';
import { waitingModal } from '../interact/dialogue.ts';
import { registerSlackDoors } from '../interact/door.ts';
import { receiveEnvelope } from '../interact/envelope.ts';
import type { Interaction } from '../interact/interaction.ts';
import { perform } from '../interact/perform.ts';
import { createPermission } from '../interact/permission.ts';
import type { ActOn } from '../interact/possible.ts';
import { type Acting, startActing } from '../interact/work.ts';
import { newestSnapshots, tell } from '../interpret/advance.ts';
import type { Context } from '../interpret/family.ts';
import { renderCard } from '../render/card.ts';
import type { CompiledFields } from '../render/fields.ts';
import { renderHome, renderModal, renderWhisper } from '../render/modal.ts';
import { proposalBlocks } from '../render/notice.ts';
import { redactCard } from '../render/redact.ts';
import type { SyncedFields } from '../render/synced-fields.ts';
import type { ChannelView } from '../render/view.ts';
import { dayOf, runningPeriod } from '../report/calendar.ts';
import { compareAmounts } from '../route/exchange.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { contentOf } from './compose-message.ts';
import { consoleSurface, slackChannelOf } from './console-surface.ts';
import { fieldDeskOf } from './field-desk.ts';
import type { Observing } from './observing.ts';
import { subscriberOf } from './subscriptions.ts';
import { scopesOf, summaryOf } from './summaries.ts';
import { digestsOf } from './weekly-proposal.ts';

export interface InteractingDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly owner: string;
  readonly metrics: Metrics;
  readonly observed: Pick<Observing, 'perform'>;
  readonly config: () => Config;
  readonly fields: () => CompiledFields;
  readonly synced: () => SyncedFields;
  readonly factsOf: (subject: Subject) => Promise<readonly Fact[]>;
  /** Null: Slack is reached by incoming webhooks alone. */
  readonly tokens: TokenSource | null;
  /** Slack says that the app was uninstalled, or its token revoked: it is asked whether that is so. */
  readonly checkAccess: () => Promise<unknown>;
  /** People changed the routes from Slack: what decides shall know at once. */
  readonly routesChanged: () => Promise<void>;
  readonly readerOf: (account: string) => StripeReader | null;
  readonly contextOf: (subject: Subject) => Promise<Context>;
  /** Mute and unmute, where silences are kept; without it neither is offered. */
  readonly silencer?: Silencer;
}

export interface Interacting {
  readonly acting: Acting;
  /** Stores what a person did in the console, to be performed like what comes from Slack. */
  readonly accept: AcceptDeps['accept'];
  readonly actionsOf: (subject: Subject, card: CardContent) => readonly CardAction[];
  register(server: FastifyInstance): void;
  /** Begins to take what people do over Socket Mode, where an app-level token is configured. */
  listen(): void;
  /** Takes nothing more, and finishes what is in work. */
  stop(): Promise<void>;
}

/** The way back from Slack over the real store, Slack and Stripe; null without a bot token, or without any way in. */
export function interactingOf(deps: InteractingDeps): Interacting | null {
  const { slack } = deps.config();
  if (deps.tokens === null) return null;
  if (slack.signingSecret === null && slack.appToken === null) return null;
  const client = createWebClient({ token: deps.tokens, apiUrl: slack.apiUrl });
  const own = createSlackSurface(client, { apiUrl: slack.apiUrl });
  const surface = consoleSurface(own, { store: deps.store, clock: deps.clock });
  const writers = writersOf(deps);
  const { clock, store, config } = deps;
  const silencer = deps.silencer ?? null;
  const permits = createPermission({
    surface,
    clock,
    actions: () => config().actions,
    compare: (a, b) => compareAmounts(a, b, config().rates, Math.floor(clock.now() / 1000)).order,
  });
  const fields = fieldDeskOf(deps);
  const view = (channel: string | null) => viewOf(channel, deps);
  const interact: InteractDeps = {
    store,
    clock,
    owner: deps.owner,
    surface,
    readerOf: deps.readerOf,
    writerOf: (account) => writers(account),
    permits,
    objectsOf,
    fields,
    disputeFee: (currency) => config().disputes?.fees?.find((fee) => fee.currency === currency) ?? null,
    tell,
    contentOf: (subject) => contentOf(subject, deps),
    channelOf(place) {
      const id = slackChannelOf(place);
      return Object.values(config().channels).find((channel) => channel.id === id) ?? null;
    },
    accounts: () => Object.keys(config().stripe.accounts),
    words: (phrase, channel) => renderWhisper(phrase, view(channel)),
    modal: (content, channel) => renderModal(content, view(channel)),
    home: (sections) => renderHome(sections, view(null)),
    figures: async (span) => {
      const { timezone } = config();
      const period = periodOf[span];
      const windows = runningPeriod(period, dayOf(Math.floor(clock.now() / 1000), timezone), timezone);
      const scopes = await scopesOf(store, config());
      return summaryOf({ store }, { period, timezone, windows, scopes, tags: [], view: 'charged' });
    },
    readersOf: async (slackChannel) => {
      const ours = Object.values(config().channels).find((one) => one.id === slackChannel);
      const asked = await inspectChannel(client, slackChannel);
      return { channel: ours?.name ?? null, minimal: asked.kind !== 'found' || asked.report.shared };
    },
    preview: (card, { channel, minimal }) => {
      const shown = { ...view(channel), ...(minimal ? ({ privacy: 'minimal', allow: [] } as const) : {}) };
      return [...renderCard(redactCard(card, shown), shown).blocks];
    },
    silencer,
    subscriber: subscriberOf({ store, clock, config, changed: deps.routesChanged }),
    digests: digestsOf({ store, clock, changed: deps.routesChanged }),
    proposal: (text, week, button) => [...proposalBlocks(text, week, button)],
    checkAccess: deps.checkAccess,
    onResult: ({ verb, outcome }) => deps.log.info({ verb, outcome }, 'somebody acted from Slack'),
  };
  const acting = startActing({
    store,
    clock,
    owner: deps.owner,
    perform: (row) => deps.observed.perform(row, () => perform(row, interact)),
    onProblem: ({ id, code, text, final }) =>
      deps.log.error({ action: id, code, problem: text, final }, 'an action could not be performed'),
  });
  const taking: AcceptDeps = {
    async accept(action) {
      const accepted = await store.acceptAction(action);
      acting.wake();
      return accepted;
    },
    acknowledge: (interaction) => acknowledgement(interaction, (content) => renderModal(content, view(null))),
    clock,
  };
  let socket: SlackSocket | null = null;
  return {
    acting,
    accept: taking.accept,
    actionsOf: (subject, card) =>
      cardActions(subject, card, objectsOf(subject), {
        configured: new Set(Object.keys(config().actions)),
        writable: writers(subject.account) !== null,
        mutable: silencer !== null,
        editable: fields
          .fieldsOf(subject.kind)
          .some(({ permissions }) => permissions.some((name) => Object.hasOwn(config().actions, name))),
      }),
    register(server) {
      registerSlackDoors(server, {
        ...taking,
        signingSecret: () => config().slack.signingSecret,
        onAnswer: ({ door, status, code }) => {
          deps.metrics.slackRequests.inc({ door, status: String(status), code });
          if (status >= 400) deps.log.warn({ door, status, code }, 'a request of Slack’s was refused');
        },
      });
    },
    listen() {
      if (slack.appToken !== null) socket = socketOf(slack.appToken, taking, deps);
    },
    async stop() {
      await socket?.stop();
      await acting.stop();
    },
  };
}

function socketOf(appToken: Secret, taking: AcceptDeps, { clock, log, metrics, config }: InteractingDeps): SlackSocket {
  return startSlackSocket({
    appToken,
    apiUrl: config().slack.apiUrl,
    clock,
    receive: (envelope) =>
      receiveEnvelope(envelope, {
        ...taking,
        onAnswer({ door, code }) {
          metrics.slackRequests.inc({ door, status: 'socket', code });
          if (code === 'body_unreadable' || code === 'store_unavailable')
            log.warn({ door, code }, 'what Slack sent could not be taken');
        },
      }),
    onState(state) {
      if (state.kind === 'connected') log.info({ connection: state.connection }, 'connected to Slack by Socket Mode');
      else if (state.nextTryMs === 0)
        log.info({ connection: state.connection, code: state.reason.code }, state.reason.text);
      else {
        const { connection, reason, nextTryMs } = state;
        log.warn({ connection, code: reason.code, nextTryMs }, reason.text);
      }
    },
  });
}

const periodOf = { today: 'daily', week: 'weekly', month: 'monthly' } as const;

/** A form stays open, with a word, until its next question is known; everything else closes or needs no word. */
function acknowledgement(interaction: Interaction, modal: (content: ReturnType<typeof waitingModal>) => JsonObject) {
  if (interaction.kind !== 'submission' || interaction.step !== 'form') return null;
  return { response_action: 'update', view: modal(waitingModal('One moment', interaction.actionId)) };
}

/** The newest known state of each of a subject's Stripe objects. */
export function objectsOf(subject: Subject): ActOn[] {
  return [...newestSnapshots(subject.state).values()].map(({ object, connect }) => ({
    object,
    connect: connect ?? null,
  }));
}

/** Made once per account; one is made anew only where its key changed. */
function writersOf({ config, metrics }: InteractingDeps): (account: string) => StripeWriter | null {
  const known = new Map<string, { key: unknown; writer: StripeWriter }>();
  return (name) => {
    const { apiKey } = config().stripe.accounts[name] ?? { apiKey: null };
    if (apiKey === null) return null;
    const found = known.get(name);
    if (found?.key === apiKey) return found.writer;
    const onCall = ({ outcome }: { outcome: string }) => metrics.stripeCalls.inc({ outcome });
    const writer = createStripeWriter({ apiKey, apiUrl: config().stripe.apiUrl, onCall });
    known.set(name, { key: apiKey, writer });
    return writer;
  };
}

/** How a sentence looks to people of a channel; where it is none of ours, as in a redacted one. */
function viewOf(name: string | null, { config, fields, clock }: InteractingDeps): ChannelView {
  const { channels, locale, timezone, publicUrl } = config();
  const channel: ChannelConfig | undefined = name === null ? undefined : channels[name];
  return {
    privacy: channel?.privacy ?? 'redacted',
    allow: channel === undefined ? [] : [...channel.allow, `note.${channel.name}`],
    locale: channel?.locale ?? locale,
    timezone: channel?.timezone ?? timezone,
    now: Math.floor(clock.now() / 1000),
    consoleUrl: publicUrl,
    mention: null,
    severity: 'normal',
    linkHosts: fields().linkHosts,
  };
}
