import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { createSlackSender } from './clients/slack/sender.ts';
import { createStripeReader } from './clients/stripe/reader.ts';
import type { Config } from './config/config.ts';
import { reloadable } from './config/reload.ts';
import { type Delivering, startDelivering } from './deliver/start.ts';
import type { Clock } from './domain/clock.ts';
import { TillbellError } from './domain/errors.ts';
import type { StripeReader } from './domain/stripe-reader.ts';
import { createEnricher, type EnrichBudget } from './interpret/enrich/enricher.ts';
import { type ProcessDeps, processEvent } from './interpret/process-event.ts';
import { type Interpreting, startInterpreting } from './interpret/work.ts';
import { registerStripeDoor } from './receive/door.ts';
import { createRefusalLimit } from './receive/refusal-limit.ts';
import type { ReconcileOptions } from './reconcile/deps.ts';
import type { Reconciling } from './reconcile/start.ts';
import { compileCardFields } from './render/fields.ts';
import { compileSyncedFields } from './render/synced-fields.ts';
import type { AnomalyWork } from './report/anomalies/work.ts';
import type { DeskWork } from './report/disputes/work.ts';
import type { SummaryWork } from './report/summaries/work.ts';
import { compileRoutes } from './route/compile.ts';
import { planDeliveries } from './route/plan.ts';
import { openStore } from './store/open.ts';
import type { Store } from './store/store.ts';
import type { Log } from './telemetry/log.ts';
import { createMetrics, type Metrics } from './telemetry/metrics.ts';
import { anomaliesOf } from './wiring/anomalies.ts';
import { channelInspector, startChannelPrivacy } from './wiring/channel-privacy.ts';
import { chartsOf } from './wiring/chart-blocks.ts';
import { composeMessage } from './wiring/compose-message.ts';
import { consoleOf } from './wiring/console.ts';
import { createDeliveryCauses } from './wiring/delivery-causes.ts';
import { deskOf } from './wiring/desk.ts';
import { deskSignal } from './wiring/desk-signal.ts';
import { failureSignal } from './wiring/failure-signal.ts';
import { createFeed } from './wiring/feed.ts';
import { fieldCheckOf, syncedFacts } from './wiring/field-desk.ts';
import { registerHealth } from './wiring/health.ts';
import { startHoldBack } from './wiring/hold-back.ts';
import { type Incidents, incidentsOf } from './wiring/incidents.ts';
import { interactingOf, objectsOf } from './wiring/interacting.ts';
import { startKeeping } from './wiring/keeping.ts';
import { namesBeside } from './wiring/names-beside.ts';
import { observing } from './wiring/observing.ts';
import { alarmChannel, reconcilingOf } from './wiring/reconciling.ts';
import { tellRestored } from './wiring/restored.ts';
import { startRouteChanges } from './wiring/route-changes.ts';
import { servingOf } from './wiring/serving.ts';
import { silencerOf } from './wiring/silencer.ts';
import { slackAccessOf } from './wiring/slack-access.ts';
import { startStripeAddresses } from './wiring/stripe-addresses.ts';
import { summariesOf } from './wiring/summary-posts.ts';
import { startProposals } from './wiring/weekly-proposal.ts';

export interface AppDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Other times than the usual ones between rounds of reconciling. */
  readonly reconcile?: Partial<ReconcileOptions>;
  /** Another budget than the usual one for names asked of Stripe. */
  readonly enrich?: EnrichBudget;
}

export interface App {
  /** Where the doors are: `http://127.0.0.1:4242`. */
  readonly address: string;
  readonly server: FastifyInstance;
  readonly store: Store;
  readonly metrics: Metrics;
  readonly reconciling: Reconciling;
  readonly incidents: Incidents;
  readonly desk: DeskWork;
  readonly anomalies: AnomalyWork;
  readonly summaries: SummaryWork;
  /** Takes a new configuration at once for secrets, channels, routes, cards and quiet hours; says what needs a restart. */
  reload(config: Config): void;
  reloadRefused(faults: readonly string[]): void;
  /** Resolves when every received event is interpreted and nothing is due or on its way to Slack. */
  idle(): Promise<void>;
  /** Ends within 10 seconds: doors first, then what is in work is finished or marked ambiguous. */
  stop(): Promise<void>;
}

const stopWithinMs = 8_000;

