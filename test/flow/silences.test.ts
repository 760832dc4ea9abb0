import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { Terminal } from '../../src/cli/terminal.ts';
import { runCli } from '../../src/cli.ts';
import { type Clock, systemClock } from '../../src/domain/clock.ts';
import { objectAt, textAt } from '../../src/domain/json.ts';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { dispute } from '../../src/sandbox/stripe/lifecycles/dispute.ts';
import { addSilence, endSilence, listSilences } from '../../src/wiring/silences.ts';

import { loadText } from '../routing-config.ts';
import { type AppHarness, type AppHarnessOptions, appHarness } from './app-harness.ts';

const open: AppHarness[] = [];
afterEach(async () => {
  for (const harness of open.splice(0)) await harness.close();
});

const yaml = `
stripe: { accounts: { main: { webhook_secret: whsec_flow_test_secret_0001 } } }
slack: { bot_token: \${SLACK_BOT_TOKEN} }
channels: { finance: { id: C0FINANCE }, sales: { id: C0SALES } }
routes:
  - { name: disputes, topics: [disputes], to: [finance], severity: critical }
  - { name: sales, topics: [payments], to: [sales] }
  - { name: rest, to: [finance] }
`;

/** The machine's clock, which a test can put forward. */
interface Ahead extends Clock {
  put(ms: number): void;
}

function ahead(): Ahead {
  let by = 0;
  return {
    ...systemClock,
    now: () => systemClock.now() + by,
    put(ms) {
      by += ms;
    },
  };
}

async function service(options: AppHarnessOptions = {}): Promise<{ harness: AppHarness; clock: Ahead }> {
  const clock = ahead();
  const harness = await appHarness({ yaml, clock, ...options });
  open.push(harness);
  return { harness, clock };
}

const loaded = loadText(yaml, { SLACK_BOT_TOKEN: 'xoxb-1' });
const config = loaded.ok ? loaded.config : null;

function silences(harness: AppHarness, clock: Clock) {
  return {
    get store() {
      return harness.app.store;
    },
    clock,
    config: () => config ?? { channels: {}, routes: [] },
  };
}

const texts = (harness: AppHarness, channel: string) =>
  harness.slack
    .messages(channel)
    .filter((message) => message.thread_ts === null && !message.deleted)
    .map(({ text, blocks }) => `${text} ${JSON.stringify(blocks)}`);

const customerOf = (events: readonly { type: string; data: { object: unknown } }[]) => {
  const charge = events.find(({ type }) => type === 'charge.succeeded')?.data.object;
  const parsed = JSON.parse(JSON.stringify(charge)) as Parameters<typeof textAt>[0];
  return textAt(parsed, 'customer') ?? textAt(objectAt(parsed, 'customer') ?? undefined, 'id') ?? '';
};

async function post(harness: AppHarness, events: readonly object[]): Promise<void> {
  for (const event of events) expect(await harness.post(event)).toBe(200);
  await harness.settled();
}

/** As time goes by: the clock is put forward, and the service looks at everything anew. */
async function later(harness: AppHarness, clock: Ahead, ms: number): Promise<void> {
  clock.put(ms);
  await harness.restart();
  await harness.settled();
}

describe('a silence', () => {
  test('holds back what matches; at its end one message tells it; others are not concerned', async () => {
    const { harness, clock } = await service();
    const [first, second, other] = [cardSale({ seed: 11 }), cardSale({ seed: 12 }), cardSale({ seed: 13 })];
    const deps = silences(harness, clock);
    const until = clock.now() + 3_600_000;
    const made = [];
    for (const { events } of [first, second]) {
      const matcher = { customer: customerOf(events), channel: 'sales' };
      made.push(await addSilence(deps, { matcher, until, author: 'U0ANNA', reason: 'a test' }));
    }
    await later(harness, clock, 0);
    await post(harness, [...first.events, ...second.events, ...other.events]);
    expect(texts(harness, 'C0SALES')).toHaveLength(1);
    const listed = await listSilences(deps);
    expect(listed.map(({ held }) => held)).toEqual([
      [{ channel: 'sales', count: 1 }],
      [{ channel: 'sales', count: 1 }],
    ]);
    for (const { id } of made) await endSilence(deps, { id, by: 'U0ANNA' });
    await harness.settled();
    expect(texts(harness, 'C0SALES')).toHaveLength(3);
    expect(await listSilences(deps)).toEqual([]);
  });

  test('everything in a channel, told at its natural end in one digest; critical comes through', async () => {
    const { harness, clock } = await service();
    const deps = silences(harness, clock);
    const until = clock.now() + 600_000;
    await addSilence(deps, { matcher: { everything: true }, until, author: 'U0ANNA', reason: 'sale' });
    await later(harness, clock, 0);
    for (const seed of [21, 22, 23]) await post(harness, cardSale({ seed }).events);
    const lost = dispute({ seed: 24 }).events.filter(({ type }) => type.startsWith('charge.dispute.'));
    await post(harness, lost.slice(0, 1));
    expect(texts(harness, 'C0SALES')).toEqual([]);
    expect(texts(harness, 'C0FINANCE')).toHaveLength(1);
    await later(harness, clock, 600_000);
    const [digest, ...more] = texts(harness, 'C0SALES');
    expect(more).toEqual([]);
    expect(digest).toMatch(/3 alerts/);
    expect(digest).toMatch(/held back by a silence/);
  });

  test('sale mode: a digest each ten minutes and at the end', async () => {
    const { harness, clock } = await service();
    const deps = silences(harness, clock);
    const until = clock.now() + 4 * 3_600_000;
    const matcher = { everything: true, channel: 'sales' } as const;
    await addSilence(deps, { matcher, until, author: 'U0ANNA', reason: 'sale', digestMs: 600_000 });
    await later(harness, clock, 0);
    for (const seed of [31, 32]) await post(harness, cardSale({ seed }).events);
    expect(texts(harness, 'C0SALES')).toEqual([]);
    await later(harness, clock, 600_000);
    expect(texts(harness, 'C0SALES')).toHaveLength(1);
    expect(texts(harness, 'C0SALES')[0]).toMatch(/2 alerts/);
  });

  test('what is dropped is told as a number, once, also after a restart', async () => {
    const { harness, clock } = await service();
    const deps = silences(harness, clock);
    const matcher = { channel: 'sales' };
    const until = clock.now() + 60_000;
    await addSilence(deps, { matcher, until, author: 'U0ANNA', reason: '', effect: 'drop' });
    await later(harness, clock, 0);
    for (const seed of [41, 42]) await post(harness, cardSale({ seed }).events);
    await later(harness, clock, 70_000);
    await later(harness, clock, 1_000);
    expect(texts(harness, 'C0SALES')).toHaveLength(1);
    expect(texts(harness, 'C0SALES')[0]).toMatch(/2 alerts, not shown/);
  });
});

