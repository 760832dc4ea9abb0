import { afterEach, describe, expect, test } from 'vitest';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { dispute } from '../../src/sandbox/stripe/lifecycles/dispute.ts';
import { subscriptionSale } from '../../src/sandbox/stripe/lifecycles/subscription-sale.ts';
import { type StripeSandbox, startStripeSandbox } from '../../src/sandbox/stripe/stripe-sandbox.ts';
import { type AppHarness, appHarness } from './app-harness.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function stand(options: Parameters<typeof startStripeSandbox>[0] = {}): Promise<StripeSandbox> {
  const stripe = await startStripeSandbox({ rateLimit: 0, ...options });
  open.push(stripe);
  return stripe;
}

async function service(stripe: StripeSandbox, yaml?: string, apiKey = stripe.apiKey): Promise<AppHarness> {
  const harness = await appHarness({
    settleMs: 500,
    ...(yaml === undefined ? {} : { yaml }),
    env: { STRIPE_API_KEY: apiKey, TILLBELL_STRIPE_API_URL: stripe.url },
  });
  open.push(harness);
  return harness;
}

const configured = (cards: string) => `
stripe: { accounts: { main: { webhook_secret: \${STRIPE_WEBHOOK_SECRET}, api_key: \${STRIPE_API_KEY} } } }
slack: { bot_token: \${SLACK_BOT_TOKEN}, channel_rate: 0 }
channels: { finance: { id: C0FINANCE, allow: ["partner.name"] } }
cards:
${cards}`;

const blocks = (harness: AppHarness): string =>
  JSON.stringify(harness.slack.messages('C0FINANCE').map((m) => m.blocks));
const topLevel = (harness: AppHarness) =>
  harness.slack.messages('C0FINANCE').filter(({ thread_ts, deleted }) => thread_ts === null && !deleted);

async function posted(harness: AppHarness, events: readonly object[]): Promise<void> {
  for (const event of events) await harness.post(event);
  await harness.drained();
}

/** Looks again until it holds: what completes a card comes on Stripe's time. */
async function eventually(harness: AppHarness, holds: () => boolean): Promise<void> {
  const until = performance.now() + 8_000;
  while (!holds() && performance.now() < until) {
    await new Promise((resolve) => setImmediate(resolve));
    await harness.drained();
  }
  expect(holds()).toBe(true);
}

describe('what the event lacks', () => {
  test('F45 the product of a subscription’s sale, through the shapes of today', async () => {
    const stripe = await stand();
    const sale = subscriptionSale({ seed: 'names', plan: 'Pro' });
    stripe.load(sale);
    const harness = await service(stripe);
    await posted(harness, sale.events);
    expect(topLevel(harness).map(({ text }) => text)).toContainEqual(expect.stringMatching(/paid · Pro/));
  });

  test('F42 a key that may read nothing: all is told, the permission named once', async () => {
    const stripe = await stand({ restrictedKeys: [{ key: 'rk_test_nothing', permissions: ['balance_read'] }] });
    const harness = await service(stripe, undefined, 'rk_test_nothing');
    for (const seed of ['one', 'two', 'three']) await posted(harness, subscriptionSale({ seed }).events);
    expect(topLevel(harness).filter(({ text }) => text.includes(' paid'))).toHaveLength(3);
    const named = harness.logged.filter((line) => line.includes('stripe_permission_missing'));
    expect(new Set(named).size).toBe(named.length);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((line) => line.includes('rak_invoice_read')).length).toBeLessThanOrEqual(1);
    expect(harness.logged.join('')).not.toContain('rk_test_nothing');
  });

  test('F43 nothing of it exists: told from the event', async () => {
    const harness = await service(await stand());
    await posted(harness, dispute({ seed: 'gone', outcome: 'open' }).events);
    expect(topLevel(harness).some(({ text }) => /Dispute: needs an answer/.test(text))).toBe(true);
  });

  test('F41 F48 limits and a slow Stripe hold no card back, and the card is completed by an update', async () => {
    const stripe = await stand();
    const sale = cardSale({ seed: 'slow' });
    stripe.load(sale);
    // Since when somebody is a customer is in no event of a sale.
    const harness = await service(
      stripe,
      configured('  payment: { fields: [{ label: Since, value: "{{ customer.created | date }}" }] }'),
    );
    stripe.faults.add({ kind: 'latency', ms: 1_200, calls: 2 });
    stripe.faults.add({ kind: 'rate_limit', calls: 2 });
    await posted(
      harness,
      sale.events.filter(({ type }) => type !== 'customer.created'),
    );
    expect(topLevel(harness)).toHaveLength(1);
    expect(topLevel(harness)[0]?.text).toMatch(/paid/);
    await eventually(harness, () => blocks(harness).includes('Since'));
    expect(topLevel(harness)).toHaveLength(1);
  });
});

