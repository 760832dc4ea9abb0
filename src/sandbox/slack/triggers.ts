import { randomBytes } from 'node:crypto';
import type { Clock } from '../../domain/clock.ts';
import { type Answer, refused } from './model.ts';

/** A trigger opens one view, within 3 s of what the person did. */
const triggerLifeMs = 3_000;

export interface Triggers {
  issue(): string;
  /** Uses the trigger up; null where it was good. */
  exchange(trigger: string | null): Answer | null;
}

export function createTriggers(clock: Clock): Triggers {
  const known = new Map<string, { until: number; used: boolean }>();
  return {
    issue() {
      const id = `${clock.now()}.1000000000.${randomBytes(16).toString('hex')}`;
      known.set(id, { until: clock.monotonic() + triggerLifeMs, used: false });
      return id;
    },
    exchange(trigger) {
      if (trigger === null) {
        return refused('invalid_arguments', { response_metadata: { messages: ['[ERROR] invalid `trigger_id`'] } });
      }
      const found = known.get(trigger);
      if (found === undefined) return refused('invalid_trigger_id');
      if (found.used) return refused('exchanged_trigger_id');
      if (clock.monotonic() > found.until) return refused('expired_trigger_id');
      found.used = true;
      return null;
    },
  };
}
