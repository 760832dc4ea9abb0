import Stripe from 'stripe';
import { afterEach, describe, expect, test } from 'vitest';
import { testClock } from '../../../test/clock.ts';
import { clientOf, refused, scene } from './client.test-support.ts';
import { cardSale } from './lifecycles/card-sale.ts';
import { connectedAccount } from './lifecycles/connected-account.ts';
import { playDay } from './play-day.ts';
import { type Receiver, startReceiver } from './receiver.test-support.ts';
import { createWebhookSender, webhookOf } from './send.ts';
import { shuffleDeliveries } from './shuffle.ts';
import { tradingDay } from './trading-day.ts';

const open: Receiver[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((receiver) => receiver.close()));
});
async function receiver(statusOf?: (n: number) => number): Promise<Receiver> {
  const started = await startReceiver(statusOf);
  open.push(started);
  return started;
}
const typeOf = (webhook: { readonly body: string }) => /"type":"([a-z_.]+)"\}$/.exec(webhook.body)?.[1];

describe('webhooks', () => {
  test('what the API changes is posted, signed, to the endpoints that want it', async () => {
    const { sandbox, stripe, clock } = await scene();
    const all = await receiver();
    const some = await receiver();
    const sale = cardSale();
    sandbox.load(sale);
    const first = await stripe.webhookEndpoints.create({ url: all.url, enabled_events: ['*'] });
    const second = await stripe.webhookEndpoints.create({ url: some.url, enabled_events: ['charge.refunded'] });
    await stripe.refunds.create({ charge: sandbox.world.list('charge')[0]?.id ?? '' });
    await sandbox.deliveries.settled();
    expect(new Set(all.webhooks.map(typeOf))).toEqual(new Set(['charge.refunded', 'refund.created']));
    expect(all.webhooks).toHaveLength(2);
    expect(some.webhooks.map(typeOf)).toEqual(['charge.refunded']);
    for (const { body, signature } of all.webhooks) {
      const event = Stripe.webhooks.constructEvent(
        body,
        signature,
        first.secret ?? '',
        undefined,
        undefined,
        clock.now(),
      );
      expect(event.object).toBe('event');
    }
    expect(second.secret).toMatch(/^whsec_/);
    expect(await stripe.webhookEndpoints.retrieve(first.id)).not.toHaveProperty('secret');
    await stripe.webhookEndpoints.update(second.id, { disabled: true });
    await stripe.webhookEndpoints.del(first.id);
    await stripe.customers.update(sandbox.world.list('customer')[0]?.id ?? '', { metadata: { a: 'b' } });
    await sandbox.deliveries.settled();
    expect([all.webhooks.length, some.webhooks.length]).toEqual([2, 1]);
  });

  test('what is not taken is repeated, signed anew, and listed as undelivered when given up', async () => {
    const { sandbox, stripe } = await scene({ retryAfter: (retry) => (retry < 3 ? 0 : null), clock: instantClock() });
    const target = await receiver((n) => (n <= 2 ? 500 : 200));
    const broken = await receiver(() => 302);
    sandbox.addEndpoint({ url: target.url, events: ['payment_intent.created'] });
    sandbox.addEndpoint({ url: broken.url, events: ['payment_intent.succeeded'] });
    sandbox.play(cardSale());
    await sandbox.deliveries.settled();
    expect(sandbox.deliveries.results.map((result) => [result.type, result.attempts, result.status])).toEqual(
      expect.arrayContaining([
        ['payment_intent.created', 3, 200],
        ['payment_intent.succeeded', 3, 302],
      ]),
    );
    const failed = await stripe.events.list({ delivery_success: false });
    const lost = sandbox.deliveries.results.filter((result) => result.status !== 200).map((result) => result.id);
    expect(failed.data.map((event) => event.id)).toEqual(lost);
    for (const id of lost) expect(await stripe.events.retrieve(id)).toMatchObject({ pending_webhooks: 1 });
  });

  test('events of connected accounts go to Connect endpoints only', async () => {
    const { sandbox } = await scene();
    const [own, connect] = [await receiver(), await receiver()];
    sandbox.addEndpoint({ url: own.url });
    sandbox.addEndpoint({ url: connect.url, connect: true });
    const story = connectedAccount();
    sandbox.play(story);
    sandbox.play(cardSale());
    await sandbox.deliveries.settled();
    expect(connect.webhooks).toHaveLength(story.events.length);
    expect(own.webhooks).toHaveLength(6);
  });

  test('a day is played against an endpoint, and the API knows what happened', async () => {
    const { sandbox, clock } = await scene();
    const target = await receiver();
    const day = tradingDay({ seed: 5, sales: 10 });
    const deliveries = shuffleDeliveries(day.entries, { seed: 5 });
    const sender = createWebhookSender({ url: target.url, secret: 'whsec_day', clock });
    const results = await playDay({
      day,
      deliveries,
      happen: (happening) => sandbox.happen(happening),
      send: (webhook) => sender.send(webhook),
      clock,
      speed: Infinity,
    });
    sender.close();
    expect(results.every((result) => result.status === 200)).toBe(true);
    expect(target.webhooks).toHaveLength(deliveries.length);
    expect(sandbox.world.events.length + sandbox.connected('acct_1SbConnB7WZ05abX').events.length).toBe(
      day.entries.length + day.history.length,
    );
  });

  test('nobody there is a result, not an exception', async () => {
    const target = await receiver();
    await open.pop()?.close();
    const sender = createWebhookSender({ url: target.url, secret: 'whsec_x', clock: instantClock() });
    const [event] = cardSale().events;
    if (event === undefined) throw new Error('a sale has events');
    expect(await sender.send(webhookOf(event))).toMatchObject({ status: null, attempts: 4, error: expect.any(String) });
    sender.close();
  });
});

