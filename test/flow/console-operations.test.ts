import { afterAll, beforeAll, expect, test } from 'vitest';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { type StripeSandbox, startStripeSandbox } from '../../src/sandbox/stripe/stripe-sandbox.ts';
import { type ConsoleClient, type ConsoleHarness, consoleHarness } from './console-harness.ts';

const apiKey = 'sk_test_flow_operations_0001';
let stripe: StripeSandbox;
let harness: ConsoleHarness;
let client: ConsoleClient;

beforeAll(async () => {
  stripe = await startStripeSandbox({ rateLimit: 0, apiKey, retryAfter: () => null });
  harness = await consoleHarness({
    yaml: `
stripe:
  accounts:
    main: { webhook_secret: "\${STRIPE_WEBHOOK_SECRET}", api_key: "\${STRIPE_API_KEY}" }
channels: { finance: { id: C0FINANCE } }
routes:
  - { name: disputes, topics: [disputes], to: [finance] }
  - { name: money, topics: [payments], to: [finance] }
`,
    env: { STRIPE_API_KEY: apiKey, TILLBELL_STRIPE_API_URL: stripe.url },
  });
  client = await harness.local();
});
afterAll(async () => {
  await harness.close();
  await stripe.close();
});

/** An endpoint as somebody made it in the dashboard. */
async function endpoint(url: string, types: readonly string[]): Promise<string> {
  const form = new URLSearchParams({ url });
  for (const type of types) form.append('enabled_events[]', type);
  const response = await fetch(`${stripe.url}/v1/webhook_endpoints`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}` },
    body: form,
  });
  return ((await response.json()) as { id: string }).id;
}

test('the endpoint is compared with what the routes need, and mended with one request, on record', async () => {
  await endpoint('https://elsewhere.example/hook', ['payout.paid']);
  const id = await endpoint('https://tillbell.example.com/webhooks/stripe', ['charge.succeeded', 'product.updated']);
  const before = await client.ask('POST /api/operations/check');
  const ours = before.stripe[0]?.endpoints.find((one) => one.id === id);
  expect(before.stripe[0]).toMatchObject({ account: 'main', ok: false });
  expect(ours).toMatchObject({
    ours: true,
    missing: ['charge.dispute.closed', 'charge.dispute.created'],
    fixable: true,
  });
  expect(before.stripe[0]?.endpoints.find((one) => one.id !== id)).toMatchObject({ ours: false, missing: [] });
  const after = await client.ask('POST /api/operations/endpoint', undefined, { account: 'main', endpoint: id });
  expect(after.stripe[0]?.endpoints.find((one) => one.id === id)).toMatchObject({ missing: [] });
  const written = stripe.calls.findLast(({ method }) => method === 'POST');
  // What people chose stays.
  expect(JSON.stringify(written?.params)).toContain('product.updated');
  const { items } = await client.ask('GET /api/audit');
  expect(items[0]).toMatchObject({ verb: 'console.endpoint', target: id, detail: expect.stringContaining('dispute') });
  for (const asked of [
    { account: 'main', endpoint: 'we_none' },
    { account: 'none', endpoint: id },
  ]) {
    expect((await client.raw('POST', '/api/operations/endpoint', { body: asked })).status).toBe(404);
  }
});

test('a verify run tells what is missing, and takes it in', async () => {
  const story = cardSale({
    seed: 'console/missed',
    amount: 5_000,
    currency: 'eur',
    at: Math.floor(Date.now() / 1000) - 7_200,
  });
  stripe.load(story);
  const [first, ...missed] = story.events;
  await harness.post(first ?? '');
  await harness.drained();
  const begun = await client.ask('POST /api/operations/verify', undefined, { hours: 720, fix: true });
  let run = begun;
  while (run.state === 'running') {
    run = await client.ask('GET /api/operations/verify/:id', `/api/operations/verify/${begun.id}`);
  }
  expect(run).toMatchObject({ state: 'done', startedBy: 'local', error: null });
  expect(run.result).toMatchObject({ fixed: 1, missing: [], problems: [] });
  expect(run.result?.verdict).toMatch(/^Nothing is missing of \d+ that Stripe lists\. One was missing/);
  await harness.drained();
  expect(missed.length).toBeGreaterThan(0);
  expect((await client.raw('GET', '/api/operations/verify/none')).status).toBe(404);
  const wrong = await client.raw('POST', '/api/operations/verify', { body: { hours: 1, fix: false, account: 'none' } });
  expect(wrong.status).toBe(404);
});

test('revenue by day with definitions, and money of today', async () => {
  const now = Math.floor(Date.now() / 1000);
  const story = cardSale({ seed: 'console/today', amount: 7_700, currency: 'eur', at: now - 600 });
  for (const event of story.events) await harness.post(event);
  await harness.drained();
  const revenue = await client.ask('GET /api/revenue', '/api/revenue?days=3');
  expect(revenue.reason).toBeNull();
  const today = revenue.days.filter(({ currency }) => currency === 'eur').at(-1);
  expect(BigInt(today?.gross ?? '0')).toBeGreaterThanOrEqual(7_700n);
  const gross = revenue.metrics.find(({ name, currency }) => name === 'gross_volume' && currency === 'eur');
  expect(gross).toMatchObject({ unit: 'money', definition: expect.stringContaining('paid') });
  for (const days of ['0', '401', 'x']) {
    expect((await client.raw('GET', `/api/revenue?days=${days}`)).status).toBe(400);
  }
});