describe('lookups', () => {
  const lookup = configured(`
  payment:
    lookups: { partner: metadata.partner }
    fields: [{ label: Partner, value: "{{ partner.name }}" }]`);

  async function saleWithPartner(stripe: StripeSandbox, partner: string) {
    const sale = cardSale({ seed: 'lookup' });
    stripe.load(sale);
    return sale.events.map((event) => {
      const { object } = event.data;
      return 'metadata' in object
        ? { ...event, data: { ...event.data, object: { ...object, metadata: { partner } } } }
        : event;
    });
  }

  test('fetch the object whose id the metadata hold', async () => {
    const stripe = await stand();
    const other = subscriptionSale({ seed: 'partner' });
    stripe.load(other);
    const customer = other.objects.find((object) => object.object === 'customer');
    if (customer === undefined || !('name' in customer)) throw new Error('the story has no customer');
    const harness = await service(stripe, lookup);
    await posted(harness, await saleWithPartner(stripe, customer.id));
    expect(blocks(harness)).toContain('Partner');
    expect(blocks(harness)).toContain(String(customer.name));
  });

  test('what is no id, or of nobody, asks for nothing and shows nothing', async () => {
    const stripe = await stand();
    const harness = await service(stripe, lookup);
    await posted(harness, await saleWithPartner(stripe, '../../v1/balance'));
    await posted(harness, await saleWithPartner(stripe, 'secret_Zm9v'));
    expect(blocks(harness)).not.toContain('Partner');
    expect(stripe.calls.filter(({ path }) => /balance|secret/.test(path))).toEqual([]);
  });

  test('F48 an answer that comes late completes the card by an update', async () => {
    const stripe = await stand();
    const other = subscriptionSale({ seed: 'late partner' });
    stripe.load(other);
    const customer = other.objects.find((object) => object.object === 'customer');
    const id = customer?.id ?? '';
    stripe.faults.add({ kind: 'latency', ms: 1_200, path: `/v1/customers/${id}` });
    const harness = await service(stripe, lookup);
    await posted(harness, await saleWithPartner(stripe, id));
    expect(topLevel(harness)).toHaveLength(1);
    await eventually(harness, () => blocks(harness).includes('Partner'));
    expect(topLevel(harness)).toHaveLength(1);
  });

  test('F47 a connected account’s objects are read as that account', async () => {
    const stripe = await stand();
    const connectAccount = 'acct_1SellerConnected';
    const other = subscriptionSale({ seed: 'their partner', connectAccount });
    stripe.load(other);
    const id = other.objects.find((object) => object.object === 'customer')?.id ?? '';
    const harness = await service(stripe, lookup);
    const events = (await saleWithPartner(stripe, id)).map((event) => ({ ...event, account: connectAccount }));
    await posted(harness, events);
    expect(blocks(harness)).toContain('Partner');
    const asked = stripe.calls.filter(({ path }) => path === `/v1/customers/${id}`);
    expect(asked.map(({ account }) => account)).toEqual([connectAccount]);
  });
});

test('amounts are compared by what Stripe settles, where the configuration asks for it', async () => {
  const stripe = await stand({ settlement: 'eur' });
  const sale = cardSale({ seed: 'settled', currency: 'jpy' });
  stripe.load(sale);
  const harness = await service(
    stripe,
    `
stripe: { accounts: { main: { webhook_secret: \${STRIPE_WEBHOOK_SECRET}, api_key: \${STRIPE_API_KEY} } } }
slack: { bot_token: \${SLACK_BOT_TOKEN}, channel_rate: 0 }
channels: { finance: { id: C0FINANCE }, sales: { id: C0SALES } }
rates: { settlement: true }
routes:
  - { name: any, topics: [payments], when: amount > money("0.01 EUR"), to: [sales] }
  - { name: rest, to: [finance] }
`,
  );
  const succeeded = sale.events.find((event) => event.type === 'charge.succeeded');
  // A charge that is captured asynchronously names its balance transaction only later: until then there is no amount.
  await posted(harness, [succeeded ?? {}]);
  expect(harness.slack.messages('C0SALES')).toHaveLength(0);
  const other = cardSale({ seed: 'settled at once', currency: 'jpy' });
  stripe.load(other);
  const [said, later] = ['charge.succeeded', 'charge.updated'].map((type) =>
    other.events.find((event) => event.type === type),
  );
  await posted(harness, [{ ...said, data: { object: later?.data.object } }]);
  expect(harness.slack.messages('C0SALES')).toHaveLength(1);
  const explained = await Promise.all(
    [succeeded, said].map((event) => harness.app.store.explainEvent({ id: event?.id ?? '' })),
  );
  expect(explained.map(([event]) => event?.decision?.path[0])).toMatchObject([
    { matched: false, reason: { code: 'no_rate' } },
    { matched: true },
  ]);
});
