import { day, hour, later, minute } from './calendar.ts';
import { type DayStory, everyStoryOfADay } from './day-plan.ts';
import { createRandom } from './random.ts';
import type { Lifecycle } from './story.ts';
import type { Happening } from './world.ts';

export interface TradingDayOptions {
  readonly seed?: number | string;
  /** Unix seconds of the day's first second. Default 2026-11-16T00:00:00Z, a Monday. */
  readonly startsAt?: number;
  /** Sales at the till, beside everything else. Default 60 to 120, by the seed. */
  readonly sales?: number;
  readonly livemode?: boolean;
  readonly account?: string;
}

export interface DayEntry {
  /** Milliseconds since the day began. */
  readonly offset: number;
  readonly happening: Happening;
}

export interface TradingDay {
  /** Unix seconds. */
  readonly startsAt: number;
  /** What happened before the day: the sales behind today's disputes, the months behind today's renewals. */
  readonly history: readonly Happening[];
  /** What Stripe speaks of on the day, in the order in which it happens. */
  readonly entries: readonly DayEntry[];
  readonly lifecycles: readonly Lifecycle[];
}

const defaultDay = 1_794_787_200;

/** One day of a company that sells in seven currencies. Shops open at seven and close at nine in the evening, UTC. */
export function tradingDay(options: TradingDayOptions = {}): TradingDay {
  const startsAt = options.startsAt ?? defaultDay;
  const random = createRandom(`day/${options.seed ?? 1}`);
  const sales = options.sales ?? random.int(60, 120);
  const lifecycles = everyStoryOfADay(random, sales).map((story, index) => {
    const moment = startsAt + 7 * hour + random.int(0, 14 * 60 - 1) * minute + random.int(0, 59);
    return tellAt(story, moment, {
      seed: `${options.seed ?? 1}/${index}`,
      pace: 'within_a_day',
      ...(options.livemode === undefined ? {} : { livemode: options.livemode }),
      ...(options.account === undefined ? {} : { account: options.account }),
    });
  });
  const history = lifecycles.flatMap((told) => told.happenings.slice(0, told.history)).sort((a, b) => a.at - b.at);
  const entries = lifecycles
    .flatMap((told) => told.happenings.slice(told.history))
    .sort((a, b) => a.at - b.at)
    .map((happening) => ({ offset: happening.at - startsAt * 1000, happening }))
    .filter((entry) => entry.offset < day * 1000);
  return { startsAt, history, entries, lifecycles };
}

/** Tells a story so that its history ends at the moment: months are counted back, days are measured and shifted. */
function tellAt(story: DayStory, moment: number, options: Parameters<DayStory['tell']>[0]): Lifecycle {
  if (story.months !== undefined) return story.tell({ ...options, at: later(moment, 'month', -story.months) });
  const trial = story.tell({ ...options, at: moment });
  const present = trial.happenings[trial.history]?.at ?? moment * 1000;
  return trial.history === 0 ? trial : story.tell({ ...options, at: moment - (Math.floor(present / 1000) - moment) });
}