/** Wires the stages: receive → store → interpret → route → deliver. The only file that knows all of them. */
export async function startApp(initial: Config, deps: AppDeps): Promise<App> {
  const { clock, log } = deps;
  const metrics = createMetrics();
  const observed = observing({ metrics, clock, log });
  const settle = (config: Config) => compiled(config, metrics, log);
  let current = settle(initial);
  const owner = randomUUID();
  const serving = servingOf(initial, deps);
  const store = await openStore({
    databaseUrl: initial.databaseUrl,
    dataFolder: initial.dataFolder,
    encryptionKey: initial.encryptionKey,
    clock,
    exclusive: true,
  });
  const causes = createDeliveryCauses(store);
  await tellRestored({ store, clock, log, config: () => current.config });
  const addresses = await startStripeAddresses({ store, clock, log, config: () => current.config });
  const access = slackAccessOf({ store, clock, log, owner, config: () => current.config });
  const { tokens } = access;
  const slack = createSlackSender(initial.slack, { channels: () => current.config.channels, tokens });
  const feed = createFeed(slack, {
    store,
    clock,
    log,
    namesOf: (id) =>
      Object.values(current.config.channels)
        .filter((channel) => channel.id === id)
        .map(({ name }) => name),
  });
  const { sender } = feed;
  const readers = readersOf(initial, metrics);
  const enricher = createEnricher({
    store,
    clock,
    readerOf: (account) => readers.get(account) ?? null,
    onRefused: ({ account, reason }) => log.warn({ account, code: reason.code }, reason.text),
    ...(deps.enrich === undefined ? {} : { budget: deps.enrich }),
  });
  const names = namesBeside({
    store,
    clock,
    enricher,
    readerOf: (account) => readers.get(account) ?? null,
    settleMs: () => current.config.settleMs,
    cards: () => current.config.cards,
    settlement: () => current.config.rates?.settlement === true,
  });
  const routeChanges = await startRouteChanges({
    store,
    clock,
    log,
    config: () => current.config,
    options: { onFilterFailed: (route) => metrics.filterErrors.inc({ route }) },
  });
  const proposals = startProposals({ store, clock, log, config: () => current.config });
  const holdBack = await startHoldBack({ store, clock, log, config: () => current.config });
  const privacy = await startChannelPrivacy({
    inspect: channelInspector(initial.slack, tokens),
    store,
    clock,
    log,
    config: () => current.config,
  });
  const shown = () => privacy.effective(current.config);
  const mapping = { config: () => current.config, synced: () => current.synced };
  const factsOf = syncedFacts({ ...mapping, store, objectsOf });
  const interacting = interactingOf({
    store,
    clock,
    log,
    owner,
    metrics,
    observed,
    config: shown,
    fields: () => current.fields,
    synced: () => current.synced,
    factsOf,
    tokens,
    checkAccess: () => access.check(),
    routesChanged: () => routeChanges.refresh(),
    readerOf: (account) => readers.get(account) ?? null,
    contextOf: names.contextOf,
    silencer: silencerOf({ store, clock, config: () => current.config, changed: () => holdBack.refresh() }),
  });
  const compose = composeMessage({
    store,
    clock,
    config: shown,
    fields: () => current.fields,
    contextOf: names.contextOf,
    canUpdate: sender.canUpdate,
    factsOf,
    actionsOf: interacting === null ? null : interacting.actionsOf,
    chartOf: chartsOf(initial.slack, { clock, log }),
  });

  const incidents = await incidentsOf({ store, clock, log, owner, config: () => current.config });
  const desk = deskOf({ store, clock, log, owner, metrics, config: () => current.config });
  const anomalies = anomaliesOf({ store, clock, log, owner, config: () => current.config });
  const processing: ProcessDeps = {
    store,
    owner,
    now: () => clock.now(),
    fetchThin: names.fetchThin,
    enrich: names.enrich,
    invoicePaymentOf: names.invoicePaymentOf,
    decide: (alert, now, subjectId) =>
      routeChanges.router().decide(alert, now, holdBack.active(), subjectId, incidents.inhibitors()),
    failureOf: failureSignal,
    deskOf: deskSignal,
    ...(interacting === null
      ? {}
      : { checkOf: fieldCheckOf({ ...mapping, writable: (name) => readers.has(name), now: () => clock.now() }) }),
    plan: (request) =>
      planDeliveries(request, {
        channels: current.config.channels,
        settleMs: current.config.settleMs,
        canUpdate: sender.canUpdate,
      }),
  };
  const interpreting: Interpreting = startInterpreting({
    store,
    clock,
    owner,
    leaseMs: 2 * initial.leaseMs,
    process: (claimed, body) =>
      observed.interpret(claimed, (decide) =>
        processEvent(claimed, body, { ...processing, decide: (...asked) => decide(() => processing.decide(...asked)) }),
      ),
    onProcessed: (claimed, { commit }) => {
      metrics.events.inc({ state: commit.state, reason: commit.reason.code });
      if (commit.late) metrics.late.inc();
      causes.note(claimed, commit);
      if (commit.check !== undefined) interacting?.acting.wake();
      log.debug(
        {
          event: claimed.id,
          type: claimed.type,
          state: commit.state,
          reason: commit.reason.code,
          deliveries: commit.deliveries.length,
        },
        'interpreted',
      );
    },
    onProblem: (problem) =>
      log.error(
        { event: problem.eventId, code: problem.code, final: problem.final, problem: problem.text },
        'an event could not be interpreted',
      ),
  });
  const delivering: Delivering = startDelivering({
    store,
    sender,
    compose,
    clock,
    log,
    owner,
    options: { channelRate: initial.slack.channelRate, leaseMs: initial.leaseMs },
    fallback: (lane) => fallbackOf(current.config, lane),
    causeOf: (delivery) => causes.of(delivery),
    onOutcome: observed.attempted,
  });
  const reconciling = reconcilingOf({
    store,
    clock,
    log,
    owner,
    metrics,
    config: () => current.config,
    beside: () => [...serving.findings(), ...addresses.findings()],
    ...(deps.reconcile === undefined ? {} : { options: deps.reconcile }),
  });
  const summaries = summariesOf({ store, clock, log, owner, config: () => current.config });
  const keeping = startKeeping({ store, clock, log, eventsMs: () => current.config.retention.eventsMs });

  const { server } = serving;
  registerStripeDoor(server, {
    accounts: () => current.accounts,
    toleranceSeconds: () => current.config.stripe.toleranceSeconds,
    accept: (event) => store.acceptEvent(event),
    clock,
    refusals: createRefusalLimit(clock),
    addresses,
    onAnswer: observed.answered,
  });
  interacting?.register(server);
  access.register(server);
  registerHealth(server, { store, metrics, clock, leaseMs: initial.leaseMs });
  const webConsole = consoleOf({
    store,
    clock,
    log,
    config: shown,
    feed,
    fields: () => current.fields,
    contextOf: names.contextOf,
    interacting,
    silencesChanged: () => holdBack.refresh(),
  });
  webConsole.register(server);
  const address = await serving.listen();
  interacting?.listen();

  return {
    address,
    server,
    store,
    metrics,
    reconciling,
    incidents,
    desk,
    anomalies,
    summaries,
    reload(config) {
      serving.look();
      const change = reloadable(current.config, config);
      current = settle(change.config);
      addresses.reloaded();
      log.info({ changed: change.changed, needsRestart: change.needsRestart }, 'configuration read again');
    },
    reloadRefused(faults) {
      log.error({ faults }, 'the new configuration has faults: the old one stays');
    },
    async idle() {
      await interpreting.idle();
      await interacting?.acting.idle();
      await delivering.idle();
      await feed.settled();
    },
    async stop() {
      serving.stop();
      addresses.stop();
      keeping.stop();
      access.stop();
      proposals.stop();
      await routeChanges.stop();
      await incidents.stop();
      await desk.stop();
      await anomalies.stop();
      await summaries.stop();
      await holdBack.stop();
      privacy.stop();
      await reconciling.stop();
      await webConsole.stop();
      await server.close();
      await interpreting.stop();
      await interacting?.stop();
      await delivering.stop(stopWithinMs);
      await feed.settled();
      await store.close();
    },
  };
}

