import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { clientOf, refused, scene } from './client.test-support.ts';
import { cardSale } from './lifecycles/card-sale.ts';
import { connectedAccount } from './lifecycles/connected-account.ts';
import { mailedInvoice } from './lifecycles/mailed-invoice.ts';
import { subscriptionSale } from './lifecycles/subscription-sale.ts';
import { startStripeSandbox } from './stripe-sandbox.ts';
import type { StripeObject } from './world.ts';

const idOf = (objects: readonly StripeObject[], kind: StripeObject['object']) =>
  objects.find((object) => object.object === kind)?.id ?? '';

describe('reading', () => {
  test('every object of a story can be retrieved as it is', async () => {
    const { sandbox, stripe } = await scene();
    const sale = cardSale();
    sandbox.load(sale);
    const charge = await stripe.charges.retrieve(idOf(sale.objects, 'charge'));
    expect(JSON.parse(JSON.stringify(charge))).toEqual(sale.objects.find((object) => object.object === 'charge'));
    const intent = await stripe.paymentIntents.retrieve(idOf(sale.objects, 'payment_intent'), {
      expand: ['latest_charge.balance_transaction', 'customer'],
    });
    expect(intent).toMatchObject({
      latest_charge: { object: 'charge', balance_transaction: { object: 'balance_transaction', source: charge.id } },
      customer: { object: 'customer' },
    });
    const sessions = await stripe.checkout.sessions.list({ payment_intent: intent.id });
    expect(sessions.data).toHaveLength(1);
    const withRefunds = await stripe.charges.retrieve(charge.id, { expand: ['refunds'] });
    expect(withRefunds.refunds?.data).toEqual([]);
  });

  test('events are listed newest first and can be paged to the end, both ways', async () => {
    const { sandbox, stripe } = await scene();
    for (let seed = 0; seed < 40; seed++) sandbox.load(cardSale({ seed, at: 1_794_000_000 + seed * 60 }));
    const all = await stripe.events.list({ limit: 7 }).autoPagingToArray({ limit: 1000 });
    expect(all.map((event) => event.id)).toEqual(sandbox.world.events.map((event) => event.id).reverse());
    const before = await stripe.events.list({ ending_before: all[20]?.id ?? '', limit: 5 });
    expect(before.data.map((event) => event.id)).toEqual(all.slice(15, 20).map((event) => event.id));
    expect(before.has_more).toBe(true);
    const since = all[10]?.created ?? 0;
    const newer = await stripe.events.list({ created: { gt: since }, types: ['charge.succeeded'], limit: 100 });
    expect(newer.data.every((event) => event.created > since && event.type === 'charge.succeeded')).toBe(true);
    expect(newer.data.length).toBeGreaterThan(0);
    expect(await stripe.events.retrieve(all[0]?.id ?? '')).toMatchObject({ id: all[0]?.id, pending_webhooks: 0 });
  });

  test('events are forgotten after 30 days', async () => {
    const { sandbox, stripe, clock } = await scene();
    sandbox.load(cardSale());
    expect((await stripe.events.list()).data).not.toHaveLength(0);
    clock.advance(30 * 86_400_000);
    expect((await stripe.events.list()).data).toHaveLength(0);
  });

  test('F44 an invoice of 23 lines holds ten; the others come page by page', async () => {
    const { sandbox, stripe } = await scene();
    const story = mailedInvoice({ lines: 23 });
    sandbox.load(story);
    const invoice = await stripe.invoices.retrieve(idOf(story.objects, 'invoice'));
    expect(invoice.lines).toMatchObject({ has_more: true, data: { length: 10 } });
    const lines = await stripe.invoices.listLineItems(invoice.id, { limit: 10 }).autoPagingToArray({ limit: 100 });
    expect(lines).toHaveLength(23);
    expect(lines.reduce((sum, line) => sum + line.amount, 0)).toBe(invoice.total);
    expect((await stripe.invoicePayments.list({ invoice: invoice.id })).data).toHaveLength(1);
  });

  test('a thin notification leads to its event and its object', async () => {
    const { sandbox, stripe } = await scene();
    sandbox.load(cardSale());
    const snapshot = sandbox.world.events.find((event) => event.type === 'charge.succeeded');
    if (snapshot === undefined) throw new Error('the sale has a charge');
    const thin = sandbox.thin(snapshot);
    const body = JSON.stringify(thin);
    const timestamp = 1_793_606_400;
    const header = Stripe.webhooks.generateTestHeaderString({ payload: body, secret: 'whsec_x', timestamp });
    const parsed = stripe.parseEventNotification(body, header, 'whsec_x', undefined, undefined, timestamp * 1000);
    expect(parsed.type).toBe('v1.charge.succeeded');
    if (parsed.type !== 'v1.charge.succeeded') return;
    expect(await parsed.fetchEvent()).toMatchObject({ id: thin.id, type: 'v1.charge.succeeded' });
    expect(await parsed.fetchRelatedObject()).toMatchObject({ id: snapshot.data.object.id, object: 'charge' });
    const listed = await stripe.v2.core.events.list({ limit: 3 }).autoPagingToArray({ limit: 100 });
    expect(listed).toHaveLength(sandbox.world.events.length);
    expect(await refused(stripe.v2.core.events.retrieve('evt_test_none'))).toMatchObject({ statusCode: 404 });
  });

  test('subscriptions without the canceled ones, customers, prices, products, balance', async () => {
    const { sandbox, stripe } = await scene();
    const story = subscriptionSale();
    sandbox.load(story);
    const customer = idOf(story.objects, 'customer');
    const [subscription] = (await stripe.subscriptions.list({ customer })).data;
    await stripe.subscriptions.cancel(subscription?.id ?? '');
    expect((await stripe.subscriptions.list({ customer })).data).toHaveLength(0);
    expect((await stripe.subscriptions.list({ customer, status: 'all' })).data).toHaveLength(1);
    expect((await stripe.products.list()).data.map((product) => product.id)).toEqual(['prod_Pro']);
    const [price] = (await stripe.prices.list({ product: 'prod_Pro', expand: ['data.product'] })).data;
    expect(price).toMatchObject({ unit_amount: 4900, product: { name: 'Pro' } });
    expect(price?.unit_amount_decimal?.toString()).toBe('4900');
    const balance = await stripe.balance.retrieve();
    expect((balance.pending[0]?.amount ?? 0) + (balance.available[0]?.amount ?? 0)).toBe(
      sandbox.world.list('balance_transaction').reduce((sum, one) => sum + one.net, 0),
    );
  });

  test('F47 a connected account has its own world', async () => {
    const { sandbox, stripe } = await scene();
    const story = connectedAccount();
    sandbox.load(story);
    const stripeAccount = story.events[0]?.account ?? '';
    const charge = idOf(story.objects, 'charge');
    expect(await stripe.charges.retrieve(charge, {}, { stripeAccount })).toMatchObject({ id: charge });
    expect(await refused(stripe.charges.retrieve(charge))).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    expect(await refused(stripe.charges.retrieve(charge, {}, { stripeAccount: 'acct_other' }))).toMatchObject({
      statusCode: 403,
      code: 'account_invalid',
    });
  });
});

