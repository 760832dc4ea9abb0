import { afterEach, describe, expect, test } from 'vitest';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { refund } from '../../src/sandbox/stripe/lifecycles/refund.ts';
import { subscriptionSale } from '../../src/sandbox/stripe/lifecycles/subscription-sale.ts';
import { type AppHarness, type AppHarnessOptions, appHarness } from './app-harness.ts';

const open: AppHarness[] = [];
afterEach(async () => {
  for (const harness of open.splice(0)) await harness.close();
});

async function service(options: AppHarnessOptions = {}): Promise<AppHarness> {
  const harness = await appHarness(options);
  open.push(harness);
  return harness;
}

const topLevel = (harness: AppHarness) =>
  harness.slack.messages('C0FINANCE').filter((message) => message.thread_ts === null && !message.deleted);

describe('a signed Stripe webhook becomes a Slack message', () => {
  test('one sale, told by several events, is one card', async () => {
    const harness = await service();
    for (const event of cardSale({ seed: 1 }).events) expect(await harness.post(event)).toBe(200);
    await harness.settled();
    expect(topLevel(harness)).toHaveLength(1);
    expect(topLevel(harness)[0]?.text).toMatch(/paid/i);
  });

  test('in any order and twice it is the same card', async () => {
    const texts = new Set<string>();
    const { events } = cardSale({ seed: 2 });
    for (const order of [
      events,
      [...events].reverse(),
      [...events, ...events].sort((a, b) => (a.id < b.id ? 1 : -1)),
    ]) {
      const harness = await service();
      for (const event of order) await harness.post(event);
      await harness.settled();
      expect(topLevel(harness)).toHaveLength(1);
      texts.add(topLevel(harness)[0]?.text ?? '');
    }
    expect(texts.size).toBe(1);
  });

  test('a refund changes the card and speaks in its thread', async () => {
    const harness = await service();
    for (const event of refund({ seed: 3 }).events) {
      await harness.post(event);
      await harness.settled();
    }
    expect(topLevel(harness)).toHaveLength(1);
    expect(topLevel(harness)[0]?.text).toMatch(/refund/i);
    const replies = harness.slack.messages('C0FINANCE').filter((message) => message.thread_ts !== null);
    expect(replies.map((reply) => reply.text).join('\n')).toMatch(/refunded/i);
  });

  test('the first sale of a subscription is one card: its payment tells the start', async () => {
    const harness = await service({ settleMs: 500 });
    for (const event of subscriptionSale({ seed: 4 }).events) await harness.post(event);
    await harness.drained();
    expect(topLevel(harness).map((message) => message.text)).toEqual([expect.stringMatching(/€49\.00 paid · Pro/)]);
  });
});
