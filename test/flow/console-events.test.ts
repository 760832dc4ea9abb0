import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { dispute } from '../../src/sandbox/stripe/lifecycles/dispute.ts';
import { type ConsoleClient, type ConsoleHarness, consoleHarness } from './console-harness.ts';

const yaml = `
channels:
  finance: { id: C0FINANCE, privacy: full }
  sales: { id: C0SALES }
routes:
  - { name: disputes, topics: [disputes], to: [finance], severity: critical }
  - { name: sales, topics: [payments], to: [sales] }
  - { name: rest, topics: ["*"], to: [] }
cards:
  payment:
    fields: [{ label: Sum, value: "{{ amount | money }}" }]
quiet:
  - { name: nights, days: [mon, tue, wed, thu, fri], from: "23:00", to: "05:00", channels: [sales], then: digest }
`;

let harness: ConsoleHarness;
let client: ConsoleClient;
beforeAll(async () => {
  harness = await consoleHarness({ yaml });
  client = await harness.local();
  const sales = [1, 2, 3].map((seed) => cardSale({ seed: `events/${seed}`, amount: seed * 1_000, currency: 'eur' }));
  for (const story of [...sales, dispute({ seed: 'events/4', outcome: 'open' })]) {
    for (const event of story.events) await harness.post(event);
    await harness.drained();
  }
});
afterAll(() => harness.close());

const search = (query: string) => client.ask('GET /api/events', `/api/events?${query}`);

describe('events', () => {
  test('are found by what people know of them, page by page', async () => {
    const all = await search('limit=200');
    expect(all).toMatchObject({ next: null, searchedBackTo: null });
    const one = all.items.find(({ type, amount }) => type === 'payment_intent.succeeded' && amount !== null);
    expect(one).toMatchObject({ state: 'routed', amount: { currency: 'eur' } });
    const { id, customer, subjectId } = one ?? { id: '', customer: null, subjectId: null };
    expect((await search(`q=${id}`)).items.map((event) => event.id)).toEqual([id]);
    expect((await search(`q=${customer}`)).items.every((event) => event.customer === customer)).toBe(true);
    expect((await search(`subject=${subjectId}`)).items.map((event) => event.id)).toContain(id);
    expect((await search('type=charge.*')).items.every(({ type }) => type.startsWith('charge.'))).toBe(true);
    const dear = await search('currency=EUR&amountMin=25.00&amountMax=30');
    expect(dear.items.length).toBeGreaterThan(0);
    expect(dear.items.every(({ amount }) => amount?.minor === '3000')).toBe(true);
    const pages: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Awaited<ReturnType<typeof search>> = await search(
        `limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      pages.push(...page.items.map((event) => event.id));
      cursor = page.next;
    }
    expect(pages).toEqual(all.items.map((event) => event.id));
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=1000', 'limit'],
    ['cursor=x', 'cursor'],
    ['amountMin=5', 'currency'],
    ['currency=JPY&amountMin=1.50', 'amountMin'],
    ['since=yesterday', 'since'],
    ['type=Charge', 'type'],
    ['state=lost', 'state'],
    ["q=' OR 1=1", 'q'],
  ])('%s is refused by name', async (query, field) => {
    const answer = await client.raw('GET', `/api/events?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'bad_input', field } } });
  });

  test('show their whole way, with the card as it stands', async () => {
    const [event] = (await search('type=payment_intent.succeeded&limit=1')).items;
    const shown = await client.ask('GET /api/events/:seq', `/api/events/${event?.seq}`);
    expect(shown.decision?.targets).toMatchObject([{ channel: 'sales', route: 'sales' }]);
    expect(shown.way.map(({ step }) => step)).toEqual(expect.arrayContaining(['received', 'route', 'planned']));
    expect(shown.deliveries[0]).toMatchObject({ channel: 'sales', op: 'card' });
    expect(shown.messages[0]).toMatchObject({ channel: 'sales', subjectId: shown.subject?.id });
    expect(shown.can).toEqual(['reroute']);
  });

  test('a look at the payload is on record before it is had', async () => {
    const [event] = (await search('type=payment_intent.succeeded&limit=1')).items;
    const body = await client.ask('GET /api/events/:seq/payload', `/api/events/${event?.seq}/payload`);
    expect(JSON.parse(body.text ?? '')).toMatchObject({ id: event?.id });
    const { items } = await client.ask('GET /api/audit');
    expect(items[0]).toMatchObject({ verb: 'console.payload', actor: 'local', target: event?.id });
  });

  test('are routed anew; deliveries are parked and released', async () => {
    const { items } = await search('type=payment_intent.succeeded&limit=3');
    const seqs = items.map(({ seq }) => seq);
    expect(await client.ask('POST /api/events/act', undefined, { act: 'reroute', seqs })).toEqual({ done: 3 });
    await harness.drained();
    expect(await client.ask('POST /api/events/act', undefined, { act: 'release', seqs })).toEqual({ done: 0 });
    const [delivery] = (await client.ask('GET /api/deliveries', '/api/deliveries?limit=1')).items;
    const ids = [delivery?.id ?? 0];
    expect(await client.ask('POST /api/deliveries/act', undefined, { act: 'park', ids })).toEqual({ done: 0 });
    expect((await client.raw('POST', '/api/deliveries/act', { body: { act: 'park', ids: [] } })).status).toBe(400);
  });
});