describe('strictness', () => {
  test('an unknown key is 401, and is not repeated in full', async () => {
    const { sandbox } = await scene();
    const error = await refused(clientOf(sandbox, 'sk_test_wrong1234567890').events.list());
    expect(error).toMatchObject({ type: 'StripeAuthenticationError', statusCode: 401 });
    expect(error.message).toBe('Invalid API Key provided: sk_test_***********7890');
    expect((await fetch(`${sandbox.url}/v1/events`)).status).toBe(401);
    const basic = `Basic ${Buffer.from(`${sandbox.apiKey}:`).toString('base64')}`;
    expect((await fetch(`${sandbox.url}/v1/events`, { headers: { authorization: basic } })).status).toBe(200);
  });

  test('F42 a restricted key is told by name what it lacks', async () => {
    const key = 'rk_test_1234567890abcdef';
    const { sandbox } = await scene({ restrictedKeys: [{ key, permissions: ['charge_write', 'event_read'] }] });
    const story = cardSale();
    sandbox.load(story);
    const stripe = clientOf(sandbox, key);
    expect((await stripe.events.list()).data).not.toHaveLength(0);
    expect((await stripe.charges.list()).data).toHaveLength(1);
    const error = await refused(stripe.customers.list());
    expect(error).toMatchObject({ type: 'StripePermissionError', statusCode: 403 });
    expect(error.message).toContain("Having the 'rak_customer_read' permission would allow this request to continue.");
    expect(error.message).not.toContain(key);
  });

  test('F41 the 26th request within a second is refused; a second later all is well', async () => {
    const { stripe, clock } = await scene({ rateLimit: 25 });
    for (let n = 0; n < 25; n++) await stripe.events.list();
    expect(await refused(stripe.events.list())).toMatchObject({ type: 'StripeRateLimitError', code: 'rate_limit' });
    clock.advance(1000);
    await stripe.events.list();
  });

  test.each<[string, (stripe: Stripe) => Promise<unknown>, object]>([
    [
      'F43 an id that is not there',
      (s) => s.charges.retrieve('ch_none'),
      { statusCode: 404, code: 'resource_missing', message: "No such charge: 'ch_none'" },
    ],
    ['a limit over 100', (s) => s.charges.list({ limit: 101 }), { statusCode: 400, param: 'limit' }],
    [
      'a cursor that is not there',
      (s) => s.charges.list({ starting_after: 'ch_none' }),
      { statusCode: 400, param: 'starting_after' },
    ],
    ['both cursors', (s) => s.charges.list({ starting_after: 'a', ending_before: 'b' }), { statusCode: 400 }],
    [
      'an unknown parameter',
      (s) => s.rawRequest('GET', '/v1/charges?colour=red'),
      { code: 'parameter_unknown', param: 'colour' },
    ],
    ['an unknown path', (s) => s.rawRequest('GET', '/v1/unicorns'), { statusCode: 404 }],
    ['an unknown version', (s) => s.charges.list({}, { apiVersion: 'yesterday' }), { statusCode: 400 }],
    [
      'too deep an expansion',
      (s) => s.charges.list({ expand: ['data.a.b.c.d.e'] }),
      { statusCode: 400, param: 'expand' },
    ],
  ])('%s is refused', async (_name, call, expected) => {
    const { stripe } = await scene();
    expect(await refused(call(stripe))).toMatchObject(expected);
  });

  test('the version is echoed and each request has an id', async () => {
    const { sandbox, stripe } = await scene();
    const response = await stripe.events.list();
    expect(response.lastResponse).toMatchObject({
      requestId: expect.stringMatching(/^req_/),
      apiVersion: '2026-10-28.endive',
    });
    expect(sandbox.calls).toMatchObject([{ method: 'GET', path: '/v1/events', status: 200 }]);
    expect(JSON.stringify(sandbox.calls)).not.toContain(sandbox.apiKey);
  });

  test('a port that is taken is refused', async () => {
    const { sandbox } = await scene();
    await expect(startStripeSandbox({ port: Number(new URL(sandbox.url).port) })).rejects.toThrow('EADDRINUSE');
  });

  test('names of prototypes are names like any other', async () => {
    const { sandbox, stripe } = await scene();
    const error = await refused(stripe.rawRequest('POST', '/v1/refunds', { ['__proto__x']: 'a' }));
    expect(error).toMatchObject({ code: 'parameter_unknown' });
    const response = await fetch(`${sandbox.url}/v1/refunds`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.apiKey}` },
      body: '__proto__[polluted]=1&constructor[prototype][polluted]=1',
    });
    expect(response.status).toBe(400);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});
