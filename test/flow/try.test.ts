import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Terminal } from '../../src/cli/terminal.ts';
import { runCli } from '../../src/cli.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { declinedSale } from '../../src/sandbox/stripe/lifecycles/declined-sale.ts';
import { dispute } from '../../src/sandbox/stripe/lifecycles/dispute.ts';
import { dunning } from '../../src/sandbox/stripe/lifecycles/dunning.ts';
import { payout } from '../../src/sandbox/stripe/lifecycles/payout.ts';
import { refund } from '../../src/sandbox/stripe/lifecycles/refund.ts';
import { startStripeSandbox } from '../../src/sandbox/stripe/stripe-sandbox.ts';
import type { TryResult } from '../../src/wiring/try-routes.ts';
import { appHarness } from './app-harness.ts';

const head = `
stripe: { accounts: { main: { webhook_secret: whsec_flow_test_secret_0001 } } }
slack: { bot_token: \${SLACK_BOT_TOKEN} }
channels: { finance: { id: C0FINANCE }, sales: { id: C0SALES } }
`;
const today = `${head}
routes:
  - { name: sales, topics: [payments], to: [sales] }
  - { name: rest, to: [finance] }
`;

const closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function folder(files: Readonly<Record<string, string>>): string {
  const made = mkdtempSync(join(tmpdir(), 'tillbell-try-'));
  closing.push(() => rmSync(made, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(made, name), text);
  return made;
}

async function run(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  let said = '';
  const say = (text: string) => {
    said += text;
  };
  const terminal: Terminal = {
    out: say,
    error: say,
    env: { SLACK_BOT_TOKEN: 'xoxb-1', ...env },
    cwd,
    interactive: false,
    clock: systemClock,
    ended: new Promise(() => undefined),
    onReload: () => undefined,
  };
  const code = await runCli(['try', ...args], terminal);
  return { code, said, result: () => JSON.parse(said) as TryResult };
}

const stories = [
  cardSale({ seed: 1 }),
  cardSale({ seed: 2 }),
  refund({ seed: 3 }),
  declinedSale({ seed: 4, declines: ['insufficient_funds', 'generic_decline'], recovered: true }),
  dispute({ seed: 5 }),
  payout({ seed: 6 }),
  dunning({ seed: 7 }),
].map(({ events }) => events.map((event) => ({ ...event, livemode: true })));
const events = stories.flat();
const ndjson = `${events.map((event) => JSON.stringify(event)).join('\n')}\n`;

const tallies = (result: TryResult, side: 'draft' | 'today') =>
  result[side].routes.map(({ channel, route, posted }) => `${channel} ${route} ${posted}`);

describe('tillbell try', () => {
  test('says of the configuration that ran what it did: as many cards as stand in Slack', async () => {
    const harness = await appHarness({ yaml: today });
    closing.push(() => harness.close());
    // Without the renewals: which invoice a payment pays is known there only at send time, by what stands in the channel.
    const sure = stories.slice(0, -1).flat();
    for (const event of sure) expect(await harness.post(event)).toBe(200);
    await harness.settled();
    const cwd = folder({ 'tillbell.yaml': today, 'draft.yaml': today });
    const { code, result } = await run(cwd, ['draft.yaml', '--json'], { TILLBELL_DATA: harness.folder });
    expect(code).toBe(0);
    expect(result()).toMatchObject({ events: sure.length, unreadable: 0, newlyHidden: 0, newlyShown: 0, unseen: 0 });
    expect(tallies(result(), 'draft')).toEqual(tallies(result(), 'today'));
    for (const [channel, id] of [
      ['finance', 'C0FINANCE'],
      ['sales', 'C0SALES'],
    ] as const) {
      const cards = harness.slack.messages(id).filter(({ thread_ts, deleted }) => thread_ts === null && !deleted);
      const tried = result().draft.routes.filter((tally) => tally.channel === channel);
      expect(tried.reduce((sum, { posted }) => sum + posted, 0)).toBe(cards.length);
    }
  });

  test('a draft that hides disputes and failures: each is named, and the exit code is 1', async () => {
    const draft = `${head}
routes:
  - { name: sales, topics: [payments], to: [sales], digest: 15m }
  - { name: quiet, topics: [disputes, failures], to: [] }
  - { name: rest, to: [finance] }
`;
    const cwd = folder({ 'tillbell.yaml': today, 'draft.yaml': draft, 'events.ndjson': ndjson });
    const tried = await run(cwd, ['draft.yaml', '--events', 'events.ndjson', '--json']);
    expect(tried.code).toBe(1);
    const result = tried.result();
    expect(result.unseen).toBeGreaterThanOrEqual(2);
    expect(result.unseenSample.map(({ topic }) => topic)).toEqual(expect.arrayContaining(['disputes', 'failures']));
    expect(result.sample[0]).toMatchObject({ reason: '"quiet" shows it to nobody, deliberately', today: ['finance'] });
    expect(result.draft.routes.find(({ route }) => route === 'sales')).toMatchObject({ posted: 0 });
    expect(result.draft.routes.find(({ route }) => route === 'sales')?.folded).toBeGreaterThan(0);
    const told = await run(cwd, ['draft.yaml', '--events', 'events.ndjson']);
    expect(told.said).toMatch(/nobody would see \d+ disputes, fraud warnings or failures\n {2}evt_/);
  });

  test('before the first webhook: what Stripe lists, page by page', async () => {
    const stripe = await startStripeSandbox({ livemode: true, rateLimit: 0 });
    closing.push(() => stripe.close());
    const recent = Math.floor(systemClock.now() / 1000) - 3 * 86_400;
    const told = Array.from({ length: 30 }, (_, seed) => cardSale({ seed, at: recent + seed, livemode: true }));
    for (const story of told) stripe.load(story);
    const yaml = today.replace('webhook_secret', `api_key: \${STRIPE_API_KEY}, webhook_secret`);
    const cwd = folder({ 'tillbell.yaml': yaml, 'draft.yaml': yaml });
    const env = { STRIPE_API_KEY: stripe.apiKey, TILLBELL_STRIPE_API_URL: stripe.url };
    const { code, result } = await run(cwd, ['draft.yaml', '--stripe', '--json'], env);
    expect(code).toBe(0);
    expect(result()).toMatchObject({ events: told.flatMap(({ events: all }) => all).length, unreadable: 0 });
    expect(tallies(result(), 'draft')).toContain('sales sales 30');
    const without = await run(folder({ 'tillbell.yaml': today, 'draft.yaml': today }), ['draft.yaml', '--stripe']);
    expect(without).toMatchObject({ code: 2, said: expect.stringMatching(/without an API key/) });
  });

  test('the same on both sides hides nothing, also by the store’s own order reversed', async () => {
    const reversed = `${[...events]
      .reverse()
      .map((event) => JSON.stringify(event))
      .join('\n')}\n`;
    const cwd = folder({ 'tillbell.yaml': today, 'draft.yaml': today, 'events.ndjson': reversed });
    const { code, result } = await run(cwd, ['draft.yaml', '--events', 'events.ndjson', '--json']);
    expect(code).toBe(0);
    expect(result()).toMatchObject({ newlyHidden: 0, newlyShown: 0, unseen: 0 });
  });

  test.each([
    [
      'a draft with faults, each with its line',
      { 'draft.yaml': `${head}routes:\n  - { name: a, to: [nowhere] }\n  - { name: b, tpics: [x] }\n` },
      ['draft.yaml'],
      /draft\.yaml:6:\d+.*nowhere.*draft\.yaml:7:\d+/s,
    ],
    ['a draft that is not there', {}, ['draft.yaml'], /draft\.yaml.*cannot be read/s],
    [
      'lines that are no events',
      { 'draft.yaml': today, 'e.ndjson': '{"id":"evt_1"}\nnonsense\n' },
      ['draft.yaml', '--events', 'e.ndjson'],
      /e\.ndjson:1:.*e\.ndjson:2:/s,
    ],
    ['a file that is not there', { 'draft.yaml': today }, ['draft.yaml', '--events', 'none'], /none cannot be read/],
    ['a number that is none', { 'draft.yaml': today }, ['draft.yaml', '--days', 'many'], /--days many/],
  ] as const)('%s: exit 2', async (_, files, args, said) => {
    const tried = await run(folder({ 'tillbell.yaml': today, ...files }), args);
    expect(tried).toMatchObject({ code: 2, said: expect.stringMatching(said) });
  });
});
