import { createStripeLister } from '../clients/stripe/lister.ts';
import type { Config } from '../config/config.ts';
import type { Clock } from '../domain/clock.ts';
import type { IncomingEvent } from '../domain/event.ts';
import { incoming } from '../receive/door.ts';
import { readEnvelope } from '../receive/envelope.ts';
import type { Finding, ReconcileAccount, ReconcileFigures, ReconcileOptions } from '../reconcile/deps.ts';
import { defaultOptions, type Reconciling, startReconciling } from '../reconcile/start.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';

export interface ReconcilingDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly owner: string;
  readonly metrics: Metrics;
  /** Asked at each round, so that a reloaded configuration holds. */
  readonly config: () => Config;
  /** What else is wrong with Tillbell itself: certificates, addresses. */
  readonly beside?: () => readonly Finding[];
  readonly options?: Partial<ReconcileOptions>;
}

/** Reconciling over the real store, Stripe and configuration. */
export function reconcilingOf(deps: ReconcilingDeps): Reconciling {
  const { store, clock, log, owner, metrics, config } = deps;
  const accounts = listersBeside(clock, metrics, deps.options?.callsPerSecond);
  return startReconciling({
    store,
    clock,
    log,
    owner,
    accounts: () => accounts(config()),
    streams: () => Object.keys(config().stripe.accounts),
    routes: () => config().routes,
    alarmsTo: () => alarmChannel(config()),
    clockAlarms: async () => (await metrics.clockAlarms.get()).values.reduce((sum, { value }) => sum + value, 0),
    figures: figuresOf(metrics),
    toIncoming: takerOf(config, clock),
    beside: deps.beside ?? (() => []),
    ...(deps.options === undefined ? {} : { options: deps.options }),
  });
}

/** An event from a list of Stripe's as the door would have taken it, with the same rule for the wrong mode (F17). */
export function takerOf(
  config: () => Config,
  clock: Clock,
): (body: Uint8Array, account: string) => IncomingEvent | null {
  return (body, name) => {
    const account = config().stripe.accounts[name];
    const read = readEnvelope(body, clock.now());
    if (account === undefined || !read.ok) return null;
    return incoming(read.envelope, account, body, clock.now(), 'reconcile');
  };
}

/** The accounts with an API key, each with its lister; one is made anew only where its key changed. */
export function listersBeside(
  clock: Clock,
  metrics: Metrics | null,
  callsPerSecond: number = defaultOptions.callsPerSecond,
): (config: Config) => readonly ReconcileAccount[] {
  const made = new Map<string, { readonly key: string; readonly account: ReconcileAccount }>();
  return (config) =>
    Object.values(config.stripe.accounts).flatMap(({ name, apiKey, livemode }, index): ReconcileAccount[] => {
      if (apiKey === null) return [];
      const key = apiKey.reveal();
      const known = made.get(name);
      if (known?.key === key) return [known.account];
      const account: ReconcileAccount = {
        name,
        livemode,
        lister: createStripeLister({
          apiKey,
          apiUrl: config.stripe.apiUrl,
          clock,
          callsPerSecond,
          onCall: ({ outcome }) => metrics?.stripeCalls.inc({ outcome }),
        }),
        doors: [`/webhooks/stripe/${name}`, ...(index === 0 ? ['/webhooks/stripe'] : [])],
      };
      made.set(name, { key, account });
      return [account];
    });
}

/** Where Tillbell tells what is wrong with itself: `alerts.to`, else the first channel. */
export function alarmChannel(config: Config): { readonly channel: string; readonly lane: string } | null {
  const chosen = config.alerts.to === null ? undefined : config.channels[config.alerts.to];
  const channel = chosen ?? Object.values(config.channels)[0];
  return channel === undefined ? null : { channel: channel.name, lane: channel.lane };
}

function figuresOf(metrics: Metrics): ReconcileFigures {
  return {
    gap: ({ account, how }) => metrics.reconcileGaps.inc({ account, how }),
    round: ({ account, outcome }) => metrics.reconcileRounds.inc({ account, outcome }),
    mark: ({ account, at }) => metrics.reconcileMark.set({ account }, at),
    alarm: ({ code, scope, open }) => metrics.alarms.set({ code, scope }, open ? 1 : 0),
  };
}
