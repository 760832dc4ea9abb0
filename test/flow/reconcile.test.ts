import { afterEach, describe, expect, test } from 'vitest';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { refund } from '../../src/sandbox/stripe/lifecycles/refund.ts';
import { tradingDay } from '../../src/sandbox/stripe/trading-day.ts';
import { closeScenes, headlines, notices, passDay, post, scene, tillbell } from './reconcile-scene.ts';

afterEach(closeScenes);

const byWebhook = /did not come by webhook/;

describe('reconcile', () => {
  test('1 % of the webhooks and all of one type are dropped: all are recovered, cards are right, nothing is told twice', async () => {
    const day = tradingDay({ seed: 7, sales: 4, livemode: true });
    const events = day.entries.map(({ happening }) => happening.event);
    const dropped = new Set(
      events
        .filter(
          (event, index) => event.type === 'payout.paid' || event.type === 'charge.refunded' || index % 100 === 50,
        )
        .map((event) => event.id),
    );
    expect(dropped.size).toBeGreaterThan(5);
    const [lossy, whole] = [await scene(day.startsAt * 1000 - 60_000), await scene(day.startsAt * 1000 - 60_000)];
    await passDay(whole, day, new Set());
    await passDay(lossy, day, dropped);

    const lost = await tillbell(lossy, 'verify', '--since', '26h');
    expect(lost.out).toContain(`${dropped.size} missing.`);
    for (const id of dropped) expect(lost.out).toContain(id);
    expect(lost.code).toBe(1);

    await lossy.harness.app.reconciling.round();
    await lossy.harness.drained();
    const found = await tillbell(lossy, 'verify', '--since', '26h');
    expect(found.out).toContain('Nothing is missing.');
    expect(found.code).toBe(0);
    const ids = events.map((event) => event.id);
    const fates = [];
    for (let start = 0; start < ids.length; start += 200) {
      fates.push(
        ...(await lossy.harness.app.store.eventFates({ account: 'main', ids: ids.slice(start, start + 200) })),
      );
    }
    expect(fates).toHaveLength(ids.length);
    expect(
      fates
        .filter((fate) => fate.origin === 'reconcile')
        .map((fate) => fate.id)
        .sort(),
    ).toEqual([...dropped].sort());
    await whole.harness.drained();
    expect(headlines(lossy)).toEqual(headlines(whole));
    expect(notices(lossy, byWebhook)).toHaveLength(1);
    expect(notices(lossy, byWebhook)[0]?.text).toContain(`${dropped.size} events`);

    const before = lossy.harness.slack.messages().length;
    for (const event of events) if (dropped.has(event.id)) expect(await post(lossy, event, true)).toBe(200);
    await lossy.harness.app.reconciling.round();
    await lossy.harness.drained();
    expect(lossy.harness.slack.messages().length).toBe(before);
    expect((await lossy.harness.app.store.counts()).conflicts).toBe(0);
    expect(notices(lossy, byWebhook)).toHaveLength(1);
  }, 120_000);

  test('an object that no event ever showed is told once, and not again when its event comes after all', async () => {
    const sale = refund({ seed: 11, livemode: true, pace: 'within_a_day' });
    const last = sale.happenings.findIndex(({ event }) => event.type.includes('refund'));
    const at = await scene((sale.events[0]?.created ?? 0) * 1000 - 60_000);
    at.clock.set((sale.events[last]?.created ?? 0) * 1000);
    for (const happening of sale.happenings.slice(0, last)) {
      at.stripe.happen(happening);
      expect(await post(at, happening.event)).toBe(200);
    }
    await at.harness.drained();
    expect(headlines(at)).toEqual([expect.stringMatching(/paid/)]);

    // Stripe shows the refund in its objects and failed to make the events.
    for (const object of sale.happenings.slice(last).flatMap((one) => one.objects)) at.stripe.world.put(object);
    at.clock.set((sale.events[last]?.created ?? 0) * 1000 + 300_000);
    const seen = await tillbell(at, 'verify', '--since', '12d');
    expect(seen.out).toMatch(/ch_\w+ {2}charge\.refunded .*no event shows its state/);
    expect(seen.code).toBe(1);
    await at.harness.app.reconciling.compare();
    await at.harness.drained();
    expect(headlines(at)).toEqual([expect.stringMatching(/refunded/i)]);
    const said = at.harness.slack.messages().length;

    await at.harness.app.reconciling.compare();
    for (const { event } of sale.happenings.slice(last)) await post(at, event);
    await at.harness.drained();
    expect(headlines(at)).toEqual([expect.stringMatching(/refunded/i)]);
    expect(at.harness.slack.messages()).toHaveLength(said);
  });

  test('an event of a connected account is asked for as that account, and the same when its webhook comes', async () => {
    const account = 'acct_1ConnectedShop';
    const sale = cardSale({ seed: 12, livemode: true, connectAccount: account });
    const at = await scene((sale.events[0]?.created ?? 0) * 1000 - 60_000);
    at.stripe.connected(account);
    at.clock.set((sale.events.at(-1)?.created ?? 0) * 1000 + 200_000);
    for (const happening of sale.happenings) at.stripe.happen(happening);
    const [first, ...others] = sale.events;
    expect(await post(at, first ?? {})).toBe(200);
    await at.harness.app.reconciling.round();
    await at.harness.drained();
    const ids = sale.events.map((event) => event.id);
    const fates = await at.harness.app.store.eventFates({ account: 'main', ids });
    expect(fates.map((fate) => fate.origin).sort()).toEqual([...others.map(() => 'reconcile'), 'webhook']);
    expect(at.stripe.calls.some((call) => call.path === '/v1/events' && call.account === account)).toBe(true);
    for (const event of others) expect(await post(at, event, true)).toBe(200);
    expect((await at.harness.app.store.counts()).conflicts).toBe(0);
    expect(headlines(at)).toHaveLength(1);
  });

  test('verify --fix takes in what is missing; --types asks about some; without a key it is wrong usage', async () => {
    const sale = cardSale({ seed: 13, livemode: true });
    const at = await scene((sale.events[0]?.created ?? 0) * 1000 - 60_000);
    at.clock.set((sale.events.at(-1)?.created ?? 0) * 1000 + 200_000);
    for (const happening of sale.happenings) at.stripe.happen(happening);
    const none = await tillbell(at, 'verify', '--since', '2h', '--types', 'customer.subscription.*,invoice.*');
    expect([none.code, none.out]).toEqual([0, expect.stringContaining('Nothing is missing.')]);
    const fixed = await tillbell(at, 'verify', '--since', '2h', '--fix', '--json');
    expect([fixed.code, JSON.parse(fixed.out)]).toEqual([0, expect.objectContaining({ missing: [], problems: [] })]);
    await at.harness.drained();
    const after = await tillbell(at, 'verify', '--since', '2h', '--json');
    expect(JSON.parse(after.out).families).toContainEqual(
      expect.objectContaining({ family: 'charge', recovered: expect.any(Number), missing: 0, waiting: 0 }),
    );
    expect(headlines(at)).toEqual([expect.stringMatching(/paid/)]);
    expect((await tillbell(at, 'verify', '--account', 'other')).code).toBe(2);
    expect((await tillbell({ ...at, apiKey: '' }, 'verify')).code).toBe(2);
  });
});

