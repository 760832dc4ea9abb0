import { randomBytes } from 'node:crypto';
import type Stripe from 'stripe';
import { type Clock, systemClock } from '../../domain/clock.ts';
import type { JsonObject } from '../../domain/json.ts';
import { type ApiState, answer } from './api/answer.ts';
import { control } from './api/control.ts';
import { createIdempotency } from './api/idempotency.ts';
import type { ApiKey } from './api/keys.ts';
import { createRateLimit, documentedRate } from './api/rate-limit.ts';
import { listenHttp, type Received, type Reply } from './api/serve.ts';
import { buildThinNotification, type ThinNotification } from './builders/thin-notification.ts';
import { buildWebhookEndpoint } from './builders/webhook-endpoint.ts';
import { createDeliveries, type Deliveries, type EndpointOptions } from './deliveries.ts';
import { createStripeFaults, type StripeFaults } from './faults.ts';
import { newShortId } from './scope.ts';
import type { Lifecycle } from './story.ts';
import { type Happening, World } from './world.ts';

export interface StripeSandboxOptions {
  /** 0 or absent: any free one. */
  readonly port?: number;
  readonly clock?: Clock;
  /** The secret key. Made if not given: no default that another program could know. */
  readonly apiKey?: string;
  /** More keys, of restricted ones with what they may do (`charge_read`, `subscription_write`; writing includes reading). */
  readonly restrictedKeys?: readonly { readonly key: string; readonly permissions: readonly string[] }[];
  readonly livemode?: boolean;
  readonly seed?: number | string;
  /** Requests a second. Default as documented: 25 in test mode, 100 live; 0 = no limit. */
  readonly rateLimit?: number;
  /** The currency in which the account is paid out. Default EUR. */
  readonly settlement?: string;
  /** Milliseconds before retry n of a webhook that was not taken, or null to give up. Default: 1, 2 and 4 s. */
  readonly retryAfter?: (retry: number) => number | null;
}

/** One request as it was answered. Holds no key. */
export interface StripeCall {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly account: string | null;
  readonly params: JsonObject;
  readonly idempotencyKey: string | null;
  /** 0 where the connection was broken before anything was done. */
  readonly status: number;
  /** True where nothing was done because an earlier answer was given again. */
  readonly replayed: boolean;
  readonly lost: boolean;
  readonly requestId: string;
}

export interface StripeSandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly apiKey: string;
  /** The platform's own account. */
  readonly world: World;
  readonly calls: readonly StripeCall[];
  readonly faults: StripeFaults;
  readonly deliveries: Deliveries;
  /** The world of a connected account; made at the first call, which gives the platform access to it. */
  connected(account: string): World;
  /** Puts a story into the API, without any webhook: its events and objects can be asked for. */
  load(lifecycle: Lifecycle): void;
  /** Puts one happening into the API; somebody else delivers its webhook. */
  happen(happening: Happening): void;
  /** Lets a story happen and posts its events to the endpoints. */
  play(lifecycle: Lifecycle): void;
  /** Registers an endpoint, as its owner would in the dashboard. */
  addEndpoint(options: EndpointOptions): { readonly id: string; readonly secret: string };
  /** The thin notification of an event, which `/v2/core/events/{id}` then knows. The same event gives the same one. */
  thin(event: Stripe.Event): ThinNotification;
  close(): Promise<void>;
}

/**
 * Starts a strict stand-in for Stripe on the loopback: the REST API that Tillbell calls, with Stripe's keys, permissions,
 * idempotency, rates and error bodies, signed webhooks to registered endpoints, and faults on demand. All in memory.
 * Rejects where the port is taken.
 */
