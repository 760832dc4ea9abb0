import { randomUUID } from 'node:crypto';
import type { Clock } from '../domain/clock.ts';
import { messageOf, TillbellError } from '../domain/errors.ts';
import type { ConsoleStore } from '../store/console-store.ts';

export interface Run<R> {
  readonly id: string;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  readonly done: number;
  readonly total: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly startedBy: string;
  readonly error: string | null;
  readonly result: R | null;
}

export interface RunControl {
  report(done: number, total: number): void;
  /** Called between steps: throws where the run shall end, and lets everything else of the process go first. */
  breathe(): Promise<void>;
}

export interface Runs<R> {
  /** Begins, and gives the first state. Throws `run_busy` while another of this kind runs in this process. */
  start(by: string, work: (control: RunControl) => Promise<R>): Promise<Run<R>>;
  /** From whichever process; null where unknown. */
  get(id: string): Promise<Run<R> | null>;
  cancel(id: string): Promise<Run<R> | null>;
  stop(): Promise<void>;
}

/** How often a run's state is written down, for those who ask another process. */
const writeEveryMs = 1_000;
/** A run that said nothing for so long died with its process. */
const silentMs = 60_000;

class Ended extends Error {}

/**
 * Long work beside the stages: one of a kind at a time, its state in the store, so that any process can tell of it and ask it
 * to end. `kind` keeps the ids of kinds apart.
 */
export function backgroundRuns<R>(
  kind: string,
  deps: { readonly store: Pick<ConsoleStore, 'getDialogue' | 'putDialogue'>; readonly clock: Clock },
): Runs<R> {
  const { store, clock } = deps;
  let current: { id: string; cancelled: boolean; ended: Promise<void> } | null = null;
  const key = (id: string) => `${kind}/${id}`;

  async function read(id: string): Promise<(Run<R> & { saidAt: number }) | null> {
    const text = await store.getDialogue(key(id));
    // Written by us and sealed since: its shape is ours.
    return text === null ? null : (JSON.parse(text) as Run<R> & { saidAt: number });
  }

  async function write(run: Run<R>): Promise<void> {
    const now = clock.now();
    await store.putDialogue({ id: key(run.id), now, json: JSON.stringify({ ...run, saidAt: now }) });
  }

  async function asked(id: string): Promise<boolean> {
    return (await store.getDialogue(`${key(id)}/cancel`)) !== null;
  }

  async function perform(first: Run<R>, mine: { cancelled: boolean }, work: (control: RunControl) => Promise<R>) {
    let run = first;
    let written = clock.monotonic();
    const control: RunControl = {
      report(done, total) {
        run = { ...run, done, total };
      },
      async breathe() {
        await new Promise<void>((resolve) => setImmediate(resolve));
        if (clock.monotonic() - written > writeEveryMs) {
          written = clock.monotonic();
          await write(run);
          mine.cancelled ||= await asked(run.id);
        }
        if (mine.cancelled) throw new Ended();
      },
    };
    try {
      const result = await work(control);
      await write({ ...run, state: 'done', result });
    } catch (error) {
      const cancelled = error instanceof Ended;
      await write({ ...run, state: cancelled ? 'cancelled' : 'failed', error: cancelled ? null : messageOf(error) });
    }
  }

  return {
    async start(by, work) {
      if (current !== null) {
        throw new TillbellError('run_busy', 'another one is running', { hint: 'wait for it, or cancel it' });
      }
      const id = randomUUID();
      const mine = { id, cancelled: false, ended: Promise.resolve() };
      current = mine;
      const startedAt = clock.now();
      const run: Run<R> = {
        id,
        state: 'running',
        done: 0,
        total: 0,
        startedAt,
        startedBy: by,
        error: null,
        result: null,
      };
      try {
        await write(run);
      } catch (error) {
        current = null;
        throw error;
      }
      mine.ended = perform(run, mine, work)
        .catch(() => undefined)
        .finally(() => {
          current = null;
        });
      return run;
    },
    async get(id) {
      const found = await read(id);
      if (found === null) return null;
      const { saidAt, ...run } = found;
      const lost = run.state === 'running' && current?.id !== id && clock.now() - saidAt > silentMs;
      return lost ? { ...run, state: 'failed', error: 'the process that worked on it ended' } : run;
    },
    async cancel(id) {
      const run = await read(id);
      if (run === null) return null;
      if (run.state === 'running') await store.putDialogue({ id: `${key(id)}/cancel`, now: clock.now(), json: '{}' });
      if (current?.id === id) {
        current.cancelled = true;
        await current.ended;
      }
      return this.get(id);
    },
    async stop() {
      if (current === null) return;
      current.cancelled = true;
      await current.ended;
    },
  };
}