describe('alarms', () => {
  test('an endpoint that Stripe disabled is told once, and once when it is over', async () => {
    const at = await scene(Date.UTC(2026, 10, 16, 12));
    const { id } = at.stripe.addEndpoint({ url: 'https://shop.example/webhooks/stripe', events: ['charge.succeeded'] });
    const { world } = at.stripe;
    const set = (status: string) => {
      const endpoint = world.find('webhook_endpoint', id);
      if (endpoint !== null) world.put({ ...endpoint, status });
    };
    set('disabled');
    for (let round = 0; round < 3; round += 1) await at.harness.app.reconciling.round();
    await at.harness.drained();
    expect(notices(at, /its webhook endpoint is disabled/)).toHaveLength(1);
    expect(notices(at, /does not send: charge.dispute.closed/)).toHaveLength(1);
    set('enabled');
    for (let round = 0; round < 2; round += 1) await at.harness.app.reconciling.round();
    await at.harness.drained();
    expect(notices(at, /is enabled again/)).toHaveLength(1);
    expect(await at.harness.app.metrics.registry.metrics()).toContain(
      'tillbell_alarm{code="endpoint_disabled",scope="main"} 0',
    );
  });

  test('F42 a key that may not read events is told with the permission it lacks, and proves nothing', async () => {
    const at = await scene(Date.UTC(2026, 10, 16, 12), ['charge_read']);
    at.clock.set(Date.UTC(2026, 10, 16, 12, 10));
    for (let round = 0; round < 2; round += 1) await at.harness.app.reconciling.round();
    await at.harness.drained();
    expect(notices(at, /permission rak_event_read/)).toHaveLength(1);
    expect(notices(at, /permission rak_dispute_read/)).toHaveLength(1);
    const seen = await tillbell(at, 'verify', '--since', '1h');
    expect([seen.code, seen.out]).toEqual([1, expect.stringContaining('Not proven')]);
  });

  test('F25 the same id with another body is told once', async () => {
    const at = await scene(Date.UTC(2026, 10, 16, 12));
    const look = () => at.harness.app.reconciling.look();
    await look();
    const [event] = cardSale({ seed: 14, livemode: true }).events;
    await post(at, { ...event });
    await post(at, { ...event, data: { object: { id: 'ch_forged' } } });
    for (let round = 0; round < 3; round += 1) await look();
    await at.harness.drained();
    expect(notices(at, /came again with another body/)).toHaveLength(1);
  });

  test('F116 a stream that falls silent against its own weekly pattern is told once, and when it is back', async () => {
    const at = await scene(Date.UTC(2026, 10, 16, 12));
    const { store } = at.harness.app;
    const [event] = cardSale({ seed: 15, livemode: true }).events;
    await post(at, { ...event, id: 'evt_before_the_silence' });
    const hour = Math.floor(at.clock.now() / 3_600_000);
    for (let back = 4 * 168; back > 0; back -= 1) {
      await store.noteStreamHour({ account: 'main', hour: hour - back, arrivals: 30, keepFromHour: 0 });
    }
    at.clock.set(at.clock.now() + 2 * 3_600_000);
    for (let round = 0; round < 3; round += 1) await at.harness.app.reconciling.round();
    await at.harness.drained();
    expect(notices(at, /No webhook of the account "main" came for 2 hours/)).toHaveLength(1);
    await post(at, { ...event, id: 'evt_after_the_silence' });
    await at.harness.app.reconciling.round();
    await at.harness.drained();
    expect(notices(at, /are coming again/)).toHaveLength(1);
  });
});
