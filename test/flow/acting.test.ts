import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { dispute } from '../../src/sandbox/stripe/lifecycles/dispute.ts';
import { earlyFraudWarning } from '../../src/sandbox/stripe/lifecycles/fraud.ts';
import { type ActingHarness, actingHarness, ada, ben, guest, leaver, partner } from './acting-harness.ts';

let scene: ActingHarness;
let seed = 0;
beforeAll(async () => {
  scene = await actingHarness();
});
afterAll(() => scene.close());

const next = () => {
  seed += 1;
  return `acting/${seed}`;
};
const sale = (amount = 4_200) => cardSale({ seed: next(), amount, currency: 'eur' });
const open = () => dispute({ seed: next(), outcome: 'open' });
const cardText = (ts: string) => JSON.stringify(scene.card(ts).blocks);

async function click(ts: string, verb: string, user?: string): Promise<void> {
  expect((await scene.click(ts, verb, user)).status).toBe(200);
  await scene.settled();
}

async function submit(values?: Record<string, string>, user?: string): Promise<void> {
  expect((await scene.submit(values, user)).status).toBe(200);
  await scene.settled();
}

describe('a refund from the card', () => {
  test('the form and the last question name amount, customer and account; thread, card and record tell it', async () => {
    const ts = await scene.tellFor(sale(), 'refund');
    await click(ts, 'refund');
    expect(scene.modal()).toMatchObject({ title: 'Refund', step: 'form', inputs: ['amount', 'reason'] });
    await submit({ amount: '99.00', reason: 'duplicate' });
    expect(scene.modal().text).toContain('more than is left: €42.00');
    await submit({ amount: '12,00', reason: 'requested_by_customer' });
    expect(scene.modal().text).toMatch(/refund of €12\.00 goes back.*Customer: .+@.+Account: main/s);
    await submit();
    expect(scene.thread(ts)[0]).toBe('Refund of €12.00 by <@U0ADA>: requested by customer');
    expect(scene.card(ts).text).toContain('€12.00 of it refunded');
    const [record] = await scene.app.store.listAudit({ limit: 1 });
    expect(record).toMatchObject({
      actor: ada,
      verb: 'refund',
      outcome: 'done',
      before: { amount_refunded: 0 },
      after: { amount: 1_200 },
    });
    const written = scene.stripe.calls.findLast((call) => call.method === 'POST');
    expect(written).toMatchObject({ params: { amount: '1200', metadata: { tillbell_action: record?.actionId } } });
    expect(scene.valueOf(ts, 'refund')).not.toBeNull();
  });

  test('above the limit another person must confirm it; the same person cannot', async () => {
    const ts = await scene.tellFor(sale(60_000), 'refund');
    const from = scene.stripe.calls.length;
    await click(ts, 'refund');
    await submit({ amount: '600.00', reason: 'duplicate' });
    await submit();
    expect(scene.writes(from)).toBe(0);
    expect(scene.thread(ts).at(-1)).toContain('A second person must confirm it');
    expect(cardText(ts)).toContain('A second person must confirm it');
    await click(ts, 'refund');
    expect(scene.modal().text).toContain('somebody else must confirm it');
    await click(ts, 'refund', ben);
    expect(scene.modal()).toMatchObject({ step: 'confirm' });
    expect(scene.modal().text).toContain('<@U0ADA> asked for this');
    await submit({}, ben);
    expect(scene.writes(from)).toBe(1);
    expect(scene.thread(ts).join()).toContain('Refund of €600.00 by <@U0ADA>, confirmed by <@U0BEN>');
    expect(cardText(ts)).not.toContain('second person');
  });

  test('F84 what was refunded meanwhile is shown, not refunded again', async () => {
    const story = sale();
    const ts = await scene.tellFor(story, 'refund');
    await click(ts, 'refund');
    await submit({ amount: '42.00', reason: 'duplicate' });
    const charge = story.objects.find((one) => one.object === 'charge');
    if (charge !== undefined) scene.stripe.world.change(charge, { amount_refunded: 4_200, refunded: true });
    const from = scene.stripe.calls.length;
    await submit();
    expect(scene.writes(from)).toBe(0);
    expect(scene.whispers().at(-1)).toMatch(/Nothing was done: .*€42\.00 paid, €42\.00 refunded/);
  });

  test('F86 a 500 is "being checked", on the card and in the thread, until it is known', async () => {
    const ts = await scene.tellFor(sale(), 'refund');
    await click(ts, 'refund');
    await submit({ amount: '5.00', reason: 'duplicate' });
    const down = scene.stripe.faults.add({ kind: 'lost', when: 'before' });
    scene.stripe.faults.add({ kind: 'status', status: 500, when: 'after', method: 'POST', calls: 1 });
    down();
    const hidden = scene.stripe.faults.add({
      kind: 'status',
      status: 503,
      when: 'before',
      method: 'GET',
      path: '/v1/refunds',
    });
    await submit();
    expect(scene.thread(ts).join('\n')).toContain('is being checked');
    expect(scene.thread(ts).join('\n')).not.toContain('failed');
    expect(cardText(ts)).toContain('is being checked');
    hidden();
    await expect.poll(() => cardText(ts), { timeout: 20_000 }).not.toContain('is being checked');
    await scene.settled();
    expect(scene.thread(ts).join('\n')).toContain('Refund of €5.00 by <@U0ADA>');
  });
});

