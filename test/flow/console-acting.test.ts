import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../../src/console/contract.ts';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { dispute } from '../../src/sandbox/stripe/lifecycles/dispute.ts';
import { type ActingHarness, actingHarness, ada, ben, guest } from './acting-harness.ts';
import { type ConsoleClient, consoleClient, sessionOf } from './console-harness.ts';

const yaml = `
stripe:
  accounts:
    main: { webhook_secret: "\${STRIPE_WEBHOOK_SECRET}", api_key: "\${STRIPE_API_KEY}" }
slack: { bot_token: "\${SLACK_BOT_TOKEN}", signing_secret: "\${SLACK_SIGNING_SECRET}" }
channels:
  finance: { id: C0FINANCE, privacy: full }
routes:
  - { name: everything, topics: ["*"], to: [finance] }
actions:
  acknowledge: { who: [S0FINANCE] }
  note: { who: [S0FINANCE] }
  refund: { who: [S0FINANCE], up_to: "500.00 EUR", above: two_people }
console:
  client_id: "1.2"
  client_secret: 0123456789abcdef0123456789abcdef
  viewers: everyone
  operators: [${ada}, ${ben}, ${guest}]
`;

let scene: ActingHarness;
let seed = 0;
beforeAll(async () => {
  scene = await actingHarness({ yaml });
});
afterAll(() => scene.close());

async function client(user: string): Promise<ConsoleClient> {
  return consoleClient(scene.app.address, await sessionOf(scene, 'operator', user));
}

/** A sale with its card in Slack, as the console shows it. */
async function sale(by: ConsoleClient, amount = 4_200): Promise<Answer<'GET /api/subjects/:id'> & { ts: string }> {
  seed += 1;
  const card = await scene.tell(cardSale({ seed: `console/${seed}`, amount, currency: 'eur' }));
  const { items } = await by.ask('GET /api/subjects', '/api/subjects?kind=payment&limit=1');
  const shown = await by.ask('GET /api/subjects/:id', `/api/subjects/${items[0]?.id}`);
  return { ...shown, ts: card.ts };
}

async function act(by: ConsoleClient, shown: Answer<'GET /api/subjects/:id'>, verb: string): Promise<string> {
  const value = shown.actions.find((action) => action.verb === verb)?.value ?? '';
  const path = `/api/subjects/${shown.subject.id}/act`;
  const { action } = await by.ask('POST /api/subjects/:id/act', path, { value, channel: 'finance' });
  await scene.settled();
  return action;
}

const look = (by: ConsoleClient, action: string) => by.ask('GET /api/actions/:id', `/api/actions/${action}`);

async function submit(by: ConsoleClient, action: string, values: Record<string, string> = {}) {
  await by.ask('POST /api/actions/:id/submit', `/api/actions/${action}/submit`, { values });
  await scene.settled();
  return look(by, action);
}

test('a refund from the console asks what Slack would ask, and leaves the same record', async () => {
  const by = await client(ada);
  const shown = await sale(by);
  expect(shown.actionsNote).toBeNull();
  expect(shown.cards).toMatchObject([{ channel: 'finance', state: 'posted', ts: shown.ts }]);
  expect(shown.cards[0]?.messages[0]?.ts).toBe(shown.ts);
  const action = await act(by, shown, 'refund');
  const form = await look(by, action);
  expect(form.dialogue).toMatchObject({ title: 'Refund', submit: 'Next' });
  expect(form.dialogue?.inputs).toMatchObject([
    { type: 'amount', id: 'amount', initial: '42.00' },
    { type: 'choice', id: 'reason' },
  ]);
  const tooMuch = await submit(by, action, { amount: '99.00', reason: 'duplicate' });
  expect(tooMuch.dialogue?.lines.join(' ')).toContain('more than is left');
  const last = await submit(by, action, { amount: '12.00', reason: 'requested_by_customer' });
  expect(last.dialogue).toMatchObject({ inputs: [], submit: 'Refund' });
  const done = await submit(by, action);
  expect(done).toMatchObject({ state: 'done', open: false, dialogue: null });
  expect(scene.thread(shown.ts)[0]).toBe('Refund of €12.00 by <@U0ADA>: requested by customer');
  const [record] = await scene.app.store.listAudit({ limit: 1 });
  expect(record).toMatchObject({ actor: ada, verb: 'refund', outcome: 'done', actionId: action });
  const twice = await by.raw('POST', `/api/actions/${action}/submit`, { body: { values: {} } });
  expect(twice.status).toBe(409);
});

