import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Terminal } from '../../src/cli/terminal.ts';
import { runCli } from '../../src/cli.ts';
import { type Clock, systemClock } from '../../src/domain/clock.ts';
import { isObject, numberAt } from '../../src/domain/json.ts';
import { rungAt } from '../../src/report/disputes/ladder.ts';
import { usualSettings } from '../../src/report/disputes/settings.ts';
import { type DisputeOptions, dispute } from '../../src/sandbox/stripe/lifecycles/dispute.ts';
import { type AppHarness, appHarness } from './app-harness.ts';

const open: AppHarness[] = [];
afterEach(async () => {
  for (const harness of open.splice(0)) await harness.close();
});

const yaml = (disputes: string) => `
stripe: { accounts: { main: { webhook_secret: whsec_flow_test_secret_0001 } } }
slack: { bot_token: \${SLACK_BOT_TOKEN} }
timezone: Europe/Berlin
channels: { finance: { id: C0FINANCE, privacy: full } }
routes:
  - { name: all, topics: [disputes], to: [finance] }
${disputes}
`;
const hours = { ...usualSettings.hours, timezone: 'Europe/Berlin' };
const hour = 3_600_000;
const day = 86_400;

async function service(disputes = 'disputes: { escalate_to: S0FINANCE }') {
  let by = 0;
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + by };
  const harness = await appHarness({ yaml: yaml(disputes), clock });
  open.push(harness);
  return {
    harness,
    async at(ms: number): Promise<void> {
      by = ms - systemClock.now();
      await harness.app.desk.round();
      await harness.settled();
    },
    async round(): Promise<void> {
      await harness.app.desk.round();
      await harness.settled();
    },
    card: () =>
      harness.slack.messages('C0FINANCE').find(({ thread_ts, text }) => thread_ts === null && /Disput/i.test(text)),
    thread: () =>
      harness.slack
        .messages('C0FINANCE')
        .filter(({ thread_ts }) => thread_ts !== null)
        .map((message) => message),
  };
}
type Service = Awaited<ReturnType<typeof service>>;

let seed = 0;
/** Events of a dispute that was opened a minute ago. Returns when evidence is due, in milliseconds. */
async function opened({ harness }: Service, options: DisputeOptions = {}, owner?: string): Promise<number> {
  seed += 1;
  // Of this month, due on a Thursday: on which day of the week this runs makes no difference.
  const now = Math.floor(Date.now() / 1_000);
  const created = Math.max(now - 3_600, Date.parse(`${new Date().toISOString().slice(0, 7)}-01T00:00:10Z`) / 1_000);
  const daysToAnswer = 10 + ((4 - new Date((created + 10 * day) * 1_000).getUTCDay() + 7) % 7);
  // The sale lies three weeks before.
  const at = created - 21 * day;
  const story = dispute({ seed: `desk/${seed}`, outcome: 'open', daysToAnswer, at, ...options });
  let due = 0;
  for (const event of story.events) {
    const object: unknown = JSON.parse(JSON.stringify(event.data.object));
    if (!isObject(object) || object['object'] !== 'dispute') continue;
    due = (numberAt(object, 'evidence_details.due_by') ?? 0) * 1_000;
    object['payment_method_details'] = {
      type: 'card',
      card: { brand: 'visa', network: 'visa', case_type: 'chargeback' },
    };
    if (owner !== undefined) object['metadata'] = { owner };
    expect(await harness.post({ ...event, data: { ...event.data, object } })).toBe(200);
  }
  await harness.settled();
  return due;
}

const timeOf = (name: string, dueAt: number): number => {
  const rung = usualSettings.rungs.find((one) => one.name === name);
  if (rung === undefined) throw new Error(name);
  return rungAt(rung, { dueAt, hours });
};
/** Runs a command beside the service: its exit code and what it printed. */
async function said({ harness }: Service, args: readonly string[]): Promise<[number, string]> {
  writeFileSync(join(harness.folder, 'tillbell.yaml'), yaml(''));
  let text = '';
  const keep = (more: string) => {
    text += more;
  };
  const terminal: Terminal = {
    out: keep,
    error: keep,
    env: { SLACK_BOT_TOKEN: harness.slack.botToken, TILLBELL_DATA: harness.folder },
    cwd: harness.folder,
    interactive: false,
    clock: systemClock,
    ended: new Promise(() => undefined),
    onReload: () => undefined,
  };
  return [await runCli(args, terminal), text];
}

/** What is told besides Stripe's own news. */
const reminders = (desk: Service) =>
  desk
    .thread()
    .map((message) => JSON.stringify(message.blocks))
    .filter((text) => /What decides|is due|Nobody has acknowledged/.test(text));

