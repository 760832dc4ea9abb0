import { z } from 'zod';
import { parseAmountText } from '../domain/amount-text.ts';
import type { Clock } from '../domain/clock.ts';
import { eventStates } from '../domain/event.ts';
import type { ConsoleStore, EventFound, EventQuery } from '../store/console-store.ts';
import type { Handler } from './api.ts';
import { cursorOf, cursorParts, idText, pageQuery, timeText } from './cursor.ts';
import { eventLine } from './event-line.ts';
import { parsed, Refusal } from './refusal.ts';
import type { ConsoleSettings } from './settings.ts';

export interface EventsListDeps {
  readonly clock: Clock;
  readonly store: Pick<ConsoleStore, 'searchEvents'>;
  readonly settings: () => Pick<ConsoleSettings, 'accounts'>;
}

const decimal = z.string().regex(/^\d{1,12}(?:\.\d{1,3})?$/, 'write an amount such as 12.50');
const query = z.object({
  ...pageQuery,
  q: idText.optional(),
  type: z
    .string()
    .regex(/^[a-z0-9_.]{1,100}(?:\*)?$/, 'write a type such as charge.succeeded, or charge.*')
    .optional(),
  state: z.enum(eventStates).optional(),
  account: z.string().max(100).optional(),
  mode: z.enum(['live', 'test']).optional(),
  subject: idText.optional(),
  customer: idText.optional(),
  amountMin: decimal.optional(),
  amountMax: decimal.optional(),
  currency: z
    .string()
    .regex(/^[A-Za-z]{3}$/, 'write a currency such as EUR')
    .optional(),
  since: timeText.optional(),
  until: timeText.optional(),
});

/** One look holds the store for a few milliseconds; where little is found the next looks wider, if there is time for it. */
const firstSpan = 10_000;
const leastSpan = 2_000;
const widestSpan = 200_000;
/** After this a page is given with what was found: the next one goes on where this one ended. */
const budgetMs = 100;

/** Search over everything stored, newest first. */
export function eventsList(deps: EventsListDeps): Handler<'GET /api/events'> {
  return async (request) => {
    const asked = parsed(query, request.query);
    const filter = filterOf(asked, deps.settings().accounts);
    const items: EventFound[] = [];
    const started = deps.clock.monotonic();
    let before = cursorParts(asked.cursor, z.tuple([z.number()]))?.[0] ?? null;
    let reachedAt: number | null = null;
    for (let span = firstSpan; ; ) {
      const looked = deps.clock.monotonic();
      const limit = asked.limit - items.length;
      const found = await deps.store.searchEvents({ ...filter, before, limit, span });
      items.push(...found.rows);
      ({ reached: before, reachedAt } = found);
      const now = deps.clock.monotonic();
      const left = budgetMs - (now - started);
      if (before === null || items.length >= asked.limit || left <= 0) break;
      const affordable = (span * left) / Math.max(1, now - looked);
      span = Math.floor(Math.max(leastSpan, Math.min(2 * span, affordable, widestSpan)));
    }
    return {
      items: items.map(eventLine),
      next: before === null ? null : cursorOf(before),
      searchedBackTo: before === null ? null : reachedAt,
    };
  };
}

type Filter = Omit<EventQuery, 'before' | 'limit' | 'span'>;

function filterOf(asked: z.output<typeof query>, accounts: readonly string[]): Filter {
  const { q, type, state, account, mode, subject, customer, since, until } = asked;
  const family = type?.endsWith('*') === true ? type.slice(0, -1) : undefined;
  return {
    ...(q === undefined ? {} : { anyId: { id: q, accounts } }),
    ...(type === undefined || family !== undefined ? {} : { type }),
    ...(family === undefined || family === '' ? {} : { typePrefix: family }),
    ...(state === undefined ? {} : { state }),
    ...(account === undefined ? {} : { account }),
    ...(mode === undefined ? {} : { livemode: mode === 'live' }),
    ...(subject === undefined ? {} : { subjectId: subject }),
    ...(customer === undefined ? {} : { customer }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...amountOf(asked),
  };
}

function amountOf({ amountMin, amountMax, currency }: z.output<typeof query>): Pick<Filter, 'amount'> {
  if (amountMin === undefined && amountMax === undefined && currency === undefined) return {};
  if (currency === undefined) {
    throw new Refusal(400, 'bad_input', 'an amount needs its currency', { field: 'currency' });
  }
  const code = currency.toLowerCase();
  const bound = (text: string | undefined, field: string, otherwise: number): number => {
    if (text === undefined) return otherwise;
    const amount = parseAmountText(`${text} ${code}`);
    if (amount === null || !Number.isSafeInteger(Number(amount.minor))) {
      throw new Refusal(400, 'bad_input', `${code.toUpperCase()} has fewer decimals, or the amount is too large`, {
        field,
      });
    }
    return Number(amount.minor);
  };
  return {
    amount: {
      currency: code,
      min: bound(amountMin, 'amountMin', 0),
      max: bound(amountMax, 'amountMax', Number.MAX_SAFE_INTEGER),
    },
  };
}
