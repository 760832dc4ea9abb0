import type Stripe from 'stripe';
import { createRandom } from './random.ts';
import { type Happening, type StripeObject, World, type WorldOptions } from './world.ts';

/** A run of events that tell one thing from its beginning to its end, in the order in which they happened. */
export interface Lifecycle {
  readonly name: string;
  readonly events: readonly Stripe.Event[];
  /** The same events with their times in milliseconds since the epoch and the objects behind them. */
  readonly happenings: readonly Happening[];
  /** Every object in its last form. */
  readonly objects: readonly StripeObject[];
}

export interface StoryOptions {
  readonly seed?: number | string;
  /** When the story begins, in Unix seconds. Default 2026-11-02T08:00:00Z. */
  readonly at?: number;
  readonly livemode?: boolean;
  readonly account?: string;
  readonly connectAccount?: string | null;
  readonly settlement?: string;
  /**
   * `real`: a bank takes weeks and a retry days. `within_a_day`: long waits shrink to 20–50 minutes, so that a trading day
   * shows whole stories; the dates that objects name (next attempt, evidence due) stay as far off as in truth.
   */
  readonly pace?: 'real' | 'within_a_day';
}

/** The teller's hold on a story: its world, and time that passes only when told to. */
export interface Story {
  readonly world: World;
  /** Lets seconds pass. */
  wait(seconds: number): void;
  end(name: string): Lifecycle;
}

export const defaultStart = 1_793_606_400;
const hour = 3600;

/** Events of one story are some milliseconds apart even where no time passes, as they leave Stripe. */
export function beginStory(options: StoryOptions): Story {
  let nowMs = (options.at ?? defaultStart) * 1000;
  const seed = options.seed ?? 1;
  const gaps = createRandom(`gaps/${seed}`);
  const worldOptions: WorldOptions = {
    seed,
    now: () => nowMs,
    ...(options.livemode === undefined ? {} : { livemode: options.livemode }),
    ...(options.account === undefined ? {} : { account: options.account }),
    ...(options.connectAccount === undefined ? {} : { connectAccount: options.connectAccount }),
    ...(options.settlement === undefined ? {} : { settlement: options.settlement }),
  };
  const world = new World(worldOptions);
  const happenings: Happening[] = [];
  world.listeners.push((happening) => {
    happenings.push(happening);
    nowMs += gaps.int(10, 140);
  });
  return {
    world,
    wait(seconds) {
      const shrunk = options.pace === 'within_a_day' && seconds >= hour ? gaps.int(1200, 3000) : seconds;
      nowMs += Math.round(shrunk * 1000);
    },
    end(name) {
      const objects = new Map<string, StripeObject>();
      for (const happening of happenings) for (const object of happening.objects) objects.set(object.id, object);
      return { name, events: happenings.map((one) => one.event), happenings, objects: [...objects.values()] };
    },
  };
}
