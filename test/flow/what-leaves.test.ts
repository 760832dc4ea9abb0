import { readFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isObject, type JsonValue } from '../../src/domain/json.ts';
import { type StripeSandbox, startStripeSandbox } from '../../src/sandbox/stripe/stripe-sandbox.ts';
import { tradingDay } from '../../src/sandbox/stripe/trading-day.ts';
import { type AppHarness, appHarness, webhookSecret } from './app-harness.ts';

const apiKey = 'sk_test_what_leaves_0001';
const signingSecret = '8f742231b10e8888abcd99aaabbb85a5';
const planted = ['4242 4242 4242 4242', '4000-0566-5566-5556', '378282246310005'];
const numbers = planted.map((number) => number.replaceAll(/\D/g, ''));

/** What a process sends, whoever it is for: address and body of every request, without its headers. */
interface Sent {
  readonly origin: string;
  readonly content: string;
}

let sent: Sent[];
let harness: AppHarness;
let stripe: StripeSandbox;
const { fetch: realFetch } = globalThis;
const { request: realRequest } = http;

beforeEach(async () => {
  sent = [];
  stripe = await startStripeSandbox({ rateLimit: 0, apiKey, retryAfter: () => null });
  // The channel that may see most: what does not leave here leaves nowhere.
  harness = await appHarness({
    yaml: `stripe: { accounts: { main: { webhook_secret: "\${STRIPE_WEBHOOK_SECRET}", api_key: "\${STRIPE_API_KEY}" } } }
slack: { bot_token: "\${SLACK_BOT_TOKEN}", signing_secret: "\${SLACK_SIGNING_SECRET}" }
channels: { finance: { id: C0FINANCE, privacy: full, privacy_override: true, allow: [description, metadata.note] } }
cards: { payment: { fields: [{ label: Note, value: "{{ metadata.note }} {{ description }}" }] } }
actions: { refund: { who: [U0ADA] }, note: { who: [U0ADA] } }
`,
    env: { STRIPE_API_KEY: apiKey, TILLBELL_STRIPE_API_URL: stripe.url, SLACK_SIGNING_SECRET: signingSecret },
    slack: { signingSecret, users: [{ id: 'U0ADA', name: 'ada' }] },
  });
  globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input));
    if (url.origin !== harness.app.address) {
      const body = init?.body;
      const known = typeof body === 'string' || body instanceof URLSearchParams;
      const bytes = body instanceof Uint8Array ? Buffer.from(body).toString('latin1') : 'a body of another kind';
      const content = known ? body.toString() : body === undefined || body === null ? '' : bytes;
      sent.push({ origin: url.origin, content: `${decodeURIComponent(url.search)} ${decoded(content)}` });
    }
    return realFetch(input, init);
  };
  Object.defineProperty(http, 'request', {
    configurable: true,
    writable: true,
    value: (...given: Parameters<typeof http.request>) => {
      const made = Reflect.apply(realRequest, http, given) as http.ClientRequest;
      const { host, port, path } = given[0] as http.RequestOptions;
      sent.push({ origin: `http://${host}:${port}`, content: decodeURIComponent(path ?? '') });
      return made;
    },
  });
});

afterEach(async () => {
  globalThis.fetch = realFetch;
  Object.defineProperty(http, 'request', { configurable: true, writable: true, value: realRequest });
  await harness.close();
  await stripe.close();
});

function decoded(form: string): string {
  return form.startsWith('{') ? form : [...new URLSearchParams(form).values()].join('\n');
}

/** Card numbers where a careless shop or its customers would write them. */
function careless(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(careless);
  if (!isObject(value)) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, careless(inner ?? null)]));
  if ('description' in copy) copy['description'] = `paid with ${planted[0]} cvc: 123`;
  if (isObject(copy['metadata'])) copy['metadata'] = { ...copy['metadata'], note: `card ${planted[1]}` };
  if (typeof copy['name'] === 'string') copy['name'] = `Ada ${planted[2]}`;
  return copy;
}

test('F68 F74 over a trading day nothing leaves but to Slack and Stripe, and neither a card number nor a secret', async () => {
  const events = tradingDay({ seed: 7, sales: 3 })
    .lifecycles.slice(0, 12)
    .flatMap((story) => story.events);
  for (const event of events) {
    expect(await harness.post(careless(JSON.parse(JSON.stringify(event)) as JsonValue) as object)).toBe(200);
  }
  await harness.drained();
  const slackOrigin = new URL(harness.slack.apiUrl).origin;
  const toSlack = sent.filter(({ origin }) => origin === slackOrigin);
  const toStripe = sent.filter(({ origin }) => origin === new URL(stripe.url).origin);
  // Enough was said that the rest means something.
  expect(toSlack.length).toBeGreaterThan(12);
  expect(toStripe.length).toBeGreaterThan(0);
  expect(toSlack.some(({ content }) => content.includes('Ada'))).toBe(true);
  expect(sent.length).toBe(toSlack.length + toStripe.length);
  const key = readFileSync(join(harness.folder, 'encryption.key'), 'utf8').trim();
  const secrets = [
    webhookSecret,
    apiKey,
    signingSecret,
    harness.slack.botToken,
    ...key.split(/[\s,:]+/).filter((part) => part.length > 16),
  ];
  for (const { content } of sent) {
    expect(content).not.toBe('a body of another kind');
    const digits = content.replaceAll(/(?<=\d)[ .\-\u2060]+(?=\d)/g, '');
    for (const number of numbers) expect(digits).not.toContain(number);
    expect(content).not.toMatch(/cvc:? ?123/i);
    for (const secret of secrets) expect(content).not.toContain(secret);
  }
  // Nor is any of it in what the service writes down of itself.
  const lines = harness.logged.join('');
  for (const hidden of [...numbers, ...planted, ...secrets]) expect(lines).not.toContain(hidden);
  const shown = JSON.stringify([await harness.app.metrics.registry.metrics(), harness.slack.messages()]);
  for (const hidden of [...planted, ...secrets]) expect(shown).not.toContain(hidden);
});
