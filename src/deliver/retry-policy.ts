import type { DeliveryState, Outcome } from '../domain/delivery.ts';
import type { Delivery } from '../store/store.ts';
import { longestHoldMs } from './lane-pace.ts';

export interface RetryLimits {
  readonly firstMs: number;
  readonly longestMs: number;
  /** A passing failure is a dead letter only past both: a clock that jumps ahead alone must not kill what waits (F37). */
  readonly maxTries: number;
  readonly maxAgeMs: number;
  /** How often the same message may be sent without knowing whether an earlier one arrived, before a person shall look. */
  readonly maxBlindTries: number;
}

/** Slack may be away for three days (F65), so what fails in passing is kept for seven. */
export const retryLimits: RetryLimits = {
  firstMs: 1_000,
  longestMs: 15 * 60_000,
  maxTries: 25,
  maxAgeMs: 7 * 24 * 3_600_000,
  maxBlindTries: 5,
};

export interface Verdict {
  readonly state: DeliveryState;
  /** Milliseconds since the epoch; null where nothing follows. */
  readonly nextTryAt: number | null;
  readonly degraded: number;
  /** Milliseconds for which the lane (or, of an update, its method) shall be quiet, as Slack asked; null where it did not. */
  readonly quietMs: number | null;
  readonly possibleDuplicate: boolean;
  /** What else follows. */
  readonly effect: 'nothing' | 'tell-fallback' | 'pause-workspace';
  /** Whether this speaks for or against Slack being reachable. */
  readonly health: 'well' | 'failing' | 'unknown';
}

export interface Judged {
  readonly outcome: Outcome;
  readonly delivery: Pick<Delivery, 'op' | 'createdAt' | 'degraded'>;
  /** How many simpler forms the message has: 1 (text alone), more where it holds a chart. */
  readonly simpler: number;
  /** Including this one. */
  readonly tries: number;
  /** What was called: repeating an update or a removal does no harm, repeating a post makes a second message. */
  readonly method: 'post' | 'update' | 'remove';
  /** Sent again although nobody could tell whether an earlier try arrived (F49). */
  readonly blind: boolean;
  readonly now: number;
  /** In [0, 1). */
  readonly random: number;
  readonly limits: RetryLimits;
}

/** Exponential with full jitter: anything between nothing and the cap, so that lanes do not come back in step. */
export function backoffMs(tries: number, random: number, limits: RetryLimits): number {
  const cap = Math.min(limits.longestMs, limits.firstMs * 2 ** Math.min(30, Math.max(0, tries - 1)));
  return Math.round(random * cap);
}

/** What follows from one try. Pure. */
export function judge(judged: Judged): Verdict {
  const { outcome, delivery, now, blind } = judged;
  const done = { nextTryAt: null, degraded: delivery.degraded, quietMs: null, possibleDuplicate: false } as const;
  switch (outcome.kind) {
    case 'sent':
      return { ...done, state: 'sent', possibleDuplicate: blind, effect: 'nothing', health: 'well' };
    case 'retry':
      return retried(judged, outcome);
    case 'ambiguous':
      return uncertain(judged);
    case 'park':
      return { ...done, state: 'parked', effect: 'tell-fallback', health: 'well' };
    case 'stop-workspace':
      return {
        ...done,
        state: blind ? 'ambiguous' : 'pending',
        nextTryAt: now,
        effect: 'pause-workspace',
        health: 'unknown',
      };
    case 'degrade':
      return delivery.degraded < judged.simpler
        ? {
            ...done,
            state: 'pending',
            nextTryAt: now,
            degraded: delivery.degraded + 1,
            effect: 'nothing',
            health: 'well',
          }
        : { ...done, state: 'dead', effect: 'nothing', health: 'well' };
    case 'gone':
      return gone(judged);
    case 'dead':
      return { ...done, state: 'dead', effect: 'nothing', health: 'well' };
  }
}

function retried(judged: Judged, outcome: Outcome & { kind: 'retry' }): Verdict {
  const { delivery, now, tries, limits, blind } = judged;
  const throttled = outcome.afterMs !== null;
  const base = { degraded: delivery.degraded, possibleDuplicate: false, effect: 'nothing' } as const;
  const health = throttled ? 'unknown' : 'failing';
  if (expired(judged)) return { ...base, state: 'dead', nextTryAt: null, quietMs: null, health };
  const quietMs = outcome.afterMs === null ? null : Math.min(Math.max(0, outcome.afterMs), longestHoldMs);
  return {
    ...base,
    // Not delivered this time, but an earlier try may have been: that stays to be looked for.
    state: blind ? 'ambiguous' : 'pending',
    nextTryAt: now + (quietMs ?? backoffMs(tries, judged.random, limits)),
    quietMs,
    health,
  };
}

function uncertain(judged: Judged): Verdict {
  const { delivery, now, tries, limits, blind, method } = judged;
  const base = { degraded: delivery.degraded, quietMs: null, effect: 'nothing', health: 'failing' } as const;
  if (expired(judged)) return { ...base, state: 'dead', nextTryAt: null, possibleDuplicate: blind };
  const nextTryAt = now + backoffMs(tries, judged.random, limits);
  if (method !== 'post') return { ...base, state: 'pending', nextTryAt, possibleDuplicate: false };
  if (blind && tries >= limits.maxBlindTries) {
    return { ...base, state: 'parked', nextTryAt: null, possibleDuplicate: true, effect: 'tell-fallback' };
  }
  return { ...base, state: 'ambiguous', nextTryAt, possibleDuplicate: blind };
}

/** The message is gone: what it told is posted anew; what it was to be removed for is done. */
function gone(judged: Judged): Verdict {
  const { delivery, now, tries, limits } = judged;
  const base = { degraded: delivery.degraded, quietMs: null, possibleDuplicate: false, effect: 'nothing' } as const;
  if (delivery.op === 'retract') return { ...base, state: 'skipped', nextTryAt: null, health: 'well' };
  if (tries >= limits.maxTries) return { ...base, state: 'dead', nextTryAt: null, health: 'well' };
  return { ...base, state: 'pending', nextTryAt: now, health: 'well' };
}

function expired({ delivery, now, tries, limits }: Judged): boolean {
  return tries >= limits.maxTries && now - delivery.createdAt >= limits.maxAgeMs;
}