describe('faults', () => {
  const begin = async (options = {}) => {
    const set = await scene(options);
    set.sandbox.load(cardSale({ amount: 5000 }));
    const charge = set.sandbox.world.list('charge')[0]?.id ?? '';
    const refund = (key: string) => set.stripe.refunds.create({ charge, amount: 1000 }, { idempotencyKey: key });
    return { ...set, refund, refunds: () => set.sandbox.world.list('refund').length };
  };

  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('F86 a 500 %s acting is given again under the same key', async (when, acted) => {
    const { sandbox, refund, refunds } = await begin();
    sandbox.faults.add({ kind: 'status', status: 500, when, path: '/v1/refunds', calls: 1 });
    expect(await refused(refund('k1'))).toMatchObject({ type: 'StripeAPIError', statusCode: 500 });
    expect(await refused(refund('k1'))).toMatchObject({ statusCode: 500 });
    expect(refunds()).toBe(acted);
    expect(sandbox.calls.map((call) => call.replayed)).toEqual([false, true]);
    await refund('k2');
    expect(refunds()).toBe(acted + 1);
  });

  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('a connection that breaks %s acting: the key tells', async (when, acted) => {
    const { sandbox, refund, refunds } = await begin();
    // The SDK itself repeats a broken connection once, under the same key, whatever maxNetworkRetries says.
    sandbox.faults.add({ kind: 'lost', when, calls: 2 });
    expect(await refused(refund('k1'))).toMatchObject({ type: 'StripeConnectionError' });
    expect(refunds()).toBe(acted);
    expect(await refund('k1')).toMatchObject({ amount: 1000 });
    expect(refunds()).toBe(1);
  });

  test('while the first is under way, the same key is in use (409)', async () => {
    const clock = testClock();
    const reached = Promise.withResolvers<void>();
    const watched = {
      ...clock,
      after: (ms: number, fn: () => void) => {
        reached.resolve();
        return clock.after(ms, fn);
      },
    };
    const { sandbox, refund, refunds } = await begin({ clock: watched });
    sandbox.faults.add({ kind: 'latency', ms: 5000, calls: 1 });
    const first = refund('k1');
    await reached.promise;
    expect(await refused(refund('k1'))).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
    clock.advance(5000);
    expect(await first).toMatchObject({ amount: 1000 });
    expect(refunds()).toBe(1);
  });

  test('a rate limit on demand, by path and count', async () => {
    const { sandbox, stripe, refund } = await begin();
    const undo = sandbox.faults.add({ kind: 'rate_limit', path: '/v1/events' });
    expect(await refused(stripe.events.list())).toMatchObject({ statusCode: 429 });
    await refund('k1');
    undo();
    await stripe.events.list();
  });

  test('over HTTP: faults, calls and stories', async () => {
    const { sandbox, stripe, clock } = await begin();
    const control = (path: string, body?: object) =>
      fetch(
        `${sandbox.url}/_control/${path}`,
        body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
      );
    expect((await control('faults', { kind: 'status', status: 503, when: 'before', calls: 1 })).status).toBe(200);
    expect(await refused(stripe.events.list())).toMatchObject({ statusCode: 503 });
    expect(await (await control('faults')).json()).toEqual([]);
    expect((await control('faults', { kind: 'earthquake' })).status).toBe(400);
    expect(await (await control('calls')).json()).toHaveLength(1);
    const target = await receiver();
    sandbox.addEndpoint({ url: target.url });
    expect((await control('lifecycles', { name: 'card sale in jpy', seed: '9' })).status).toBe(200);
    await sandbox.deliveries.settled();
    expect(target.webhooks).toHaveLength(6);
    expect(sandbox.world.events.at(-1)?.created).toBeGreaterThanOrEqual(Math.floor(clock.now() / 1000));
    expect((await control('lifecycles', { name: 'toString' })).status).toBe(400);
    expect((await control('nothing')).status).toBe(404);
  });

  test('F68 nothing that the sandbox keeps or says holds its key', async () => {
    const { sandbox, stripe } = await begin();
    await stripe.events.list();
    const wrong = await refused(clientOf(sandbox, 'sk_test_0123456789abcdef').events.list());
    const said = JSON.stringify([
      sandbox.calls,
      wrong.message,
      await (await fetch(`${sandbox.url}/_control/calls`)).json(),
    ]);
    expect(said).not.toContain(sandbox.apiKey);
    expect(said).not.toContain('sk_test_0123456789abcdef');
  });
});

/** A clock whose timers are due as soon as they are set. */
function instantClock() {
  const clock = testClock();
  return {
    ...clock,
    after: (_ms: number, fn: () => void) => {
      queueMicrotask(fn);
      return () => undefined;
    },
  };
}
