import type { JsonObject } from '../../../domain/json.ts';
import { type Answer, refused } from '../model.ts';
import type { RateLimits, Tier } from '../rates.ts';
import type { StoredChannel, StoredMessage, Workspace } from '../workspace.ts';

/** What a method may use. */
export interface Call {
  readonly values: JsonObject;
  readonly scopes: readonly string[];
  readonly workspace: Workspace;
  readonly limits: RateLimits;
  readonly editWindowSeconds: number | null;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
}

export interface Method {
  readonly tier: Tier;
  /** All are needed; methods whose scope depends on the channel ask in `run`. */
  readonly scopes: readonly string[];
  run(call: Call): Answer;
}

export function missingScope(needed: string, provided: readonly string[]): Answer {
  return refused('missing_scope', { needed, provided: provided.join(',') });
}

export function throttled(seconds: number): Answer {
  return {
    status: 429,
    headers: { 'retry-after': String(seconds) },
    body: { ok: false, error: 'ratelimited' },
    ts: null,
  };
}

/** A channel that the bot may know of, by id; by name too where the method takes names. */
export function findChannel(call: Call, value: unknown, byName = false): StoredChannel | null {
  if (typeof value !== 'string' || value === '') return null;
  const { channels } = call.workspace;
  const found =
    channels.get(value) ??
    (byName ? [...channels.values()].find((each) => `#${each.name}` === value || each.name === value) : undefined);
  if (found === undefined || (found.private && !found.member)) return null;
  return found;
}

/** A message that is still there. */
export function findMessage(channel: StoredChannel, ts: unknown): StoredMessage | null {
  const found = typeof ts === 'string' ? channel.messages.get(ts) : undefined;
  return found === undefined || found.deleted ? null : found;
}

/** The scope that reading a channel of this kind needs: `channels:read`, `groups:history`, … */
export function scopeFor(channel: StoredChannel, what: 'read' | 'history'): string {
  return `${channel.im ? 'im' : channel.private ? 'groups' : 'channels'}:${what}`;
}
