import { afterEach, describe, expect, test } from 'vitest';
import { isObject, textAt } from '../../src/domain/json.ts';
import type { LedgerFact } from '../../src/domain/ledger.ts';
import { type AppHarness, appHarness } from './app-harness.ts';

const open: AppHarness[] = [];
afterEach(async () => {
  for (const harness of open.splice(0)) await harness.close();
});

const yaml = (anomalies: string) => `
stripe: { accounts: { main: { webhook_secret: whsec_flow_test_secret_0001 } } }
slack: { bot_token: \${SLACK_BOT_TOKEN} }
channels: { finance: { id: C0FINANCE } }
routes:
  - { name: money, topics: [payments], to: [finance] }
${anomalies}
`;
const week = 168 * 3_600;
let made = 0;

function charge(at: number, minor = 4_200, customer = 'cus_known'): LedgerFact {
  made += 1;
  return {
    type: 'object',
    account: 'main',
    livemode: true,
    connect: '',
    kind: 'charge',
    source: `ch_${made}`,
    at,
    amount: { minor: `${BigInt(minor)}`, currency: 'eur' },
    customer,
    rank: 0,
    tags: [],
    detail: null,
  };
}
/** `count` charges within the hour that ends at `end`. */
const hourOf = (end: number, count: number) =>
  Array.from({ length: count }, (_, index) => charge(end - 3_600 + Math.floor((3_500 * index) / count)));

async function service(anomalies = '') {
  const harness = await appHarness({ yaml: yaml(anomalies) });
  open.push(harness);
  const now = Math.floor(Date.now() / 900_000) * 900;
  const record = async (facts: readonly LedgerFact[]) => {
    for (let start = 0; start < facts.length; start += 1_000) {
      await harness.app.store.recordLedger({ now: Date.now(), facts: facts.slice(start, start + 1_000) });
    }
  };
  // Six weeks of the same trade; the hour that ends now sells forty, but not this week.
  const weeks = Array.from({ length: 7 }, (_, index) => now - index * week);
  await record(weeks.flatMap((end) => hourOf(end - 2 * 86_400, 400)));
  await record(weeks.slice(1).flatMap((end) => hourOf(end, 40)));
  return {
    harness,
    now,
    record,
    look: async (): Promise<void> => {
      await harness.app.anomalies.round();
      await harness.app.incidents.round();
      await harness.settled();
      await harness.drained();
    },
    cards: () => harness.slack.messages('C0FINANCE').filter(({ thread_ts, deleted }) => thread_ts === null && !deleted),
  };
}

describe('anomalies', () => {
  test('sales that stop: told once with a chart, over when they are back', async () => {
    const { harness, now, record, look, cards } = await service();
    await look();
    await look();
    expect(cards()).toHaveLength(1);
    const [card] = cards();
    expect(card?.text).toMatch(/Far fewer sales than usual · €0\.00 in the last hour, usual €1,5\d\d\.\d\d/);
    const chart = card?.blocks.find(({ type }) => type === 'data_visualization');
    expect(textAt(chart, 'chart.type')).toBe('line');

    await record(hourOf(now, 36));
    await look();
    await look();
    expect(cards()).toHaveLength(1);
    expect(cards()[0]?.text).toMatch(/Far fewer sales than usual: over/);
    const thread = harness.slack.messages('C0FINANCE').filter(({ thread_ts }) => thread_ts === card?.ts);
    expect(thread.map(({ text }) => text)).toEqual([
      expect.stringMatching(/As usual again after \d+ minutes?: €1,512\.00 in the last hour, usual/),
    ]);
    // What it was told by is known: why it was told as well.
    const [event] = await harness.app.store.listEvents({ limit: 1, type: 'tillbell.incident.closed' });
    expect(event?.state).toBe('routed');
    await harness.restart();
    await look();
    expect(cards()).toHaveLength(1);
  });

  test('F58 where Slack refuses its own chart it is a picture, and where it refuses that, words', async () => {
    const { harness, look, cards } = await service();
    harness.slack.faults.add({ kind: 'error', error: 'invalid_blocks', method: 'chat.postMessage', calls: 1 });
    await look();
    const image = cards()[0]?.blocks.find(({ type }) => type === 'image');
    expect(textAt(image, 'slack_file.id')).toMatch(/^F0/);
    expect(textAt(image, 'alt_text')).toMatch(/^Line chart: Each hour, and the usual\. Measured: /);

    const second = await service();
    second.harness.slack.faults.add({ kind: 'error', error: 'invalid_blocks', method: 'chat.postMessage', calls: 2 });
    await second.look();
    expect(second.cards()).toHaveLength(1);
    expect(JSON.stringify(second.cards()[0]?.blocks)).toMatch(/Line chart: Each hour/);
    expect(second.cards()[0]?.blocks.some((block) => isObject(block) && block['type'] === 'image')).toBe(false);
  });

  test('a very large payment, and the first of a new customer, each told once', async () => {
    const { record, now, look, cards } = await service(
      'anomalies: { large_payment: "5000.00 EUR", new_customer: "500.00 EUR", off: revenue_pace }',
    );
    await record([charge(now - 60, 950_000), charge(now - 50, 60_000), charge(now - 40, 60_000, 'cus_new')]);
    await look();
    await look();
    const texts = cards().map(({ text }) => text);
    expect(texts.toSorted()).toEqual([
      expect.stringMatching(/€600\.00 · A new customer's first payment is a large one/),
      expect.stringMatching(/€9,500\.00 · A very large payment/),
    ]);
  });

  test('too little history, and switched off: silent', async () => {
    const off = await service('anomalies: { enabled: false }');
    await off.look();
    expect(off.cards()).toEqual([]);
    const young = await service('anomalies: { weeks: 8 }');
    await young.look();
    expect(young.cards()).toEqual([]);
  });
});
