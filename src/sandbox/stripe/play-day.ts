import type { Clock } from '../../domain/clock.ts';
import type { SendResult, Webhook } from './send.ts';
import { webhookOf } from './send.ts';
import type { Delivery } from './shuffle.ts';
import type { TradingDay } from './trading-day.ts';
import type { Happening } from './world.ts';

export interface PlayOptions {
  readonly day: TradingDay;
  readonly deliveries: readonly Delivery[];
  /** Makes it so in the API's world, before the webhook tells of it; `sandbox.happen`. */
  readonly happen: (happening: Happening) => void;
  readonly send: (webhook: Webhook) => Promise<SendResult>;
  readonly clock: Clock;
  /** How many seconds of the day pass in one; Infinity sends as fast as the sender can. */
  readonly speed: number;
  readonly onSent?: (delivery: Delivery, result: SendResult) => void;
  readonly signal?: AbortSignal;
}

/** Plays a day against an endpoint. Resolves when the last webhook is answered or given up; never rejects for a refusal. */
export async function playDay(options: PlayOptions): Promise<SendResult[]> {
  const { day, clock, speed } = options;
  for (const happening of day.history) options.happen(happening);
  const steps = [
    ...day.entries.map((entry) => ({ offset: entry.offset, happening: entry.happening, delivery: null })),
    ...options.deliveries.map((delivery) => ({ offset: delivery.offset, happening: null, delivery })),
  ].sort((a, b) => a.offset - b.offset);
  const began = clock.monotonic();
  const first = steps[0]?.offset ?? 0;
  const answers: Promise<SendResult>[] = [];
  for (const { offset, happening, delivery } of steps) {
    if (options.signal?.aborted === true) break;
    const due = (offset - first) / speed - (clock.monotonic() - began);
    // Shorter waits than a timer can keep are made up for at the next step.
    if (due >= 1) await new Promise<void>((resume) => void clock.after(due, resume));
    if (happening !== null) options.happen(happening);
    if (delivery === null) continue;
    answers.push(
      options.send(webhookOf(delivery.event)).then((result) => {
        options.onSent?.(delivery, result);
        return result;
      }),
    );
  }
  return Promise.all(answers);
}
