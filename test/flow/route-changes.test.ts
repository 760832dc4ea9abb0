import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isObject, listAt, textAt } from '../../src/domain/json.ts';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { type ActingHarness, actingHarness, ada, guest } from './acting-harness.ts';

let scene: ActingHarness;
const yaml = `
stripe: { accounts: { main: { webhook_secret: "\${STRIPE_WEBHOOK_SECRET}" } } }
slack: { bot_token: "\${SLACK_BOT_TOKEN}", signing_secret: "\${SLACK_SIGNING_SECRET}" }
channels:
  finance: { id: C0FINANCE }
  sales: { id: C0SALES }
routes:
  - { name: everything, topics: ["*"], to: [finance] }
actions:
  change_routes: { who: [S0FINANCE] }
`;
beforeAll(async () => {
  scene = await actingHarness({ yaml });
  scene.slack.workspace.addChannel({ id: 'C0SALES', name: 'sales', people: [ada, guest] });
});
afterAll(() => scene.close());

async function ask(text: string, user = ada, channel = 'C0SALES'): Promise<string> {
  const before = scene.whispers().length;
  const to = `${scene.app.address}/slack/commands`;
  expect((await scene.slack.people.command({ to, user, channel, command: '/tillbell', text })).status).toBe(200);
  await scene.app.idle();
  return scene.whispers().slice(before).join('\n');
}

async function sell(seed: string, amount = 4_200): Promise<string> {
  const story = cardSale({ seed, amount, currency: 'eur' });
  for (const event of story.events) {
    const body = JSON.stringify(event);
    const { signatureHeader } = await import('../../src/sandbox/stripe/sign.ts');
    const secret = 'whsec_flow_test_secret_0001';
    const header = signatureHeader({ payload: body, secret, timestamp: Math.floor(Date.now() / 1000) });
    const door = `${scene.app.address}/webhooks/stripe`;
    const answer = await fetch(door, { method: 'POST', body, headers: { 'stripe-signature': header } });
    expect(answer.status).toBe(200);
  }
  await scene.app.idle();
  return story.events.find((event) => event.type === 'charge.succeeded')?.id ?? '';
}

const inSales = () => scene.slack.messages('C0SALES').filter(({ text }) => text.includes('€')).length;

describe('a channel subscribes itself', () => {
  test('to topics, with a filter that is checked; by those who may; named by why, listed and ended', async () => {
    expect(await ask('subscribe payments', guest)).toContain('does not name this person');
    expect(await ask('subscribe payment')).toContain('payments');
    expect(await ask('subscribe payments when amount >')).toContain('the filter is wrong');
    expect(await ask('subscribe payments when colour == "red"')).toContain('the filter is wrong');
    expect(await ask('unsubscribe')).toContain('no subscriptions');
    expect(await ask('subscribe payments when amount >= money("100.00 EUR")')).toContain(
      'is subscribed to payments when',
    );
    expect(await ask('subscribe payments when amount >= money("100.00 EUR")')).toContain('already');

    await sell('subscribe/small', 4_200);
    expect(inSales()).toBe(0);
    const event = await sell('subscribe/large', 50_000);
    expect(inSales()).toBe(1);
    const [explained] = await scene.app.store.explainEvent({ id: event });
    expect(explained?.decision?.targets.map(({ channel }) => channel).toSorted()).toEqual(['finance', 'sales']);
    expect(JSON.stringify(explained?.decision?.path)).toMatch(/subscription rc_\w+.*subscribed by U0ADA on/);

    const id = /rc_\w+/.exec(await ask('unsubscribe', guest))?.[0] ?? '';
    expect(await ask(`unsubscribe ${id}`, guest)).toContain('does not name this person');
    expect(await ask('unsubscribe rc_none')).toContain('no subscription');
    expect(await ask(`unsubscribe ${id}`)).toContain('has ended');
    await sell('subscribe/after', 50_000);
    expect(inSales()).toBe(1);
    expect(await ask('subscribe payments', ada, 'C0NOWHERE').catch(() => 'none')).toBe('none');
  });
});

describe('the weekly proposal', () => {
  const message = () =>
    scene.slack
      .messages('C0FINANCE')
      .find(({ text }) => text.includes('Nobody touched') || text.includes('as <@U0ADA> decided'));
  const buttons = () =>
    (message()?.blocks ?? [])
      .flatMap((block) => listAt(block, 'elements').filter(isObject))
      .map((one) => textAt(one, 'value'));

  async function click(value: string, user = ada): Promise<void> {
    const payload = {
      type: 'block_actions',
      user: { id: user },
      channel: { id: 'C0FINANCE' },
      container: { message_ts: message()?.ts, channel_id: 'C0FINANCE' },
      trigger_id: `${value}-${Math.random()}`,
      actions: [{ action_id: 'act_proposal', value }],
    };
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    expect((await scene.post('interactions', body)).status).toBe(200);
    await scene.app.idle();
  }

  test('once a week whoever asks; accepted by one click, named by why, told in the thread, undone by one click', async () => {
    const { store } = scene.app;
    const proposal = { week: '2026-W48', channel: 'finance', lane: 'slack/C0FINANCE', routes: ['everything'] };
    const propose = { ...proposal, text: '“everything”', now: Date.now() };
    expect(await Promise.all([store.proposeDigest(propose), store.proposeDigest(propose)])).toEqual([true, false]);
    await scene.app.idle();
    expect(scene.slack.messages('C0FINANCE').filter(({ text }) => text.includes('Nobody touched'))).toHaveLength(1);
    expect(buttons()).toEqual(['accept:2026-W48']);

    await click('accept:2026-W48', guest);
    expect(await store.routeChanges()).toEqual([]);
    await click('accept:2026-W01');
    expect(await store.routeChanges()).toEqual([]);

    await click('accept:2026-W48');
    expect(buttons()).toEqual(['undo:2026-W48']);
    expect(scene.thread(message()?.ts ?? '')).toEqual([expect.stringContaining('accepted it')]);
    const event = await sell('proposal/1');
    const [explained] = await store.explainEvent({ id: event });
    expect(explained?.decision?.targets[0]).toMatchObject({ fold: 'scheduled' });
    expect(JSON.stringify(explained?.decision?.path)).toMatch(/a digest since U0ADA on/);

    await click('undo:2026-W48');
    expect(buttons()).toEqual(['accept:2026-W48']);
    expect(await store.routeChanges()).toEqual([]);
    expect(await store.declinedRoutes()).toEqual(['everything']);
    const after = await sell('proposal/2');
    expect((await store.explainEvent({ id: after }))[0]?.decision?.targets[0]).toMatchObject({ fold: 'when_late' });
  });
});
