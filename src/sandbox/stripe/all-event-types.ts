import type Stripe from 'stripe';
import { type EventType, envelope } from './builders/event.ts';
import { createRandom } from './random.ts';
import { accountSamples } from './samples/account.ts';
import { bankingSamples } from './samples/banking.ts';
import { billingSamples } from './samples/billing.ts';
import { paymentSamples } from './samples/payments.ts';
import type { Sample } from './samples/sample.ts';
import type { Scope } from './scope.ts';
import { defaultStart } from './story.ts';
import { defaultAccount } from './world.ts';

/** One sample for every snapshot type that the SDK knows: a type that the next SDK adds is a compile error here. */
const samples: Readonly<Record<EventType, Sample>> = {
  ...accountSamples,
  ...bankingSamples,
  ...billingSamples,
  ...paymentSamples,
};

/** All snapshot types, in alphabetical order. */
export const allEventTypes: readonly EventType[] = Object.keys(samples).filter(isKnownType).sort();

export function isKnownType(type: string): type is EventType {
  return Object.hasOwn(samples, type);
}

export interface SampleOptions {
  /** Unix seconds of the event. Default 2026-11-02T08:00:00Z. */
  readonly at?: number;
  readonly livemode?: boolean;
}

/**
 * A plausible event of the type: whole stories' objects for payments, billing, disputes and payouts; id, times, amount and
 * status for the rest. The same seed gives the same event.
 */
export function sampleEvent(type: EventType, seed: number | string = 1, options: SampleOptions = {}): Stripe.Event {
  const at = options.at ?? defaultStart;
  const scope: Scope = {
    random: createRandom(`${type}/${seed}`),
    account: defaultAccount,
    livemode: options.livemode ?? false,
    now: () => at,
  };
  const { object, previous } = samples[type](scope, type);
  return envelope(scope, type, object, { created: at, previous }) as Stripe.Event;
}