/** What a configuration is compiled to; made anew as a whole, so that no request sees half of a reload. */
function compiled(config: Config, metrics: Metrics, log: Log) {
  const routes = compileRoutes(config, { onFilterFailed: (route) => metrics.filterErrors.inc({ route }) });
  if (!routes.ok)
    throw new TillbellError('config_routes', 'the routes do not compile', { hint: 'tillbell check names each fault' });
  return {
    config,
    router: routes.router,
    fields: compileCardFields(
      config.cards,
      ({ kind, field, message }) =>
        log.warn(
          { kind, field, problem: message },
          'a field of a card could not be filled: the card went out without it',
        ),
      config.routes,
    ),
    synced: compileSyncedFields(config.sync, ({ kind, field, message }) =>
      log.warn({ kind, field, problem: message }, 'a synced field could not be shown: the card went out without it'),
    ),
    accounts: Object.values(config.stripe.accounts),
  };
}

function readersOf(config: Config, metrics: Metrics): Map<string, StripeReader> {
  const readers = new Map<string, StripeReader>();
  for (const account of Object.values(config.stripe.accounts)) {
    if (account.apiKey === null) continue;
    const onCall = ({ outcome }: { outcome: string }) => metrics.stripeCalls.inc({ outcome });
    readers.set(account.name, createStripeReader({ apiKey: account.apiKey, apiUrl: config.stripe.apiUrl, onCall }));
  }
  return readers;
}

/** F53: another channel is told that this one cannot be written to: that of the alarms, else the first that is not its own. */
function fallbackOf(config: Config, lane: string): { channel: string; lane: string } | null {
  const alarms = alarmChannel(config);
  if (alarms !== null && alarms.lane !== lane) return alarms;
  const other = Object.values(config.channels).find((channel) => channel.lane !== lane);
  return other === undefined ? null : { channel: other.name, lane: other.lane };
}