describe('who takes care of it', () => {
  test('acknowledged once, assigned, noted: on the card and in the thread', async () => {
    const ts = await scene.tellFor(open(), 'acknowledge');
    await Promise.all([scene.click(ts, 'acknowledge'), scene.click(ts, 'acknowledge', ben)]);
    await scene.settled();
    expect(scene.thread(ts).filter((one) => one.startsWith('Acknowledged'))).toHaveLength(1);
    expect(scene.whispers().at(-1)).toContain('somebody has acknowledged it already');
    expect(scene.valueOf(ts, 'acknowledge')).toBeNull();
    await click(ts, 'assign');
    await submit({ person: ben });
    await click(ts, 'note');
    await submit({ text: 'Called the *bank* <!channel>' });
    expect(cardText(ts)).toMatch(/Acknowledged by <@U0\w+> · Assigned to <@U0BEN> by <@U0ADA>/);
    expect(scene.thread(ts).join('\n')).toContain('Note by <@U0ADA>: Called the');
    expect(scene.thread(ts).join('\n')).not.toContain('<!channel>');
    await scene.slack.people.event({
      to: `${scene.app.address}/slack/events`,
      event: { type: 'app_home_opened', user: ben, tab: 'home' },
    });
    await scene.settled();
    const home = JSON.stringify(scene.slack.views().findLast((view) => view['type'] === 'home'));
    expect(home).toMatch(/Today.*Open disputes.*answer by.*Assigned to you.*Open in Stripe.*Health/s);
  });

  test('a fraud warning can be left as it is', async () => {
    const ts = await scene.tellFor(earlyFraudWarning({ seed: next(), refunded: false }), 'leave_warning');
    const from = scene.stripe.calls.length;
    await click(ts, 'leave_warning');
    expect(scene.thread(ts).at(-1)).toContain('Fraud warning left as it is by <@U0ADA>');
    expect(scene.writes(from)).toBe(0);
  });
});

describe('what is refused', () => {
  test.each([
    ['of no group that may', guest, 'not_permitted'],
    ['deactivated', leaver, 'user_deactivated'],
    ['of another organisation', partner, 'user_external'],
  ])('F82 a person %s: told alone, on record', async (_name, user, code) => {
    const ts = await scene.tellFor(sale(), 'refund');
    await click(ts, 'refund', user);
    expect((await scene.app.store.listAudit({ limit: 1 }))[0]).toMatchObject({
      actor: user,
      verb: 'refund',
      outcome: code,
    });
    expect(scene.whispers().at(-1)).toMatch(/^Nothing was done/);
  });

  test('F83 a value that belongs to another card counts for nothing', async () => {
    const ts = await scene.tellFor(sale(), 'refund');
    const other = await scene.tellFor(sale(), 'refund');
    const stolen = scene.valueOf(other, 'refund')?.value ?? '';
    const forged = scene.slack.messages('C0FINANCE').find((message) => message.ts === ts);
    expect(forged).toBeDefined();
    const payload = {
      type: 'block_actions',
      user: { id: ada },
      channel: { id: 'C0FINANCE' },
      container: { message_ts: ts, channel_id: 'C0FINANCE' },
      trigger_id: 'x',
      actions: [{ action_id: 'act_refund', value: stolen }],
    };
    expect(
      (await scene.post('interactions', new URLSearchParams({ payload: JSON.stringify(payload) }).toString())).status,
    ).toBe(200);
    await scene.settled();
    expect((await scene.app.store.listAudit({ limit: 1 }))[0]).toMatchObject({ outcome: 'card_unknown' });
  });

  test('F77 a bad or stale signature is 401 and stores nothing', async () => {
    const ts = await scene.tellFor(sale(), 'refund');
    const offered = scene.valueOf(ts, 'refund');
    for (const spoilt of [{ skewSeconds: -301 }, { skewSeconds: 301 }, { secret: 'another' }]) {
      const to = `${scene.app.address}/slack/interactions`;
      const act = { to, user: ada, channel: 'C0FINANCE', ts, actionId: offered?.actionId ?? '' };
      expect((await scene.slack.people.click(act, spoilt)).status).toBe(401);
    }
    expect(scene.openActions()).toBe(0);
  });

  test('F79 the same request again is one action', async () => {
    const ts = await scene.tellFor(open(), 'acknowledge');
    const payload = {
      type: 'block_actions',
      user: { id: ada },
      channel: { id: 'C0FINANCE' },
      container: { message_ts: ts, channel_id: 'C0FINANCE' },
      trigger_id: 'one',
      actions: [{ action_id: 'act_assign_me', value: scene.valueOf(ts, 'assign_me')?.value }],
    };
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    for (const retry of ['0', '1', '2']) await scene.post('interactions', body, { 'x-slack-retry-num': retry });
    await scene.settled();
    expect(scene.thread(ts).filter((one) => one.startsWith('Assigned to'))).toHaveLength(1);
  });

  test('a body too large is 413, one that is none of Slack’s 400, the address check is answered', async () => {
    expect((await scene.post('interactions', 'x'.repeat(600_000))).status).toBe(413);
    expect((await scene.post('interactions', 'payload={')).status).toBe(400);
    const to = `${scene.app.address}/slack/events`;
    expect(await scene.slack.people.verifyUrl({ to, challenge: 'abc' })).toEqual({ status: 200, body: 'abc' });
  });
});

