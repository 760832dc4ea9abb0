import type { Clock } from '../domain/clock.ts';
import { messageOf, TillbellError } from '../domain/errors.ts';
import type { ClaimedEvent, Store } from '../store/store.ts';
import type { Processed } from './process-event.ts';

export interface InterpretDeps {
  readonly store: Pick<Store, 'claimEvents' | 'deferEvent' | 'onWork'>;
  readonly clock: Clock;
  readonly owner: string;
  /** How long claimed events stay ours without a sign of life; 60 s unless given. */
  readonly leaseMs?: number;
  readonly process: (claimed: ClaimedEvent, body: Uint8Array) => Promise<Processed>;
  readonly onProcessed: (claimed: ClaimedEvent, processed: Processed) => void;
  readonly onProblem: (problem: {
    seq: number | null;
    eventId: string | null;
    code: string;
    text: string;
    final: boolean;
  }) => void;
}

export interface Interpreting {
  /** Looks for received events at once; only ever makes it faster. */
  wake(): void;
  /** Resolves when no received event was left at the last look and none is in work. */
  idle(): Promise<void>;
  /** Finishes what is claimed and takes nothing more. */
  stop(): Promise<void>;
}

const batch = 64;
// Longer than any enrichment may take; a process that died gives its events back after this.
const usualLeaseMs = 60_000;
// The hint may be lost (another process received the event): then this is the longest an event waits.
const lookEveryMs = 500;
const triesBeforeFailed = 5;

/** Claims received events and interprets them, those that share an object in order, others side by side. */
export function startInterpreting(deps: InterpretDeps): Interpreting {
  const leaseMs = deps.leaseMs ?? usualLeaseMs;
  let stopped = false;
  let woken = true;
  // A write that was answered as failed may have come through: then events are ours that nobody works on.
  let doubt = false;
  let wakeUp: (() => void) | null = null;
  const idlers: (() => void)[] = [];
  const resting = new Set<() => void>();

  function wake(): void {
    woken = true;
    wakeUp?.();
  }

  async function pause(ms: number): Promise<void> {
    if (woken || stopped) return;
    await new Promise<void>((resolve) => {
      const cancel = deps.clock.after(ms, resolve);
      wakeUp = () => {
        cancel();
        resolve();
      };
    });
    wakeUp = null;
  }

  /** Ends early when the stage is stopped. */
  function rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        resting.delete(end);
        resolve();
      };
      const cancel = deps.clock.after(ms, end);
      resting.add(end);
    });
  }

  async function run(): Promise<void> {
    while (!stopped) {
      woken = false;
      const claimed = await claim();
      if (claimed.length > 0) {
        await Promise.all(chains(claimed).map(processChain));
        if (claimed.length === batch) woken = true;
        continue;
      }
      if (!woken) {
        for (const resolve of idlers.splice(0)) resolve();
      }
      await pause(lookEveryMs);
    }
    for (const resolve of idlers.splice(0)) resolve();
  }

  async function claim(): Promise<ClaimedEvent[]> {
    const now = deps.clock.now();
    try {
      const claim = { owner: deps.owner, now, until: now + leaseMs, limit: batch, regain: doubt };
      const claimed = await deps.store.claimEvents(claim);
      // Those that did not fit into this batch are still ours, and nobody works on them.
      doubt = doubt && claimed.length === batch;
      return claimed;
    } catch (error) {
      doubt = true;
      deps.onProblem({ seq: null, eventId: null, code: codeOf(error), text: messageOf(error), final: false });
      return [];
    }
  }

  async function processChain(chain: readonly ClaimedEvent[]): Promise<void> {
    for (const claimed of chain) await processOne(claimed);
  }

  async function processOne(claimed: ClaimedEvent): Promise<void> {
    const leasedUntil = deps.clock.monotonic() + leaseMs;
    let told = false;
    while ((await processOnce(claimed, told)) === 'store_unavailable') {
      told = true;
      // Left to its lease, the event would wait a minute after the store is back.
      if (stopped || deps.clock.monotonic() + lookEveryMs >= leasedUntil) return;
      await rest(lookEveryMs);
    }
  }

  async function processOnce(claimed: ClaimedEvent, told: boolean): Promise<'done' | 'store_unavailable'> {
    try {
      if (claimed.body === null) {
        await giveUp(
          claimed,
          'payload_corrupt',
          'the stored payload does not decrypt; reconcile fetches it again where an API key is configured',
        );
        return 'done';
      }
      deps.onProcessed(claimed, await deps.process(claimed, claimed.body));
    } catch (error) {
      const code = codeOf(error);
      if (code === 'store_unavailable') {
        // Not the event's fault: it is neither counted against it nor said more than once.
        const problem = { seq: claimed.seq, eventId: claimed.id, code, text: messageOf(error), final: false };
        if (!told) deps.onProblem(problem);
        return code;
      }
      const final = code === 'event_unreadable' || claimed.tries + 1 >= triesBeforeFailed;
      deps.onProblem({ seq: claimed.seq, eventId: claimed.id, code, text: messageOf(error), final });
      await (final
        ? giveUp(claimed, code, `could not be interpreted: ${messageOf(error)}`)
        : deps.store.deferEvent({
            seq: claimed.seq,
            owner: deps.owner,
            retryAt: deps.clock.now() + 1000 * 2 ** claimed.tries,
            reason: { code, text: messageOf(error) },
          })
      ).catch(() => {
        doubt = true;
      });
    }
    return 'done';
  }

  function giveUp(claimed: ClaimedEvent, code: string, text: string): Promise<void> {
    return deps.store.deferEvent({ seq: claimed.seq, owner: deps.owner, retryAt: null, reason: { code, text } });
  }

  const unsubscribe = deps.store.onWork((stage) => {
    if (stage === 'interpret') wake();
  });
  const running = run();
  return {
    wake,
    idle: () =>
      new Promise((resolve) => {
        idlers.push(resolve);
        wake();
      }),
    async stop() {
      stopped = true;
      unsubscribe();
      wakeUp?.();
      for (const end of resting) end();
      await running;
    },
  };
}

function codeOf(error: unknown): string {
  return error instanceof TillbellError ? error.code : 'interpret_failed';
}

/** Events that name the same object go one after the other: it saves conflicts and keeps a thread in order. */
function chains(claimed: readonly ClaimedEvent[]): ClaimedEvent[][] {
  const byObject = new Map<string, ClaimedEvent[]>();
  for (const event of claimed) {
    const key = event.objectId ?? `seq ${event.seq}`;
    const chain = byObject.get(key);
    if (chain === undefined) byObject.set(key, [event]);
    else chain.push(event);
  }
  return [...byObject.values()];
}