test('now: health, lanes, the open dispute by its date, money of today', async () => {
  const now = await client.ask('GET /api/now');
  expect(now.health).toMatchObject({ state: 'ok', line: 'All is well: nothing waits.' });
  expect(now.lanes.flatMap(({ channels }) => channels).toSorted()).toEqual(['finance', 'sales']);
  expect(now.disputes).toMatchObject([{ status: 'needs_response', dueAt: expect.any(Number) }]);
  expect(now.money.reason === null || now.money.today === null).toBe(true);
});

test('the feed survives a restart', async () => {
  const before = await client.ask('GET /api/feed');
  expect(before.items.length).toBeGreaterThan(3);
  await harness.restart();
  client = await harness.local();
  expect(await client.ask('GET /api/feed')).toEqual(before);
  const sales = await client.ask('GET /api/feed', '/api/feed?channel=sales&limit=2');
  expect(sales.items.every(({ channel }) => channel === 'sales')).toBe(true);
  expect(sales.next).not.toBeNull();
});

describe('rules', () => {
  const silent = 'routes:\n  - { name: sales, topics: [payments], to: [sales] }\n';

  test('the tree with its traffic, and the sections to begin a draft with', async () => {
    const rules = await client.ask('GET /api/rules');
    expect(rules.routes.map(({ name }) => name)).toEqual(['disputes', 'sales', 'rest']);
    expect(rules.routes[1]?.traffic.posts).toBe(4);
    expect(rules.routes[0]?.matches).toEqual(['topics: disputes']);
  });

  test('the playground shows who would get which card, today and by the draft', async () => {
    const [event] = (await search('type=payment_intent.succeeded&limit=1')).items;
    const before = harness.slack.messages().length;
    const draft = 'routes:\n  - { name: all, topics: ["*"], to: [finance, sales], mention: "<!here>" }\n';
    const played = await client.ask('POST /api/rules/playground', undefined, {
      event: { seq: event?.seq ?? 0 },
      draft,
    });
    expect(played.alert).toMatchObject({ topic: 'payments' });
    expect(played.today?.cards.map(({ channel }) => channel)).toEqual(['sales']);
    expect(played.draft?.cards.map(({ channel }) => channel)).toEqual(['finance', 'sales']);
    const texts = played.draft?.cards.map(({ message }) => JSON.stringify(message)) ?? [];
    expect(texts[0]).toContain('<!here>');
    expect(texts).toHaveLength(2);
    expect(harness.slack.messages()).toHaveLength(before);
  });

  test('a pasted event is played, rubbish is refused, a draft with faults says where', async () => {
    const [pasted] = cardSale({ seed: 'pasted', amount: 777, currency: 'eur' }).events.filter(
      ({ type }) => type === 'payment_intent.succeeded',
    );
    const played = await client.ask('POST /api/rules/playground', undefined, {
      event: { json: JSON.stringify(pasted) },
      draft: 'routes:\n  - name: x\n    topics: [paymets]\n    to: [sales]\n',
    });
    expect(played.alert?.amount).toEqual({ minor: '777', currency: 'eur' });
    expect(played.draft).toBeNull();
    expect(played.faults[0]).toMatchObject({ level: 'fault', line: 3, message: expect.stringContaining('paymets') });
    const refused = await client.raw('POST', '/api/rules/playground', { body: { event: { json: '{}' }, draft: null } });
    expect(refused).toMatchObject({ status: 400, body: { error: { code: 'event_unreadable' } } });
  });

  test.each([
    ['stripe: { accounts: {} }', 'cannot be tried'],
    ['routes: [{ name: x, to: [sales], when: "a" }]\n"slack": {}', 'cannot be tried'],
    ['routes: file:///etc/passwd', 'must be'],
    ['- 1', ''],
  ])('a draft of %s reaches nothing', async (draft, message) => {
    const { faults } = await client.ask('POST /api/rules/diff', undefined, { draft });
    expect(faults.some((fault) => fault.level === 'fault' && fault.message.includes(message))).toBe(true);
  });

  test('the diff is one that patch takes', async () => {
    const { draft } = await client.ask('GET /api/rules');
    const changed = draft.replace('severity: critical', 'severity: high');
    const { diff, faults } = await client.ask('POST /api/rules/diff', undefined, { draft: changed });
    expect(faults.filter(({ level }) => level === 'fault')).toEqual([]);
    expect(diff === '' ? '' : diff.split('\n')[2]).toMatch(/^$|^@@ -\d+,\d+ \+\d+,\d+ @@$/);
  });

  test('the time machine plays what is stored, and warns of what nobody would see', async () => {
    const begun = await client.ask('POST /api/rules/time-machine', undefined, { draft: silent });
    let run = begun;
    while (run.state === 'running') {
      run = await client.ask('GET /api/rules/time-machine/:id', `/api/rules/time-machine/${begun.id}`);
    }
    expect(run).toMatchObject({ state: 'done', result: { unseen: 1 } });
    expect(run.result?.verdict).toBe('Do not: nobody would have seen one dispute, fraud warning or failure.');
    const wrong = await client.ask('POST /api/rules/time-machine', undefined, { draft: 'routes: 1' });
    expect(wrong.state).toBe('failed');
    expect((await client.raw('GET', '/api/rules/time-machine/none')).status).toBe(404);
  });

  test('the card editor previews a draft and lists what can be named', async () => {
    const [event] = (await search('type=payment_intent.succeeded&limit=1')).items;
    const seq = event?.seq ?? 0;
    const ask = (card: string | null) =>
      client.ask('POST /api/rules/card-preview', undefined, { seq, channel: 'sales', card });
    expect(JSON.stringify((await ask(null)).message)).toContain('Sum');
    const drafted = await ask('fields:\n  - { label: Id, value: "{{ payment_intent.id }}" }');
    expect(JSON.stringify(drafted.message)).toContain('Id');
    expect(JSON.stringify(drafted.message)).not.toContain('Sum');
    const wrong = await ask('fields:\n  - { label: Id, value: "{{ payment_intent.idd }}" }');
    expect(wrong).toMatchObject({ message: null, faults: [{ line: 2 }] });
    const { paths } = await client.ask('GET /api/rules/paths', `/api/rules/paths?kind=payment&seq=${seq}`);
    expect(paths.find(({ path }) => path === 'object.amount')).toMatchObject({ type: 'money' });
    expect(paths.some(({ example }) => example?.includes('@') === true)).toBe(false);
    const known = await client.ask('GET /api/rules/paths', '/api/rules/paths?kind=payment');
    expect(known.paths.map(({ path }) => path)).toContain('charge.amount');
  });
});

