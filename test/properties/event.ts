import type { StripeEvent } from '../../src/domain/event.ts';
import type { JsonObject } from '../../src/domain/json.ts';

/** A snapshot event as readEvent yields it. `created` in Unix seconds. */
export function eventOf(
  id: string,
  type: string,
  created: number,
  object: JsonObject | null,
  previous: JsonObject | null = null,
): StripeEvent {
  return {
    id: `evt_${id}`,
    type,
    created,
    livemode: true,
    apiVersion: '2026-07-29.dahlia',
    connectAccount: null,
    kind: 'snapshot',
    object,
    related: null,
    previous,
  };
}
