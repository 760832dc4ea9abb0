import { afterEach, describe, expect, test } from 'vitest';
import { everyLifecycle } from '../../src/sandbox/stripe/lifecycles/every-lifecycle.ts';
import { createRandom } from '../../src/sandbox/stripe/random.ts';
import { type StripeSandbox, startStripeSandbox } from '../../src/sandbox/stripe/stripe-sandbox.ts';
import { type AppHarness, appHarness } from './app-harness.ts';

/** How many cards each story deserves: one a sale, and one for a subscription whose own news opened it. */
const cards: Readonly<Record<string, number>> = {
  'card sale in eur': 1,
  'card sale in kwd': 1,
  'card sale without checkout': 1,
  'declined sale': 1,
  'declined, then paid': 1,
  'authorized sale partly captured': 1,
  'bank debit paid': 1,
  'abandoned checkout': 1,
  'subscription sale': 1,
  renewal: 2,
  'dunning recovered at once': 4,
  'dunning, past due': 2,
  'dunning, unpaid': 5,
  'refund, twice': 1,
  'mailed invoice overdue, then paid': 1,
  'mailed invoice paid': 1,
};
const slices = 8;

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** The events that Stripe reports together, in a seeded disorder and some of them twice; months apart stay apart. */
function disordered<T extends { readonly created: number }>(events: readonly T[], seed: string): T[][] {
  const random = createRandom(seed);
  const groups: T[][] = [];
  for (const event of events) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group === undefined || last === undefined || event.created - last.created > 600) groups.push([event]);
    else group.push(event);
  }
  return groups.map((group) =>
    [...group, ...group.filter(() => random.chance(0.4))]
      .map((event) => ({ event, at: random.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ event }) => event),
  );
}

async function service(stripe: StripeSandbox | null): Promise<AppHarness> {
  const env = stripe === null ? {} : { STRIPE_API_KEY: stripe.apiKey, TILLBELL_STRIPE_API_URL: stripe.url };
  const harness = await appHarness({ settleMs: 700, env });
  open.push(harness);
  return harness;
}

/** Plays a story and returns what stands in the channel for it: cards, replies, and what was taken away. */
async function play(harness: AppHarness, stripe: StripeSandbox | null, name: string) {
  const lifecycle = everyLifecycle[name]?.({ seed: name });
  if (lifecycle === undefined) throw new RangeError(`there is no lifecycle "${name}"`);
  stripe?.load(lifecycle);
  const before = harness.slack.messages('C0FINANCE').length;
  for (const group of disordered(lifecycle.events, name)) {
    await Promise.all(group.map((event) => harness.post(event)));
    await harness.drained();
  }
  const messages = harness.slack.messages('C0FINANCE').slice(before);
  return {
    name,
    cards: messages.filter((message) => message.thread_ts === null && !message.deleted).length,
    deleted: messages.filter((message) => message.deleted).length,
    replies: messages
      .filter((message) => message.thread_ts !== null)
      .map(({ thread_ts, text }) => `${thread_ts} ${text}`),
    texts: messages.map(({ text }) => text),
  };
}

async function playAll(stripe: StripeSandbox | null) {
  const names = Object.keys(cards);
  const played = await Promise.all(
    Array.from({ length: slices }, async (_, slice) => {
      const harness = await service(stripe);
      const results: Awaited<ReturnType<typeof play>>[] = [];
      for (const name of names.filter((_, index) => index % slices === slice)) {
        results.push(await play(harness, stripe, name));
      }
      return results;
    }),
  );
  return played.flat();
}

describe.each([
  ['with an API key', true],
  ['from the events alone', false],
])('one sale, one card, %s', (_, keyed) => {
  test('F24 F30 in any order and twice: nothing is posted and taken away, nothing is told twice', {
    timeout: 60_000,
  }, async () => {
    const stripe = keyed ? await startStripeSandbox({ rateLimit: 0 }) : null;
    if (stripe !== null) open.push(stripe);
    const played = await playAll(stripe);
    expect(Object.fromEntries(played.map((one) => [one.name, one.cards]))).toEqual(cards);
    expect(played.filter(({ deleted }) => deleted > 0)).toEqual([]);
    for (const { replies } of played) expect(new Set(replies).size).toBe(replies.length);
    for (const { texts } of played) expect(texts.join('\n')).not.toMatch(/undefined|NaN|\[object|\bnull\b/);
    // What of an authorization was never captured is released, not refunded.
    const partly = played.find(({ name }) => name === 'authorized sale partly captured');
    expect(partly?.texts[0]).toMatch(/^TEST: KWD\s[\d.]+ paid/);
    // An attempt is told by one report of it, never of another attempt's reason or plan.
    for (const { replies } of played) {
      const attempts = replies.flatMap((reply) => /Attempt \d+ failed/.exec(reply) ?? []);
      expect(new Set(attempts).size).toBe(attempts.length);
    }
  });
});
