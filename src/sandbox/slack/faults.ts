import type { Clock } from '../../domain/clock.ts';

interface FaultScope {
  /** Web API method (`chat.postMessage`), `webhook`, or all where not given. */
  readonly method?: string;
  /** Only calls that name this channel. */
  readonly channel?: string;
  /** How many matching calls it meets; without `calls` and `forMs` it holds until cleared. */
  readonly calls?: number;
  /** Milliseconds for which it holds. */
  readonly forMs?: number;
}

/**
 * latency: answers late · status: an HTTP status instead of any work · error: Slack's `ok:false` with this code, nothing
 * done · lost: does the work, and then the answer is lost in this way · throttle: 429, with Retry-After in seconds or
 * without · body: HTTP 200 with something that is no JSON, nothing done · outage: nobody there.
 */
export type SandboxFault = FaultScope &
  (
    | { readonly kind: 'latency'; readonly ms: number }
    | { readonly kind: 'status'; readonly status: number }
    | { readonly kind: 'error'; readonly error: string }
    | { readonly kind: 'lost'; readonly how: 'reset' | 'hang' | 'internal_error' | 'bad_gateway' }
    | { readonly kind: 'throttle'; readonly retryAfter: number | null }
    | { readonly kind: 'body'; readonly body: 'html' | 'empty' | 'cut' }
    | { readonly kind: 'outage'; readonly how: 'refuse' | 'hang' | 'reset' }
  );

export interface SandboxFaults {
  /** Returns the fault's id. */
  add(fault: SandboxFault): number;
  clear(id?: number): void;
  list(): readonly { readonly id: number; readonly fault: SandboxFault; readonly left: number | null }[];
  /** Every fault that this call meets, oldest first; counts the call. */
  meet(method: string, channel: string | null): SandboxFault[];
}

export function createFaults(clock: Clock, changed: () => void): SandboxFaults {
  const active = new Map<number, { fault: SandboxFault; left: number | null; until: number | null }>();
  let ids = 0;
  const expire = (): void => {
    const now = clock.monotonic();
    for (const [id, entry] of active) if (entry.until !== null && now >= entry.until) active.delete(id);
  };
  return {
    add(fault) {
      ids += 1;
      const id = ids;
      const until = fault.forMs === undefined ? null : clock.monotonic() + fault.forMs;
      active.set(id, { fault, left: fault.calls ?? null, until });
      if (fault.forMs !== undefined) {
        clock.after(fault.forMs, () => {
          active.delete(id);
          changed();
        });
      }
      changed();
      return id;
    },
    clear(id) {
      if (id === undefined) active.clear();
      else active.delete(id);
      changed();
    },
    list() {
      expire();
      return [...active].map(([id, { fault, left }]) => ({ id, fault, left }));
    },
    meet(method, channel) {
      expire();
      const met: SandboxFault[] = [];
      for (const [id, entry] of active) {
        const { fault } = entry;
        if (fault.method !== undefined && fault.method !== method) continue;
        if (fault.channel !== undefined && fault.channel !== channel) continue;
        met.push(fault);
        if (entry.left === null) continue;
        entry.left -= 1;
        if (entry.left <= 0) active.delete(id);
      }
      return met;
    },
  };
}
