import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isObject, type JsonObject, listAt, textAt } from '../../src/domain/json.ts';
import { type SlackSandbox, startSlackSandbox } from '../../src/sandbox/slack/slack-sandbox.ts';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { createWebhookSender, webhookOf } from '../../src/sandbox/stripe/send.ts';
import { type StripeSandbox, startStripeSandbox } from '../../src/sandbox/stripe/stripe-sandbox.ts';
import { webhookSecret } from './folder.ts';
import { untilQuiet } from './quiet-service.ts';
import { type ServiceOptions, type ServiceProcess, startService } from './service.ts';

const ada = 'U0ADA';
const signingSecret = '8f742231b10e8888abcd99aaabbb85a5';
const yaml = `stripe:
  accounts:
    main: { webhook_secret: "\${STRIPE_WEBHOOK_SECRET}", api_key: "\${STRIPE_API_KEY}" }
slack: { bot_token: "\${SLACK_BOT_TOKEN}", signing_secret: "\${SLACK_SIGNING_SECRET}", channel_rate: 0 }
settle: 100ms
lease: 2s
channels: { finance: { id: C0FINANCE, privacy: full } }
routes: [{ name: everything, topics: ["*"], to: [finance] }]
actions: { refund: { who: [U0ADA] } }
`;

let slack: SlackSandbox;
let stripe: StripeSandbox;
let folder: string;
let service: ServiceProcess | null = null;

beforeEach(async () => {
  slack = await startSlackSandbox({
    channelRate: 0,
    signingSecret,
    users: [{ id: ada, name: 'ada' }],
    channels: [{ id: 'C0FINANCE', name: 'finance', private: true, people: [ada] }],
  });
  stripe = await startStripeSandbox({ rateLimit: 0, apiKey: 'sk_test_crash_acting_0001', retryAfter: () => null });
  folder = mkdtempSync(join(tmpdir(), 'tillbell-crash-acting-'));
  writeFileSync(join(folder, 'tillbell.yaml'), yaml);
});

afterEach(async () => {
  service?.kill('SIGKILL');
  await service?.ended;
  await slack.close();
  await stripe.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(point?: NonNullable<ServiceOptions['point']>): Promise<string> {
  service = startService({
    args: ['start', '--config', join(folder, 'tillbell.yaml')],
    env: {
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_API_KEY: stripe.apiKey,
      TILLBELL_STRIPE_API_URL: stripe.url,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: signingSecret,
      TILLBELL_SLACK_API_URL: slack.apiUrl,
      TILLBELL_DATA: join(folder, 'data'),
      PORT: '0',
    },
    ...(point === undefined ? {} : { point }),
  });
  const address = await service.ready;
  if (address === null) throw new Error(`the service does not start:\n${service.said()}`);
  return address;
}

const patienceMs = 60_000;

/** Waits until `found` gives something; fails with what the service said last. */
async function until<T>(what: string, found: () => T | null | undefined): Promise<T> {
  for (const end = performance.now() + patienceMs; performance.now() < end; ) {
    const value = found();
    if (value !== null && value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`there is no ${what}:\n${service?.said()}`);
}

const cards = () => slack.messages('C0FINANCE').filter((one) => one.thread_ts === null && !one.deleted);
/** The newest open modal of this step, once it asks for `input` (a modal that still loads has the same step). */
const modal = (step: string, input: string | null) =>
  slack.views().findLast((view) => {
    const inputs = listAt(view, 'blocks')
      .filter(isObject)
      .map((block) => textAt(block, 'block_id'));
    return view['open'] === true && textAt(view, 'callback_id') === step && (input === null || inputs.includes(input));
  });

function refundButton(): { ts: string; actionId: string; value: string } | null {
  for (const { ts, blocks } of cards()) {
    const elements = blocks.flatMap((block): JsonObject[] => listAt(block, 'elements').filter(isObject));
    for (const element of elements) {
      const values = [textAt(element, 'value'), ...listAt(element, 'options').map((one) => textAt(one, 'value'))];
      const value = values.find((one) => one?.startsWith('refund:'));
      if (value !== undefined && value !== null) return { ts, actionId: textAt(element, 'action_id') ?? '', value };
    }
  }
  return null;
}

/** The dialogue up to its last question, in a service that lives; it ends as an operator would end it. */
async function asked(): Promise<string> {
  const address = await start();
  const story = cardSale({ seed: 'crash-acting', amount: 4_200, currency: 'eur' });
  stripe.load(story);
  const sender = createWebhookSender({ url: `${address}/webhooks/stripe`, secret: webhookSecret });
  await sender.sendAll(story.events.map(webhookOf));
  sender.close();
  expect(await untilQuiet(address, 60_000)).toBe('quiet');
  const to = `${address}/slack/interactions`;
  const button = await until('refund button', refundButton);
  const chosen = button.actionId === 'act_more' ? { chosen: button.value } : {};
  const { ts, actionId } = button;
  await slack.people.click({ to, user: ada, channel: 'C0FINANCE', ts, actionId, ...chosen });
  const form = await until('form', () => modal('form', 'reason'));
  const values = { amount: { amount: '12.00' }, reason: { reason: 'duplicate' } };
  await slack.people.viewSubmission({ to, user: ada, viewId: textAt(form, 'id') ?? '', values });
  const confirm = await until('last question', () => modal('confirm', null));
  service?.kill('SIGTERM');
  expect(await service?.ended).toEqual({ code: 0, signal: null });
  return textAt(confirm, 'id') ?? '';
}

test.each([
  ['move:before', 1],
  ['stripe:before', 1],
  ['stripe:after', 1],
  ['move:after', 3],
  ['slack:after', 1],
] as const)(
  'F80 F78 killed at %s (%d) in mid-refund: one refund at Stripe, told once',
  {
    timeout: 180_000,
  },
  async (name, hit) => {
    const viewId = await asked();
    const to = `${await start({ name, hit })}/slack/interactions`;
    const answer = await slack.people.viewSubmission({ to, user: ada, viewId, values: {} }).catch(() => null);
    expect((await service?.ended)?.signal).toBe('SIGKILL');
    const address = await start();
    if (answer?.status !== 200) {
      // Slack shows the person that it failed and leaves the question open: Ada confirms again.
      await slack.people.viewSubmission({ to: `${address}/slack/interactions`, user: ada, viewId, values: {} });
    }
    const told = () =>
      slack.messages('C0FINANCE').filter((one) => one.text.startsWith('Refund of €12.00 by') && !one.deleted);
    const refunds = () => stripe.calls.filter((one) => one.path === '/v1/refunds' && one.method === 'POST');
    await until('word of the refund', () => told()[0]);
    expect(await untilQuiet(address, 60_000)).toBe('quiet');
    expect(refunds().filter(({ replayed, status }) => !replayed && status === 200)).toHaveLength(1);
    expect(told()).toHaveLength(1);
  },
);
