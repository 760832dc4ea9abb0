import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Finding } from '../../src/cli/finding.ts';
import { writesNeeded } from '../../src/cli/stripe-permissions.ts';
import { runCli } from '../../src/cli.ts';
import { actionNames } from '../../src/config/schema-later.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { botScopes } from '../../src/sandbox/slack/model.ts';
import { type SlackSandbox, startSlackSandbox } from '../../src/sandbox/slack/slack-sandbox.ts';
import { type StripeSandbox, startStripeSandbox } from '../../src/sandbox/stripe/stripe-sandbox.ts';

const reads = ['customer', 'product', 'subscription', 'invoice', 'charge', 'dispute', 'payout', 'event', 'webhook'].map(
  (name) => `${name}_read`,
);
const keys = {
  exact: [...reads, 'charge_write'],
  tooLittle: reads.filter((name) => name !== 'dispute_read' && name !== 'event_read'),
  tooMuch: [...reads, 'charge_write', 'subscription_write', 'webhook_write'],
} as const;
const keyOf = (name: keyof typeof keys) => `rk_test_doctor_${name}_0001`;

let stripe: StripeSandbox;
let slack: SlackSandbox | null = null;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillbell-doctor-'));
  stripe = await startStripeSandbox({
    rateLimit: 0,
    restrictedKeys: (Object.keys(keys) as (keyof typeof keys)[]).map((name) => ({
      key: keyOf(name),
      permissions: keys[name],
    })),
  });
});
afterEach(async () => {
  await stripe.close();
  await slack?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function doctor(
  options: { key?: string; actions?: string; accounts?: string; scopes?: readonly string[] } = {},
): Promise<{ code: number; findings: readonly Finding[]; printed: string }> {
  slack = await startSlackSandbox({
    channels: [{ id: 'C0FINANCE', name: 'finance', private: true }],
    ...(options.scopes === undefined ? {} : { scopes: options.scopes }),
  });
  const file = join(folder, 'tillbell.yaml');
  writeFileSync(
    file,
    `stripe: { accounts: { main: { webhook_secret: whsec_doctor_test_0001, api_key: "${options.key ?? keyOf('exact')}" }${options.accounts ?? ''} } }
slack: { bot_token: "${slack.botToken}" }
channels: { finance: { id: C0FINANCE } }
routes: [{ name: all, to: [finance] }]
actions: ${options.actions ?? '{ refund: { who: [U0ADA] } }'}
`,
  );
  let printed = '';
  const code = await runCli(['doctor', '--json', '--config', file], {
    out: (text) => {
      printed += text;
    },
    error: (text) => {
      printed += text;
    },
    env: { TILLBELL_STRIPE_API_URL: stripe.url, TILLBELL_SLACK_API_URL: slack.apiUrl, TILLBELL_DATA: folder },
    cwd: folder,
    interactive: false,
    clock: systemClock,
    ended: new Promise(() => undefined),
    onReload: () => undefined,
  });
  return { code, findings: JSON.parse(printed) as Finding[], printed };
}

const of = (findings: readonly Finding[], about: string) => findings.filter((one) => one.about === about);

function endpoint(path: string): void {
  stripe.addEndpoint({ url: `https://tillbell.example.com${path}`, secret: 'whsec_doctor_test_0001' });
}

describe('doctor: the Stripe key', () => {
  test('what is used, and no more', async () => {
    endpoint('/webhooks/stripe');
    const { code, findings } = await doctor();
    expect(of(findings, 'Stripe main').map(({ level }) => level)).toEqual(['well', 'well']);
    expect(code).toBe(0);
  });

  test('too little: each missing permission by Stripe’s name, with what needs it', async () => {
    const { findings, code } = await doctor({
      key: keyOf('tooLittle'),
      actions: '{ refund: { who: [U0ADA] }, void_invoice: { who: [U0ADA] } }',
    });
    const texts = of(findings, 'Stripe main').map(({ text }) => text);
    expect(texts[0]).toBe('the key lacks rak_dispute_read, rak_event_read');
    expect(texts[1]).toBe('the key lacks rak_charge_write (actions.refund), rak_invoice_write (actions.void_invoice)');
    expect(code).toBe(1);
  });

  test('too much: what it may write and nothing configured needs', async () => {
    const { findings } = await doctor({ key: keyOf('tooMuch') });
    expect(of(findings, 'Stripe main').at(-1)).toMatchObject({
      level: 'warning',
      text: 'the key may write what nothing configured needs: rak_subscription_write, rak_webhook_write',
    });
  });

  test('a secret key may do everything: the permissions that would do are named', async () => {
    const { findings, printed } = await doctor({ key: stripe.apiKey });
    expect(of(findings, 'Stripe main').at(-1)).toMatchObject({
      level: 'warning',
      text: 'a secret key may do everything',
      advice: expect.stringContaining('rak_charge_write'),
    });
    expect(printed).not.toContain(stripe.apiKey);
  });

  test('asking changes nothing at Stripe', async () => {
    await doctor({ key: keyOf('tooMuch') });
    expect(stripe.calls.filter(({ method, status }) => method !== 'GET' && status < 400)).toEqual([]);
  });

  test('every action that writes to Stripe has its permission', () => {
    const actions = Object.fromEntries(
      actionNames.map((name) => [name, { who: [], upTo: null, above: 'deny' as const }]),
    );
    const named = new Set([...writesNeeded({ actions, sync: {} }).values()].flat());
    // What `edit` writes is told by the fields of `sync:`.
    const local = ['acknowledge', 'assign', 'note', 'reveal', 'edit', 'change_routes'].map((name) => `actions.${name}`);
    expect(new Set([...named, ...local])).toEqual(new Set(actionNames.map((name) => `actions.${name}`)));
  });
});

describe('doctor: endpoints and scopes', () => {
  test.each([
    ['/webhooks/stripe', '/webhooks/stripe'],
    ['/webhooks/stripe', '/webhooks/stripe/main'],
    ['/webhooks/stripe/', '/webhooks/stripe/main'],
  ])('F111 two endpoints to one door are detected: %s and %s', async (one, other) => {
    endpoint(one);
    endpoint(other);
    const { findings } = await doctor();
    expect(of(findings, 'Stripe main endpoint').at(-1)?.text).toMatch(/^two endpoints lead to the same address/);
  });

  test('F111 endpoints to the doors of two accounts are no doubles', async () => {
    endpoint('/webhooks/stripe');
    endpoint('/webhooks/stripe/shop');
    const { findings } = await doctor({ accounts: ', shop: { webhook_secret: whsec_doctor_test_0002 }' });
    expect(of(findings, 'Stripe main endpoint').some(({ text }) => text.startsWith('two endpoints'))).toBe(false);
  });

  test('F112 a key of the wrong mode is named before anything starts', async () => {
    const { code, printed } = await doctor({
      accounts: `, live: { webhook_secret: whsec_doctor_test_0002, api_key: "${keyOf('tooMuch')}", livemode: true }`,
    }).catch((error: unknown) => ({ code: 2, printed: String(error) }));
    expect(code).toBe(2);
    expect(printed).not.toContain(keyOf('tooMuch'));
  });

  test('F115 a missing scope is named; one too many as well', async () => {
    const lacking = await doctor({ scopes: botScopes.filter((scope) => scope !== 'groups:read') });
    expect(of(lacking.findings, 'Slack scopes').map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^missing: .*groups:read/),
    );
    await slack?.close();
    const without = await doctor({ scopes: botScopes.filter((scope) => scope !== 'chat:write') });
    expect(of(without.findings, 'Slack scopes')[0]).toMatchObject({ level: 'fault' });
    expect(without.code).toBe(1);
  });
});
