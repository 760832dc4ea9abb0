import type { Config } from '../config/config.ts';
import type { TimeMachineRun } from '../console/contract-rules.ts';
import type { Clock } from '../domain/clock.ts';
import { TillbellError } from '../domain/errors.ts';
import { compileRoutes, type Router } from '../route/compile.ts';
import type { Store } from '../store/store.ts';
import { backgroundRuns, type Run } from './background-runs.ts';
import { drafted } from './rules.ts';
import { cachedIn, storedEvents } from './stored-events.ts';
import { type TriedEvent, type TryResult, tryRoutes } from './try-routes.ts';

export interface TimeMachineDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly config: () => Config;
}

export interface TimeMachine {
  start(request: { draft: string; days: number; limit: number; by: string }): Promise<TimeMachineRun>;
  get(id: string): Promise<TimeMachineRun | null>;
  cancel(id: string): Promise<TimeMachineRun | null>;
  stop(): Promise<void>;
}

const dayMs = 86_400_000;
/** After so many events the stages of this process go first. */
const stride = 25;

/** A draft against what was received, as `tillbell try` does it, beside the running stages. */
export function timeMachine(deps: TimeMachineDeps): TimeMachine {
  const { store, clock } = deps;
  const runs = backgroundRuns<TryResult>('time-machine', deps);
  return {
    async start({ draft, days, limit, by }) {
      const today = deps.config();
      const made = drafted(today, draft);
      if (made.config === null) {
        const failed = { id: '', state: 'failed', done: 0, total: 0, result: null } as const;
        return { ...failed, error: 'the draft has faults', faults: made.faults };
      }
      const routers = { draft: routerOf(made.config), today: routerOf(today) };
      const run = await runs.start(by, async (control) => {
        const since = clock.now() - days * dayMs;
        const events = await storedEvents(store, { since, limit, pause: () => control.breathe() });
        control.report(0, events.total);
        async function* gently(): AsyncGenerator<TriedEvent> {
          let done = 0;
          for await (const event of events.all) {
            yield event;
            done += 1;
            if (done % stride !== 0) continue;
            control.report(done, events.total);
            await control.breathe();
          }
        }
        const result = await tryRoutes(gently(), { ...routers, sample: 20, cached: cachedIn(store) });
        control.report(result.events, events.total);
        return result;
      });
      return { ...shownRun(run), faults: made.faults };
    },
    get: async (id) => orNull(await runs.get(id)),
    cancel: async (id) => orNull(await runs.cancel(id)),
    stop: () => runs.stop(),
  };
}

function orNull(run: Run<TryResult> | null): TimeMachineRun | null {
  return run === null ? null : shownRun(run);
}

function shownRun({ id, state, done, total, error, result }: Run<TryResult>): TimeMachineRun {
  const faults: TimeMachineRun['faults'] = [];
  if (result === null) return { id, state, done, total, error, faults, result: null };
  return { id, state, done, total, error, faults, result: { ...result, verdict: verdictOf(result) } };
}

function verdictOf({ unseen, newlyHidden, newlyShown, events, draft, today }: TryResult): string {
  if (events === 0) return 'No stored event is of that time: nothing can be said.';
  if (unseen > 0) {
    const count =
      unseen === 1 ? 'one dispute, fraud warning or failure' : `${unseen} disputes, fraud warnings or failures`;
    return `Do not: nobody would have seen ${count}.`;
  }
  const messages = (side: TryResult['draft']) => side.routes.reduce((sum, route) => sum + route.posted, 0);
  const change = messages(draft) - messages(today);
  const more = change === 0 ? 'as many cards as today' : `${Math.abs(change)} cards ${change > 0 ? 'more' : 'fewer'}`;
  const hidden =
    newlyHidden + newlyShown === 0
      ? 'nothing hidden or shown anew'
      : `${newlyHidden} newly hidden, ${newlyShown} newly shown`;
  return `Safe for disputes, fraud and failures: ${more}, ${hidden}.`;
}

function routerOf(config: Config): Router {
  const compiled = compileRoutes(config);
  if (compiled.ok) return compiled.router;
  throw new TillbellError('config_routes', 'the routes do not compile', { hint: 'the playground names each fault' });
}
