import { createHash } from 'node:crypto';
import type { Config, RouteConfig, RouteMatch } from '../config/config.ts';
import type { Clock } from '../domain/clock.ts';
import { messageOf } from '../domain/errors.ts';
import type { RouteChange } from '../domain/route-change.ts';
import { compileRoutes, type Router, type RouterOptions } from '../route/compile.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';

export interface RouteChangesDeps {
  readonly store: Pick<Store, 'routeChanges' | 'onWork'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly config: () => Config;
  readonly options: RouterOptions;
}

export interface RouteChanges {
  /** The configuration's tree with what people changed from Slack, at most a second old. */
  router(): Router;
  refresh(): Promise<void>;
  stop(): Promise<void>;
}

const everyMs = 1_000;

/** Keeps the router that decides: made anew where the configuration, or what people changed, is another. */
export async function startRouteChanges(deps: RouteChangesDeps): Promise<RouteChanges> {
  let changes: readonly RouteChange[] = [];
  let made: { readonly from: Config; readonly key: string; readonly router: Router } | null = null;
  let stopped = false;
  let reading: Promise<void> = Promise.resolve();
  let cancel: () => void = () => undefined;

  async function read(): Promise<void> {
    try {
      changes = await deps.store.routeChanges();
    } catch (error) {
      if (!stopped)
        deps.log.warn({ problem: messageOf(error) }, 'the changes of routes could not be read; the last known hold');
    }
  }

  function refresh(): Promise<void> {
    reading = reading.then(read);
    return reading;
  }

  function tick(): void {
    void refresh().then(() => {
      if (!stopped) cancel = deps.clock.after(everyMs, tick);
    });
  }

  await refresh();
  cancel = deps.clock.after(everyMs, tick);
  return {
    refresh,
    router() {
      const from = deps.config();
      const key = changes.map(({ id }) => id).join();
      if (made?.from === from && made.key === key) return made.router;
      made = { from, key, router: routerOf(from, changes, deps) };
      return made.router;
    },
    async stop() {
      stopped = true;
      cancel();
      await reading;
    },
  };
}

function routerOf(config: Config, changes: readonly RouteChange[], { log, options }: RouteChangesDeps): Router {
  // What no longer fits a configuration that was changed since is left out, by itself.
  const fitting = changes.filter((change) => {
    const fits = compileRoutes({ ...config, routes: changedRoutes(config.routes, [change]) }).ok;
    if (!fits) log.warn({ change: change.id }, 'a change of the routes does not fit the configuration any more');
    return fits;
  });
  const compiled = compileRoutes({ ...config, routes: changedRoutes(config.routes, fitting) }, options);
  if (!compiled.ok) throw new Error('routes that were compiled before do not compile');
  return compiled.router;
}

/** Subscriptions stand before the tree, and the tree is walked on; digests change the route that they name. */
export function changedRoutes(routes: readonly RouteConfig[], changes: readonly RouteChange[]): RouteConfig[] {
  const subscriptions = changes.flatMap((change) => (change.kind === 'subscription' ? [subscribed(change)] : []));
  const digests = new Map(changes.flatMap((change) => (change.kind === 'digest' ? [[change.route, change]] : [])));
  const changed = (list: readonly RouteConfig[], parent: string): RouteConfig[] =>
    list.map((route) => {
      const name = parent === '' ? route.name : `${parent} / ${route.name}`;
      const digest = digests.get(name);
      const inside = { ...route, routes: changed(route.routes, name) };
      if (digest === undefined) return inside;
      return { ...inside, digestMs: digest.digestMs, note: `a digest since ${madeBy(digest)}` };
    });
  return [...subscriptions, ...changed(routes, '')];
}

const everything: RouteMatch = {
  topics: [],
  events: [],
  accounts: [],
  livemode: null,
  severity: [],
  currencies: [],
  products: [],
  prices: [],
  plans: [],
  customers: [],
  countries: [],
  paymentMethods: [],
  declineCodes: [],
  metadata: {},
  amountMin: null,
  amountMax: null,
};

function subscribed(change: Extract<RouteChange, { kind: 'subscription' }>): RouteConfig {
  return {
    name: `subscription ${change.id}`,
    line: null,
    path: '',
    match: { ...everything, topics: change.topics },
    when: change.when,
    to: [change.channel],
    inheritsTo: false,
    continue: true,
    severity: null,
    mention: null,
    deadlineMs: null,
    digestMs: null,
    note: `subscribed by ${madeBy(change)}`,
    routes: [],
  };
}

function madeBy({ author, createdAt, id }: RouteChange): string {
  return `${author} on ${new Date(createdAt).toISOString().slice(0, 10)}, ${id}`;
}

/** The same asked for twice is one change. */
export function changeId(...parts: readonly string[]): string {
  return `rc_${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 10)}`;
}