describe('the dispute desk', () => {
  test('says what wins it when it opens, once, whoever asks how often', async () => {
    const desk = await service();
    await opened(desk, { reason: 'product_not_received' });
    expect(desk.card()).toBeDefined();
    await Promise.all([desk.round(), desk.round()]);
    await desk.harness.restart();
    await desk.round();
    expect(reminders(desk)).toHaveLength(1);
    const said = reminders(desk)[0] ?? '';
    expect(said).toMatch(/product not received/);
    expect(said).toMatch(/proof of delivery to that address/);
    expect(said).toMatch(/too few to tell/);
    expect(said).toMatch(
      /Visa VAMP: 1 dispute or fraud report this month, no payments to divide by\. 1,499 more this month/,
    );
    // It is a matter of the thread: the card says what Stripe says.
    expect(desk.card()?.edits).toBe(0);
  });

  test('goes down the ladder, each rung once, to whom it is assigned', async () => {
    const desk = await service();
    const due = await opened(desk, {}, 'U0ADA');
    await desk.round();
    await desk.at(timeOf('7d', due) - 1_000);
    expect(reminders(desk)).toHaveLength(1);
    await desk.at(timeOf('7d', due));
    await desk.round();
    expect(reminders(desk)).toHaveLength(2);
    expect(reminders(desk)[1]).toMatch(/Evidence for €.* is due .*Still missing: .*<@U0ADA>/);
    await desk.at(timeOf('7d', due) + 24 * hour);
    // Taken: nobody else is asked.
    expect(reminders(desk)).toHaveLength(2);
    await desk.at(timeOf('3d', due));
    await desk.at(timeOf('1d', due));
    await desk.at(timeOf('6h', due));
    expect(reminders(desk)).toHaveLength(5);
    await desk.at(due + 1_000);
    expect(reminders(desk)).toHaveLength(5);
  });

  test('escalates where nobody takes it, and asks the same people from then on', async () => {
    const desk = await service();
    const due = await opened(desk);
    await desk.round();
    await desk.at(timeOf('7d', due));
    const [, first] = desk.thread().filter(({ text }) => /What decides|is due/.test(text));
    expect(first?.reply_broadcast).toBe(true);
    expect(first?.text).toMatch(/Nobody has taken it yet/);
    await desk.at(timeOf('3d', due) - 1_000);
    expect(reminders(desk)).toHaveLength(3);
    expect(reminders(desk)[2]).toMatch(/Nobody has acknowledged this dispute .*<!subteam\^S0FINANCE>/);
    await desk.at(timeOf('3d', due));
    expect(reminders(desk)[3]).toMatch(/is due .*<!subteam\^S0FINANCE>/);
  });

  test('F93 down while three rungs fell due: the last is told, once', async () => {
    const desk = await service('');
    const due = await opened(desk);
    await desk.round();
    await desk.at(timeOf('1d', due) + 60_000);
    await desk.harness.restart();
    await desk.round();
    expect(reminders(desk)).toHaveLength(2);
    const [row] = await desk.harness.app.store.openDisputes(timeOf('1d', due));
    if (row === undefined) throw new Error('the dispute is not open');
    const rows = await desk.harness.app.store.remindersOf(row);
    expect(rows.map(({ rung, state }) => `${rung} ${state}`).toSorted()).toEqual([
      '1d told',
      '3d passed',
      '7d passed',
      'opened told',
    ]);
  });

  test('is silent once evidence is submitted, and where it is switched off', async () => {
    const desk = await service();
    const due = await opened(desk, { outcome: 'won' });
    await desk.at(timeOf('1d', due));
    expect(reminders(desk)).toEqual([]);
    const off = await service('disputes: { enabled: false }');
    await opened(off);
    await off.round();
    expect(reminders(off)).toEqual([]);
  });

  test('tillbell disputes says the same beside the running service', async () => {
    const desk = await service();
    const due = await opened(desk, { reason: 'duplicate' }, 'U0ADA');
    await opened(desk, { outcome: 'lost', reason: 'fraudulent' });
    const [code, text] = await said(desk, ['disputes']);
    expect(code).toBe(0);
    expect(text).toMatch(/Open\n {2}du_\S+ \(test\) {2}€\S+ {2}duplicate {2}due \S+ \(\d+ days left\) {2}with U0ADA/);
    expect(text).toMatch(/missing {2}duplicate_charge_explanation, duplicate_charge_documentation/);
    expect(text).toMatch(/fraudulent {2}0 of 1 answered won \(0%\)/);
    expect(text).toMatch(/Visa VAMP: 2 disputes or fraud reports this month/);
    const [, json] = await said(desk, ['disputes', '--json']);
    expect(JSON.parse(json)).toMatchObject({
      open: [{ reason: 'duplicate', dueBy: new Date(due).toISOString(), livemode: false }],
      programs: [{ program: 'Visa VAMP', from: '2026-04-01', counted: 2, headroom: 1_498 }],
    });
  });

  test('knows from its own record whether to fight, and shows its figures', async () => {
    const desk = await service('disputes: { counter_fee: "20.00 EUR" }');
    for (let index = 0; index < 9; index += 1) {
      await opened(desk, { outcome: index < 8 ? 'won' : 'lost', reason: 'duplicate' });
    }
    await opened(desk, { reason: 'duplicate' });
    await desk.round();
    expect(reminders(desk)[0]).toMatch(
      /Of 9 such disputes that you answered 8 were won \(89%, likely .*\)\. Fight: it brings €/,
    );
    const metrics = await desk.harness.app.metrics.registry.metrics();
    expect(metrics).toMatch(/tillbell_disputes_open|tillbell_dispute_ratio/);
  });
});