export async function startStripeSandbox(options: StripeSandboxOptions = {}): Promise<StripeSandbox> {
  const clock = options.clock ?? systemClock;
  const livemode = options.livemode ?? false;
  const apiKey = options.apiKey ?? `sk_${livemode ? 'live' : 'test'}_${randomBytes(16).toString('hex')}`;
  const deliveries = createDeliveries({
    clock,
    ...(options.retryAfter === undefined ? {} : { retryAfter: options.retryAfter }),
  });
  const faults = createStripeFaults(clock);
  const calls: StripeCall[] = [];
  const worlds = createWorlds(options, clock, deliveries);
  const thin = createThinNotifications(worlds.own);
  const keys: ApiKey[] = [{ key: apiKey, permissions: null }, ...(options.restrictedKeys ?? [])];
  const state: ApiState = {
    clock,
    keys,
    faults,
    deliveries,
    idempotency: createIdempotency(clock),
    checkRate: createRateLimit(clock, options.rateLimit ?? documentedRate[livemode ? 'live' : 'test']),
    worldOf: worlds.known,
    thinOf: thin.all,
  };
  const play = (lifecycle: Lifecycle) => {
    for (const happening of lifecycle.happenings) worlds.of(happening).happen(happening, true);
  };
  const controlled = { faults, calls, play, now: () => clock.now() };
  const listener = await listenHttp(options.port ?? 0, async (received) =>
    received.path.startsWith('/_control/')
      ? control(controlled, received)
      : replyTo(state, received, calls, newShortId(worlds.own, 'req')),
  );
  return {
    url: listener.url,
    apiKey,
    world: worlds.own,
    calls,
    faults,
    deliveries,
    connected: worlds.connect,
    load(lifecycle) {
      for (const happening of lifecycle.happenings) worlds.of(happening).happen(happening);
    },
    happen: (happening) => worlds.of(happening).happen(happening),
    play,
    addEndpoint(endpoint) {
      const built = buildWebhookEndpoint(worlds.own, { url: endpoint.url, events: [...(endpoint.events ?? ['*'])] });
      const { id } = worlds.own.put(built);
      return { id, secret: deliveries.open(id, endpoint) };
    },
    thin: thin.of,
    async close() {
      deliveries.close();
      await listener.close();
    },
  };
}

async function replyTo(state: ApiState, received: Received, calls: StripeCall[], requestId: string): Promise<Reply> {
  const given = await answer(state, { ...received, requestId });
  calls.push({
    at: state.clock.now(),
    method: received.method,
    path: received.path,
    account: received.header('stripe-account') ?? null,
    params: given.params,
    idempotencyKey: received.header('idempotency-key') ?? null,
    status: given.status,
    replayed: given.replayed,
    lost: given.lost,
    requestId,
  });
  const headers = { 'request-id': requestId, ...given.headers };
  return { status: given.status, headers, body: given.body, lost: given.lost };
}

function createWorlds(options: StripeSandboxOptions, clock: Clock, deliveries: Deliveries) {
  const base = {
    seed: options.seed ?? 1,
    now: () => clock.now(),
    livemode: options.livemode ?? false,
    ...(options.settlement === undefined ? {} : { settlement: options.settlement }),
  };
  const heard = (world: World) => {
    world.listeners.push((happening) => deliveries.deliver(happening.event));
    return world;
  };
  const own = heard(new World(base));
  const connected = new Map<string, World>();
  const connect = (account: string) => {
    const known = connected.get(account);
    if (known !== undefined) return known;
    const world = heard(new World({ ...base, seed: `${base.seed}/${account}`, account, connectAccount: account }));
    connected.set(account, world);
    return world;
  };
  return {
    own,
    connect,
    known: (account: string | null) =>
      account === null || account === own.account ? own : (connected.get(account) ?? null),
    of: ({ event }: Happening) => (event.account === undefined ? own : connect(event.account)),
  };
}

function createThinNotifications(world: World) {
  const byEvent = new Map<string, ThinNotification>();
  const of = (event: Stripe.Event) => {
    const known = byEvent.get(event.id) ?? buildThinNotification(world, event);
    byEvent.set(event.id, known);
    return known;
  };
  return { of, all: (asked: World) => asked.events.map(of).reverse() };
}
