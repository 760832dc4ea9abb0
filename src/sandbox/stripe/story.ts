import type Stripe from 'stripe';
import { hour } from './calendar.ts';
import { createRandom } from './random.ts';
import { type Happening, type StripeObject, World, type WorldOptions } from './world.ts';

/** A run of events that tell one thing from its beginning to its end, in the order in which they happened. */
export interface Lifecycle {
  readonly name: string;
  readonly events: readonly Stripe.Event[];
  /** The same events with their times in milliseconds since the epoch and the objects behind them. */
  readonly happenings: readonly Happening[];
  /** How many of them come before the story proper: the sale long before its dispute. */
  readonly history: number;
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
   * `real`: a bank takes weeks and a retry days. `within_a_day`: waits over an hour shrink to 20–50 minutes (but not in the
   * story's history), so that a trading day shows whole stories; the dates that objects name stay as far off as in truth.
   */
  readonly pace?: 'real' | 'within_a_day';
}

/** The teller's hold on a story: its world, and time that passes only when told to. */
export interface Story {
  readonly world: World;
  /** Lets seconds pass. */
  wait(seconds: number): void;
  /** Tells what went before, at its real pace whatever the pace of the story. */
  history<T>(tell: () => T): T;
  end(name: string): Lifecycle;
}

export const defaultStart = 1_793_606_400;
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
  let history = 0;
  let telling = false;
  world.listeners.push((happening) => {
    happenings.push(happening);
    nowMs += gaps.int(10, 140);
  });
  return {
    world,
    wait(seconds) {
      const shrunk = options.pace === 'within_a_day' && !telling && seconds >= hour ? gaps.int(1200, 3000) : seconds;
      nowMs += Math.round(shrunk * 1000);
    },
    history(tell) {
      telling = true;
      const told = tell();
      telling = false;
      history = happenings.length;
      return told;
    },
    end(name) {
      return { name, events: happenings.map((one) => one.event), happenings, history, objects: world.all() };
    },
  };
}
