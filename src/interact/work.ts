import type { Clock } from '../domain/clock.ts';
import { messageOf, TillbellError } from '../domain/errors.ts';
import type { ActionRow } from '../store/action-store.ts';
import type { Store } from '../store/store.ts';

export interface ActingDeps {
  readonly store: Pick<Store, 'claimActions' | 'moveAction'>;
  readonly clock: Clock;
  readonly owner: string;
  readonly perform: (row: ActionRow) => Promise<void>;
  readonly onProblem: (problem: { id: string | null; code: string; text: string; final: boolean }) => void;
}

export interface Acting {
  /** Looks for what people did at once; only ever makes it faster. */
  wake(): void;
  /** Resolves when nothing was due at the last look and nothing is in work. */
  idle(): Promise<void>;
  /** Finishes what is in work and takes nothing more. */
  stop(): Promise<void>;
}

/** One that waits for Stripe must not keep another person's dialogue from opening. */
const atOnce = 16;
/** Longer than any step may take; a process that died gives its actions back after this. */
const leaseMs = 60_000;
const lookEveryMs = 500;
const triesBeforeGivingUp = 8;

/** Claims actions and performs them side by side. What a dying process left is claimed again and goes on where it was. */
export function startActing(deps: ActingDeps): Acting {
  const inWork = new Set<Promise<void>>();
  const idlers: (() => void)[] = [];
  let stopped = false;
  let woken = true;
  // A write that was answered as failed may have come through: then actions are ours that nobody works on.
  let doubt = false;
  let wakeUp: (() => void) | null = null;

  function wake(): void {
    woken = true;
    wakeUp?.();
  }

  async function pause(): Promise<void> {
    if (woken || stopped) return;
    await new Promise<void>((resolve) => {
      const cancel = deps.clock.after(lookEveryMs, resolve);
      wakeUp = () => {
        cancel();
        resolve();
      };
    });
    wakeUp = null;
  }

  async function run(): Promise<void> {
    while (!stopped) {
      woken = false;
      const claimed = await claim(atOnce - inWork.size);
      for (const row of claimed) take(row);
      if (claimed.length === 0 && inWork.size === 0 && !woken) for (const resolve of idlers.splice(0)) resolve();
      await pause();
    }
    await Promise.all(inWork);
    for (const resolve of idlers.splice(0)) resolve();
  }

  function take(row: ActionRow): void {
    const work = performOne(row).finally(() => {
      inWork.delete(work);
      // A step often leaves the next one due.
      wake();
    });
    inWork.add(work);
  }

  async function claim(limit: number): Promise<ActionRow[]> {
    if (limit <= 0) return [];
    const now = deps.clock.now();
    try {
      const regain = doubt && inWork.size === 0;
      const claimed = await deps.store.claimActions({ owner: deps.owner, now, until: now + leaseMs, limit, regain });
      if (regain) doubt = claimed.length === limit;
      return claimed;
    } catch (error) {
      doubt = true;
      deps.onProblem({ id: null, code: codeOf(error), text: messageOf(error), final: false });
      return [];
    }
  }

  async function performOne(row: ActionRow): Promise<void> {
    try {
      await deps.perform(row);
    } catch (error) {
      const code = codeOf(error);
      // What may have reached Stripe is never given up over a fault of ours.
      // Nor is what Stripe said of a mapped field: both sides must come to agree.
      const final = row.tries + 1 >= triesBeforeGivingUp && row.state === 'received' && row.kind !== 'sync';
      deps.onProblem({ id: row.id, code, text: messageOf(error), final });
      const now = deps.clock.now();
      const dueAt = final ? null : now + Math.min(60_000, 500 * 2 ** Math.min(row.tries, 10));
      const reason = { code, text: 'it could not be performed' };
      const state = final ? 'failed' : row.state;
      await deps.store
        .moveAction({ id: row.id, owner: deps.owner, from: [row.state], state, now, dueAt, reason })
        .catch(() => {
          doubt = true;
        });
    }
  }

  const running = run();
  return {
    wake,
    idle: () =>
      new Promise((resolve) => {
        if (stopped) return resolve();
        idlers.push(resolve);
        wake();
      }),
    async stop() {
      stopped = true;
      wakeUp?.();
      await running;
    },
  };
}

function codeOf(error: unknown): string {
  return error instanceof TillbellError ? error.code : 'action_failed';
}