describe('muting from a card', () => {
  test('this card, its customer, or its route, for a while, with the reason and who it was', async () => {
    const story = sale();
    const customer = story.objects.find((one) => one.object === 'customer')?.id ?? '';
    const ts = await scene.tellFor(story, 'mute');
    await click(ts, 'mute');
    expect(scene.modal()).toMatchObject({ title: 'Mute', inputs: ['what', 'span', 'text'] });
    await submit({ what: customer, span: '7d', text: 'test orders' });
    expect(scene.whispers().at(-1)).toMatch(/^Muted customer cus_\w+ until/);
    await click(ts, 'mute');
    await submit({ what: 'route', span: '1h' });
    expect(scene.whispers().at(-1)).toContain('Muted route “everything”');
    await click(ts, 'mute');
    await submit({ what: 'subject', span: '24h' });
    expect(scene.whispers().at(-1)).toContain('Muted this card');
    const silences = await scene.app.store.listSilences({ since: Date.now(), limit: 10 });
    expect(silences).toHaveLength(3);
    expect(silences.find(({ matcher }) => matcher.customer === customer)).toMatchObject({
      author: ada,
      reason: 'test orders',
    });
    const audit = await scene.app.store.listAudit({ limit: 3 });
    expect(audit.map(({ verb, actor }) => [verb, actor])).toEqual(Array.from({ length: 3 }, () => ['mute', ada]));
    expect(JSON.stringify(audit)).not.toContain('test orders');
    const to = `${scene.app.address}/slack/commands`;
    for (const { id } of silences) {
      const command = { to, user: ada, channel: 'C0FINANCE', command: '/tillbell', text: `unmute ${id}` };
      expect((await scene.slack.people.command(command)).status).toBe(200);
    }
    await scene.settled();
  });
});

describe('asking', () => {
  const ask = async (text: string): Promise<string> => {
    const before = scene.whispers().length;
    const to = `${scene.app.address}/slack/commands`;
    const reached = await scene.slack.people.command({
      to,
      user: ada,
      channel: 'C0FINANCE',
      command: '/tillbell',
      text,
    });
    expect(reached.status).toBe(200);
    await scene.settled();
    return scene.whispers().slice(before).join('\n');
  };

  test('why a card stands here, from its menu and from the event', async () => {
    const story = sale();
    const ts = await scene.tellFor(story, 'why');
    await click(ts, 'why');
    expect(scene.whispers().at(-1)).toContain('by the route “everything”');
    expect(await ask(`why ${story.events.at(-1)?.id}`)).toMatch(/is (?:routed|suppressed)/);
    expect(await ask('why evt_none')).toContain('No event');
  });

  test('help, status, disputes, find by id and by address, test', async () => {
    const story = sale();
    await scene.tell(story);
    const intent = story.objects.find((one) => one.object === 'payment_intent');
    const customer = story.objects.find((one) => one.object === 'customer');
    expect(await ask('')).toContain('disputes — open ones');
    expect(await ask('status')).toMatch(/messages pending/);
    await scene.tell(open());
    expect(await ask('disputes')).toMatch(/answer by/);
    expect(await ask(`find ${intent?.id}`)).toContain('€42.00 paid');
    if (customer?.object === 'customer') expect(await ask(`find ${customer.email}`)).toContain('€42.00 paid');
    expect(await ask('find nobody@nowhere.example')).toContain('Nothing is known');
    expect(await ask('revenue')).toMatch(/^Today \(UTC\)\n(?:• €|Nothing yet)/);
    expect(await ask('revenue month')).toContain('This month');
    expect(await ask('revenue yesteryear')).toContain('Say which');
    const { store } = scene.app;
    const before = (await store.activeSilences(Date.now())).length;
    // None of these says what: the whole channel must not fall silent by them.
    expect(await ask('mute')).toContain('Say what, and for how long');
    expect(await ask('mute payments 1h')).toMatch(/^Nothing was muted: “payments” is not understood\. Say cus_123/);
    expect(await store.activeSilences(Date.now())).toHaveLength(before);
    expect(await ask('mute all')).toContain('Muted everything but what is critical');
    expect(await ask('test')).toContain('on its way');
    expect(scene.slack.messages('C0FINANCE').at(-1)?.text).toContain('This is the test you asked for');
  });
});
