import type { Clock } from '../../domain/clock.ts';

/** Calls a minute by tier; docs.slack.dev/apis/web-api/rate-limits. `special` methods allow hundreds. */
const tiers = { 1: 1, 2: 20, 3: 50, 4: 100, special: 600 } as const;
export type Tier = keyof typeof tiers;

const minuteMs = 60_000;

export interface RateLimits {
  /** Whole seconds to wait, or null where the channel takes a message now (and it is counted). */
  channel(channel: string): number | null;
  /** Whole seconds to wait, or null where the method may be called now (and it is counted). */
  method(method: string, tier: Tier): number | null;
}

/**
 * Limits by the monotonic clock. A channel's bucket allows a tenth of a message of arrears, because requests that leave
 * exactly 1 s apart do not arrive exactly 1 s apart; over time the rate stays what it is.
 */
export function createRateLimits(options: {
  clock: Clock;
  channelRate: number;
  channelBurst: number;
  tierLimits: boolean;
}): RateLimits {
  const { clock, channelRate, channelBurst } = options;
  const buckets = new Map<string, { tokens: number; at: number }>();
  const calls = new Map<string, number[]>();
  return {
    channel(channel) {
      if (channelRate === 0) return null;
      const now = clock.monotonic();
      const bucket = buckets.get(channel) ?? { tokens: channelBurst, at: now };
      buckets.set(channel, bucket);
      bucket.tokens = Math.min(channelBurst, bucket.tokens + ((now - bucket.at) / 1000) * channelRate);
      bucket.at = now;
      if (bucket.tokens < 0.9) return Math.max(1, Math.ceil((1 - bucket.tokens) / channelRate));
      bucket.tokens -= 1;
      return null;
    },
    method(method, tier) {
      if (!options.tierLimits) return null;
      const now = clock.monotonic();
      const recent = (calls.get(method) ?? []).filter((at) => now - at < minuteMs);
      calls.set(method, recent);
      const oldest = recent[0];
      if (recent.length >= tiers[tier] && oldest !== undefined) {
        return Math.max(1, Math.ceil((minuteMs - (now - oldest)) / 1000));
      }
      recent.push(now);
      return null;
    },
  };
}
