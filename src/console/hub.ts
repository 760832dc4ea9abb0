import type { Clock } from '../domain/clock.ts';
import type { ConsoleStore, EventFound } from '../store/console-store.ts';
import type { StreamMessages } from './contract.ts';
import { eventLine } from './event-line.ts';
import { type StatusDeps, statusOf } from './now.ts';

export type StreamMessage = {
  [Kind in keyof StreamMessages]: {
    readonly kind: Kind;
    readonly version: number;
    readonly data: StreamMessages[Kind];
  };
}[keyof StreamMessages];

export interface HubDeps extends StatusDeps {
  readonly clock: Clock;
  readonly store: StatusDeps['store'] & Pick<ConsoleStore, 'feedAfter' | 'feedVersion' | 'searchEvents'>;
  readonly onProblem: (error: unknown) => void;
}

export interface Hub {
  subscribe(listener: (message: StreamMessage) => void): () => void;
  /** Something was written by this process: looks at once. Only ever makes it faster. */
  wake(): void;
  stop(): void;
}

const everyMs = 1_000;
const feedAtOnce = 200;
const eventsAtOnce = 50;

/**
 * Looks once a second, for all streams together and only while there are any, at what any process wrote to the store. One
 * look costs three short reads, however many people watch.
 */
export function createHub(deps: HubDeps): Hub {
  const listeners = new Set<(message: StreamMessage) => void>();
  let version: number | null = null;
  let said = { status: '', events: '' };
  let looking = false;
  let again = false;
  let cancel: (() => void) | null = null;

  function tell(message: StreamMessage): void {
    for (const listener of listeners) listener(message);
  }

  async function look(): Promise<void> {
    version ??= await deps.store.feedVersion();
    for (;;) {
      const changed = await deps.store.feedAfter({ version, limit: feedAtOnce });
      for (const data of changed) tell({ kind: 'feed', version: data.version, data });
      version = changed.at(-1)?.version ?? version;
      if (changed.length < feedAtOnce) break;
    }
    const { at, ...status } = await statusOf(deps);
    const text = JSON.stringify(status);
    if (text !== said.status) tell({ kind: 'now', version, data: { at, ...status } });
    const { rows } = await deps.store.searchEvents({ before: null, limit: eventsAtOnce, span: eventsAtOnce });
    const marks = marksOf(rows);
    const fresh = rows.filter((row) => !said.events.includes(markOf(row)));
    if (fresh.length > 0) tell({ kind: 'events', version, data: { items: fresh.map(eventLine) } });
    said = { status: text, events: marks };
  }

  function run(): void {
    cancel?.();
    cancel = null;
    if (looking) {
      again = true;
      return;
    }
    if (listeners.size === 0) return;
    looking = true;
    look()
      .catch(deps.onProblem)
      .finally(() => {
        looking = false;
        if (listeners.size === 0) return;
        cancel = deps.clock.after(again ? 0 : everyMs, run);
        again = false;
      });
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      // The first of a new listener is the state as it is.
      said = { ...said, status: '' };
      run();
      return () => listeners.delete(listener);
    },
    wake() {
      if (listeners.size > 0) run();
    },
    stop() {
      listeners.clear();
      cancel?.();
    },
  };
}

function marksOf(rows: readonly EventFound[]): string {
  return rows.map(markOf).join('');
}

function markOf({ seq, state, subjectId }: EventFound): string {
  return ` ${seq}/${state}/${subjectId ?? ''};`;
}