test('above the limit a second person confirms, here as there', async () => {
  const [first, second] = [await client(ada), await client(ben)];
  const shown = await sale(first, 60_000);
  const asked = await act(first, shown, 'refund');
  await submit(first, asked, { amount: '600.00', reason: 'duplicate' });
  expect(await submit(first, asked)).toMatchObject({ state: 'waiting' });
  // Nobody looks at, or submits, another's dialogue.
  expect((await second.raw('GET', `/api/actions/${asked}`)).status).toBe(404);
  expect((await second.raw('POST', `/api/actions/${asked}/submit`, { body: { values: {} } })).status).toBe(404);
  const seen = await second.ask('GET /api/subjects/:id', `/api/subjects/${shown.subject.id}`);
  const mine = await act(second, seen, 'refund');
  expect((await look(second, mine)).dialogue?.lines[0]).toContain(`<@${ada}>`);
  await submit(second, mine);
  expect(await look(first, asked)).toMatchObject({ state: 'done' });
  expect(scene.thread(shown.ts).join('\n')).toContain('Refund of €600.00');
});

test('who may not act in Slack may not act here, and is told why', async () => {
  const by = await client(guest);
  const shown = await sale(by);
  const action = await act(by, shown, 'refund');
  const refused = await look(by, action);
  expect(refused).toMatchObject({ state: 'refused', reason: { code: 'not_permitted' } });
  expect(refused.said.join(' ')).toContain('Nothing was done');
  expect(scene.whispers()).toEqual([]);
});

test('what is done at once is done, and a note stays in its thread', async () => {
  const by = await client(ada);
  const card = await scene.tell(dispute({ seed: 'console/open', outcome: 'open' }));
  const { items } = await by.ask('GET /api/subjects', '/api/subjects?kind=dispute&limit=1');
  const found = await by.ask('GET /api/subjects/:id', `/api/subjects/${items[0]?.id}`);
  const shown = { ...found, ts: found.cards[0]?.ts ?? card.ts };
  expect(await look(by, await act(by, shown, 'acknowledge'))).toMatchObject({ state: 'done' });
  const note = await act(by, shown, 'note');
  expect(await submit(by, note, { text: 'Called the customer.' })).toMatchObject({ state: 'done' });
  expect(scene.thread(shown.ts).join('\n')).toContain('Called the customer.');
});

test('nobody acts without being somebody in Slack, on what is not there, or with made-up values', async () => {
  const by = await client(ada);
  const shown = await sale(by);
  const path = `/api/subjects/${shown.subject.id}/act`;
  const value = shown.actions[0]?.value ?? '';
  const guessed = (body: object) => by.raw('POST', path, { body });
  expect((await guessed({ value: 'refund', channel: 'finance' })).status).toBe(400);
  expect((await guessed({ value, channel: 'sales' })).status).toBe(404);
  const link = await consoleClient(scene.app.address, await sessionOf(scene, 'admin'));
  const refused = await link.raw('POST', path, { body: { value, channel: 'finance' } });
  expect(refused).toMatchObject({ status: 403, body: { error: { code: 'no_slack_user' } } });
});

test('a viewer reads no channel of full privacy', async () => {
  const operator = await client(ada);
  const shown = await sale(operator);
  const viewer = await consoleClient(scene.app.address, await sessionOf(scene, 'viewer'));
  const seen = await viewer.ask('GET /api/subjects/:id', `/api/subjects/${shown.subject.id}`);
  expect(seen).toMatchObject({ cards: [], card: null, actions: [], audit: [] });
  expect((await viewer.ask('GET /api/feed')).items).toEqual([]);
  const event = shown.events[0];
  expect((await viewer.ask('GET /api/events/:seq', `/api/events/${event?.seq}`)).messages).toEqual([]);
  expect((await operator.ask('GET /api/feed')).items.length).toBeGreaterThan(0);
});
