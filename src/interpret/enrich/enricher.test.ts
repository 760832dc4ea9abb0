import { describe, expect, test } from 'vitest';
import { testClock } from '../../../test/clock.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Fetched, StripeReader } from '../../domain/stripe-reader.ts';
import { createEnricher } from './enricher.ts';

const jenny: Fetched = { kind: 'object', object: { id: 'cus_1', name: 'Jenny' } };
const limited: Fetched = { kind: 'unavailable', reason: { code: 'stripe_rate_limited', text: 'Stripe asks to wait' } };
const barred: Fetched = {
  kind: 'refused',
  reason: { code: 'stripe_permission_missing', text: 'the API key lacks the permission rak_customer_read' },
};

/** An enricher over answers given in order; the last one is given for ever. */
function scene(answers: readonly (Fetched | Promise<Fetched>)[]) {
  const clock = testClock();
  const cache = new Map<string, { json: string; expiresAt: number }>();
  const asked: [id: string, connect: string | null][] = [];
  const refused: string[] = [];
  const reader: Pick<StripeReader, 'retrieve'> = {
    retrieve: async (id, connect) => {
      asked.push([id, connect]);
      return answers[Math.min(asked.length, answers.length) - 1] ?? limited;
    },
  };
  const enricher = createEnricher({
    store: {
      getCached: async ({ account, id, now }) => {
        const kept = cache.get(`${account} ${id}`);
        return kept === undefined || kept.expiresAt <= now ? null : kept.json;
      },
      putCached: async ({ account, id, json, expiresAt }) => void cache.set(`${account} ${id}`, { json, expiresAt }),
    },
    clock,
    readerOf: () => reader as StripeReader,
    onRefused: ({ reason }) => void refused.push(reason.text),
  });
  const know = (more: { ids?: string[]; waitMs?: number; connectAccount?: string; onCompleted?: () => void } = {}) =>
    enricher.known({ account: 'main', connectAccount: null, ids: ['cus_1'], waitMs: 400, ...more });
  return { clock, asked, refused, know, enricher };
}

/** Lets everything that waits for nothing but promises run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
}

/** Moves the clock to each next timer until `done`. */
async function until<T>(clock: ReturnType<typeof testClock>, promise: Promise<T>): Promise<T> {
  let done = false;
  void promise.then(() => {
    done = true;
  });
  for (let turn = 0; turn < 50 && !done; turn++) {
    await settle();
    if (!done) clock.advance(clock.untilNext() ?? 0);
  }
  return promise;
}

describe('objects beside the event', () => {
  test('are asked for once, and kept', async () => {
    const { know, asked } = scene([jenny]);
    const [one, two] = await Promise.all([know(), know()]);
    expect([one, two, await know()]).toEqual(Array(3).fill({ cus_1: { id: 'cus_1', name: 'Jenny' } }));
    expect(asked).toHaveLength(1);
  });

  test('F41 a rate limit holds nothing up: asked again later, and the card is completed then', async () => {
    const { know, asked, clock } = scene([limited, limited, jenny]);
    let completed = 0;
    const onCompleted = () => {
      completed++;
    };
    expect(await until(clock, know({ onCompleted }))).toEqual({});
    expect(clock.monotonic()).toBe(0);
    for (let turn = 0; turn < 4; turn++) {
      await settle();
      clock.advance(6_000);
    }
    await settle();
    expect([asked.length, completed]).toEqual([3, 1]);
    expect(await know()).toEqual({ cus_1: { id: 'cus_1', name: 'Jenny' } });
  });

  test('F41 a key that may not call any more is left alone in the end', async () => {
    const { know, asked, clock } = scene([limited]);
    await until(clock, know());
    for (let turn = 0; turn < 20; turn++) {
      await settle();
      clock.advance(60_000);
    }
    expect(asked).toHaveLength(5);
    expect(clock.untilNext()).toBeNull();
  });

  test('F42 a missing permission is named once, whatever it bars', async () => {
    const { know, asked, refused } = scene([barred]);
    for (const ids of [['cus_1'], ['cus_2'], ['prod_1', 'sub_1'], ['cus_1']]) expect(await know({ ids })).toEqual({});
    expect(refused).toEqual(['the API key lacks the permission rak_customer_read']);
    // Each kind of object is tried once: another kind may be allowed.
    expect(asked.map(([id]) => id)).toEqual(['cus_1', 'prod_1', 'sub_1']);
  });

  test('F43 what is missing is not asked for again at once', async () => {
    const { know, asked } = scene([{ kind: 'missing' }]);
    expect([await know(), await know()]).toEqual([{}, {}]);
    expect(asked).toHaveLength(1);
  });

  test('F47 the cache alone asks nobody: not Stripe under another account than the event’s', async () => {
    const { know, asked } = scene([jenny]);
    expect(await know({ waitMs: 0 })).toEqual({});
    expect(asked).toEqual([]);
    await know({ connectAccount: 'acct_1' });
    expect(asked).toEqual([['cus_1', 'acct_1']]);
    expect(await know({ waitMs: 0 })).toEqual({ cus_1: { id: 'cus_1', name: 'Jenny' } });
  });

  test('F48 a slow Stripe: sent without, and completed when the answer is there', async () => {
    let answer: (fetched: Fetched) => void = () => undefined;
    const slow = new Promise<Fetched>((resolve) => {
      answer = resolve;
    });
    const { know, clock } = scene([slow]);
    let completed = 0;
    const asking = know({
      onCompleted: () => {
        completed++;
      },
    });
    expect(await until(clock, asking)).toEqual({});
    answer(jenny);
    await settle();
    expect(completed).toBe(1);
  });

  test('F48 a Stripe that was late is hardly waited for during the next seconds', async () => {
    const { know, clock } = scene([new Promise(() => undefined)]);
    await until(clock, know());
    expect(clock.monotonic()).toBe(400);
    await until(clock, know({ ids: ['cus_2'] }));
    await until(clock, know({ ids: ['cus_3'] }));
    expect(clock.monotonic()).toBe(402);
    clock.advance(15_000);
    await until(clock, know({ ids: ['cus_4'] }));
    expect(clock.monotonic()).toBe(15_802);
  });

  test('an answer in time leaves no timer behind', async () => {
    const { know, clock } = scene([jenny]);
    await know();
    expect(clock.untilNext()).toBeNull();
  });

  test('a product that an event shows need not be asked for', async () => {
    const { know, asked, enricher } = scene([limited]);
    const product: JsonObject = { id: 'prod_1', object: 'product', name: 'Pro' };
    await enricher.learn('main', product);
    expect(await know({ ids: ['prod_1'] })).toEqual({ prod_1: product });
    expect(asked).toEqual([]);
  });

  test('a burst stays far under Stripe’s limits', async () => {
    const { know, asked, clock } = scene([jenny]);
    const ids = Array.from({ length: 60 }, (_, index) => `cus_${index}`);
    await until(clock, know({ ids }));
    expect(asked).toHaveLength(20);
  });
});
