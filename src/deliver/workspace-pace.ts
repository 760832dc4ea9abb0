/** The calls that Slack limits a workspace in, besides one message a second and channel. */
export type PacedMethod = 'update' | 'remove' | 'find';

export interface WorkspacePace {
  /** Monotonic milliseconds from which the workspace may make this call; at most `now` where it may at once. */
  readyAt(workspace: string, method: PacedMethod, now: number): number;
  /** Counts one call. May overdraw: the next then waits the longer. */
  take(workspace: string, method: PacedMethod, now: number): void;
  /** Slack answered 429 to this method: it binds the method for the whole workspace. */
  block(workspace: string, method: PacedMethod, now: number, until: number): void;
}

/**
 * Tier 3: 50 a minute for chat.update, chat.delete and conversations.history, by method and workspace
 * (docs.slack.dev/apis/web-api/rate-limits). A bucket of 10 that refills 40 a minute never makes more than 50 in any
 * minute. In memory: several processes share the limit unknowingly, and then Slack's 429 rules.
 */
const burst = 10;
const refillMs = 60_000 / 40;

/** With `limited` false (an unpaced gateway) only what Slack itself says counts. All times are monotonic milliseconds. */
export function workspacePace(limited: boolean): WorkspacePace {
  const buckets = new Map<string, { tokens: number; at: number; blockedUntil: number }>();

  function bucket(workspace: string, method: PacedMethod, now: number) {
    const key = `${method} ${workspace}`;
    let found = buckets.get(key);
    if (found === undefined) {
      found = { tokens: burst, at: now, blockedUntil: Number.NEGATIVE_INFINITY };
      buckets.set(key, found);
    }
    found.tokens = Math.min(burst, found.tokens + Math.max(0, now - found.at) / refillMs);
    found.at = now;
    return found;
  }

  return {
    readyAt(workspace, method, now) {
      const { tokens, blockedUntil } = bucket(workspace, method, now);
      const refilled = limited && tokens < 1 ? now + Math.ceil((1 - tokens) * refillMs) : now;
      return Math.max(refilled, blockedUntil);
    },
    take(workspace, method, now) {
      bucket(workspace, method, now).tokens -= 1;
    },
    block(workspace, method, now, until) {
      const found = bucket(workspace, method, now);
      found.blockedUntil = Math.max(found.blockedUntil, until);
    },
  };
}
