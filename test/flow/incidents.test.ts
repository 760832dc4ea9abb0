import { afterEach, describe, expect, test } from 'vitest';
import { type Clock, systemClock } from '../../src/domain/clock.ts';
import { declinedSale } from '../../src/sandbox/stripe/lifecycles/declined-sale.ts';
import { dispute } from '../../src/sandbox/stripe/lifecycles/dispute.ts';
import { type AppHarness, appHarness } from './app-harness.ts';

const open: AppHarness[] = [];
afterEach(async () => {
  for (const harness of open.splice(0)) await harness.close();
});

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

const yaml = (incidents: string) => `
stripe: { accounts: { main: { webhook_secret: whsec_flow_test_secret_0001 } } }
slack: { bot_token: \${SLACK_BOT_TOKEN} }
channels: { finance: { id: C0FINANCE }, sales: { id: C0SALES } }
routes:
  - { name: money, topics: [failures, fraud, disputes], to: [finance] }
  - { name: rest, to: [sales] }
${incidents}
`;

async function service(incidents = 'incidents: { failures: 5, cards: 1000 }') {
  const clock = ahead();
  const harness = await appHarness({ yaml: yaml(incidents), clock });
  open.push(harness);
  return { harness, clock };
}

let seed = 0;
/** Declined payments, by one code, as if they had happened a minute ago. */
function declined(recovered = false) {
  seed += 1;
  const start = Math.floor(Date.now() / 1_000) - 200;
  return declinedSale({
    seed: `incident/${seed}`,
    amount: 4_200,
    currency: 'eur',
    declines: ['generic_decline'],
    recovered,
    at: start,
  });
}

async function post(harness: AppHarness, events: readonly object[]): Promise<void> {
  for (const event of events) expect(await harness.post(event)).toBe(200);
  await harness.settled();
}

async function look(harness: AppHarness): Promise<void> {
  await harness.app.incidents.round();
  await harness.settled();
  // The incident's card stands now: from here on it speaks for what belongs to it.
  await harness.app.incidents.round();
}

const cards = (harness: AppHarness, channel = 'C0FINANCE') =>
  harness.slack.messages(channel).filter(({ thread_ts, deleted }) => thread_ts === null && !deleted);
const incidentCard = (harness: AppHarness) =>
  cards(harness).filter(({ text }) => /declined|tests cards/.test(text) && /Many payments|Somebody/.test(text));

describe('a decline spike', () => {
  test('opens one card, speaks for what follows, survives a restart and ends with what was recovered', async () => {
    const { harness, clock } = await service();
    for (let sale = 0; sale < 5; sale += 1) await post(harness, declined().events);
    expect(cards(harness)).toHaveLength(5);
    await look(harness);
    expect(incidentCard(harness)).toHaveLength(1);
    const said = JSON.stringify(incidentCard(harness)[0]);
    expect(incidentCard(harness)[0]?.text).toMatch(/Many payments are declined · 5 · €210\.00/);
    expect(said).toMatch(/cus_/);

    const recovering = declined(true);
    const failing = recovering.events.findIndex(
      ({ type }) => type === 'charge.failed' || type === 'payment_intent.payment_failed',
    );
    await post(harness, recovering.events.slice(0, failing + 2));
    for (let sale = 0; sale < 6; sale += 1) await post(harness, declined().events);
    // Five cards of before and the incident: those after it are told by it.
    expect(cards(harness)).toHaveLength(6);
    const event = recovering.events[failing];
    const [why] = await harness.app.store.explainEvent({ id: event?.id ?? '' });
    expect(why).toMatchObject({ state: 'suppressed', reason: { code: 'inhibited' } });

    await harness.restart();
    await post(harness, declined().events);
    expect(cards(harness)).toHaveLength(6);
    await post(harness, recovering.events.slice(failing + 2));
    expect(cards(harness, 'C0SALES').filter(({ text }) => /paid/i.test(text))).toHaveLength(1);
    await post(harness, dispute({ seed: 77 }).events);
    expect(cards(harness).filter(({ text }) => /dispute/i.test(text)).length).toBeGreaterThan(0);

    clock.put(61_000);
    await look(harness);
    expect(incidentCard(harness)[0]?.text).toMatch(/· 13 · €546\.00/);
    clock.put(2 * 3_600_000);
    await look(harness);
    await look(harness);
    const ended = incidentCard(harness);
    expect(ended).toHaveLength(1);
    expect(ended[0]?.text).toMatch(/is over · 13/);
    const thread = harness.slack.messages('C0FINANCE').filter(({ thread_ts }) => thread_ts === ended[0]?.ts);
    expect(thread.filter(({ text }) => /Over: recovered 1 of 13, €42\.00 of €546\.00/.test(text))).toHaveLength(1);
  });

  test('without enough weeks of history, and without a number given, nothing is an incident', async () => {
    const { harness } = await service('');
    for (let sale = 0; sale < 12; sale += 1) await post(harness, declined().events);
    await look(harness);
    expect(incidentCard(harness)).toEqual([]);
    expect(cards(harness)).toHaveLength(12);
  });

  test('switched off, it is not looked for', async () => {
    const { harness } = await service('incidents: { enabled: false, failures: 2 }');
    for (let sale = 0; sale < 4; sale += 1) await post(harness, declined().events);
    await look(harness);
    expect(incidentCard(harness)).toEqual([]);
  });
});