describe('quiet', () => {
  test('a silence is made, shown on the calendar, ended', async () => {
    const until = Date.now() + 3_600_000;
    const made = await client.ask('POST /api/silences', undefined, {
      matcher: { channel: 'sales' },
      until,
      reason: 'a test',
    });
    expect(made).toMatchObject({ author: 'local', active: true, effect: 'digest' });
    const quiet = await client.ask('GET /api/quiet');
    expect(quiet.silences[0]?.id).toBe(made.id);
    expect(quiet.calendar.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['interval', 'silence']));
    expect(quiet.intervals).toMatchObject([{ name: 'nights', channels: ['sales'] }]);
    expect(quiet.blindness.alerts).toBeGreaterThan(0);
    await client.ask('POST /api/silences/:id/end', `/api/silences/${made.id}/end`);
    const after = await client.ask('GET /api/quiet');
    expect(after.silences.find(({ id }) => id === made.id)).toMatchObject({ active: false, endedBy: 'local' });
    expect((await client.raw('POST', `/api/silences/${made.id}/end`)).status).toBe(400);
  });

  test.each([
    [{ matcher: {}, until: Date.now() + 60_000, reason: 'x' }],
    [{ matcher: { channel: 'none' }, until: Date.now() + 60_000, reason: 'x' }],
    [{ matcher: { channel: 'sales' }, until: 1, reason: 'x' }],
    [{ matcher: { channel: 'sales' }, until: Date.now() + 60_000, reason: ' ' }],
    [{ matcher: { channel: 'sales', other: 'x' }, until: Date.now() + 60_000, reason: 'x' }],
  ])('%j is refused', async (body) => {
    expect((await client.raw('POST', '/api/silences', { body })).status).toBe(400);
  });
});

test('operations tell how it is installed and name no secret', async () => {
  const shown = await client.ask('GET /api/operations');
  expect(shown).toMatchObject({
    database: 'sqlite',
    accounts: [{ name: 'main', door: '/webhooks/stripe/main', webhookSecrets: 1 }],
    keys: [{ newest: true, since: expect.any(Number) }],
  });
  const live = await client.ask('POST /api/operations/check');
  expect(live.slack[0]).toMatchObject({
    channels: [
      { name: 'finance', ok: true },
      { name: 'sales', ok: true },
    ],
  });
  const revenue = await client.ask('GET /api/revenue', '/api/revenue?days=30');
  const everything = JSON.stringify([shown, live, revenue, await client.ask('GET /api/me')]);
  for (const secret of ['whsec_', harness.slack.botToken]) expect(everything).not.toContain(secret);
});