describe('tillbell silence', () => {
  let shared: AppHarness | null = null;
  afterAll(() => shared?.close());

  function terminal(harness: AppHarness): Terminal & { said(): string } {
    let said = '';
    const say = (text: string) => {
      said += text;
    };
    return {
      out: say,
      error: say,
      env: {
        STRIPE_WEBHOOK_SECRET: 'whsec_flow_test_secret_0001',
        SLACK_BOT_TOKEN: 'xoxb-1',
        SLACK_CHANNEL: 'C0FINANCE',
        TILLBELL_DATA: harness.folder,
        USER: 'anna',
      },
      cwd: harness.folder,
      interactive: false,
      clock: systemClock,
      ended: new Promise(() => undefined),
      onReload: () => undefined,
      said: () => said,
    };
  }

  test('adds, lists and ends beside the running service', async () => {
    const { harness } = await service();
    const added = terminal(harness);
    expect(await runCli(['silence', 'add', '--customer', 'cus_1', '--for', '24h', '--reason', 'tests'], added)).toBe(0);
    expect(added.said()).toMatch(/^sil_[0-9a-f]{12} holds back customer cus_1 until 20/);
    const id = /sil_[0-9a-f]+/.exec(added.said())?.[0] ?? '';
    const listed = terminal(harness);
    expect(await runCli(['silence', 'list'], listed)).toBe(0);
    expect(listed.said()).toMatch(/cus_1.*by anna.*: tests.*nothing yet/s);
    expect(await runCli(['silence', 'end', id], terminal(harness))).toBe(0);
    const quiet = terminal(harness);
    expect(await runCli(['quiet', '4h', '--digest', '10m', '--channel', 'default', '--json'], quiet)).toBe(0);
    expect(JSON.parse(quiet.said())).toMatchObject({
      matcher: { everything: true, channel: 'default' },
      digestMs: 600_000,
    });
  });

  test.each([
    [['silence', 'add', '--customer', 'cus_1', '--until', '2020-01-01T00:00:00Z'], /past/],
    [['silence', 'add', '--customer', 'cus_1', '--for', '400d'], /longer than 90d/],
    [['silence', 'add', '--customer', 'cus_1'], /not said/],
    [['silence', 'add', '--customer', 'cus_1', '--for', 'soon'], /no time to end/],
    [['silence', 'add', '--for', '1h'], /of nothing/],
    [['silence', 'add', '--channel', 'defualt', '--for', '1h'], /did you mean "default"/],
    [['silence', 'add', '--route', 'disputs', '--for', '1h'], /did you mean "disputes"|route that does not exist/],
    [['silence', 'end', 'sil_nope'], /does not exist/],
    [['quiet', '4h', '--digest', '1s'], /every minute/],
    [['quiet', '4h', '--digest', 'often'], /no duration/],
  ])('%j is refused with what would be right', async (args, said) => {
    shared ??= (await service()).harness;
    open.length = 0;
    const harness = shared;
    const refused = terminal(harness);
    expect(await runCli(args, refused)).toBe(2);
    expect(refused.said()).toMatch(said);
    expect(await harness.app.store.listSilences({ since: 0, limit: 1 })).toEqual([]);
  });
});
