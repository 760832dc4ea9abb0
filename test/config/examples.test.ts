import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { formatFault } from '../../src/config/fault.ts';
import { type InitAnswers, writeInitial } from '../../src/config/init.ts';
import { jsonSchemaText } from '../../src/config/json-schema.ts';
import { type LoadResult, loadConfig } from '../../src/config/load.ts';
import { slackManifest } from '../../src/config/manifest.ts';
import { reloadable } from '../../src/config/reload.ts';
import { inspectRoutes } from '../../src/route/inspect.ts';

const root = join(import.meta.dirname, '../..');
const examples = readdirSync(join(root, 'examples')).filter(
  (name) => name.endsWith('.yaml') && !/compose|prometheus|kubernetes/.test(name),
);
const env = {
  STRIPE_WEBHOOK_SECRET: 'whsec_a',
  STRIPE_API_KEY: 'rk_live_a',
  SLACK_BOT_TOKEN: 'xoxb-a',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
};
const secretFiles: Readonly<Record<string, string>> = {
  '/run/secrets/stripe_platform': 'whsec_p\n',
  '/run/secrets/stripe_sellers': 'whsec_s\n',
  '/run/secrets/stripe_key': 'rk_live_p\n',
  '/run/secrets/slack_token': 'xoxb-p\n',
};

function load(text: string, variables: Readonly<Record<string, string>> = env): LoadResult {
  return loadConfig({
    file: 'tillbell.yaml',
    env: variables,
    cwd: '/nowhere',
    inspect: inspectRoutes,
    readFile: (path) => secretFiles[path] ?? text,
  });
}

function config(text: string, variables?: Readonly<Record<string, string>>) {
  const loaded = load(text, variables);
  if (!loaded.ok) throw new Error(loaded.faults.map(formatFault).join('\n'));
  return loaded.config;
}

describe('examples', () => {
  it('the configuration within kubernetes.yaml loads; two replicas, and the variables that several processes need', () => {
    const kubernetes = readFileSync(join(root, 'examples/kubernetes.yaml'), 'utf8');
    const documents = parseAllDocuments(kubernetes).map(
      (document) => document.toJS() as { readonly kind: string; readonly data?: Record<string, string> },
    );
    const loaded = load(documents.find(({ kind }) => kind === 'ConfigMap')?.data?.['tillbell.yaml'] ?? '');
    expect(loaded.ok ? [] : loaded.faults.map(formatFault)).toEqual([]);
    expect(loaded.warnings.map(formatFault)).toEqual([]);
    expect(documents.find(({ kind }) => kind === 'Deployment')).toMatchObject({ spec: { replicas: 2 } });
    const compose = parse(readFileSync(join(root, 'examples/compose-postgres.yaml'), 'utf8')) as object;
    const environment = { DATABASE_URL: expect.any(String), TILLBELL_ENCRYPTION_KEY: expect.any(String) };
    expect(compose).toMatchObject({ services: { tillbell: { deploy: { replicas: 2 }, environment } } });
    for (const name of Object.keys(environment)) expect(kubernetes).toContain(name);
  });

  it.each(examples)('%s loads without a fault or a warning', (name) => {
    const loaded = load(readFileSync(join(root, 'examples', name), 'utf8'));
    expect(loaded.ok ? [] : loaded.faults.map(formatFault)).toEqual([]);
    expect(loaded.warnings.map(formatFault)).toEqual([]);
  });

  it.each(examples)('%s leads editors to the schema, if anywhere', (name) => {
    const named = /\$schema=(\S+)/.exec(readFileSync(join(root, 'examples', name), 'utf8'))?.[1];
    if (named !== undefined) expect(existsSync(join(root, 'examples', named))).toBe(true);
  });
});

it('the keys of the outer contract are taken as they were first shown', () => {
  const loaded = load(readFileSync(join(import.meta.dirname, 'contract.yaml'), 'utf8'));
  expect(loaded.ok ? loaded.warnings : loaded.faults.map(formatFault)).toEqual([]);
});

it('tillbell.schema.json is current (node scripts/write-schema.ts)', () => {
  expect(readFileSync(join(root, 'tillbell.schema.json'), 'utf8')).toBe(jsonSchemaText());
});

describe('what init writes', () => {
  const answers: InitAnswers = {
    timezone: 'Europe/Berlin',
    locale: 'de-DE',
    channelId: 'C0FINANCE',
    disputesChannelId: 'C0RISK',
    privacy: 'redacted',
    quiet: { from: '19:00', to: '08:00' },
    dailySummary: '09:00',
    publicUrl: 'https://tillbell.example.com',
    secrets: {
      stripeWebhookSecret: 'whsec_init\n',
      stripeApiKey: 'rk_live_init',
      slackBotToken: 'xoxb-init',
      slackSigningSecret: '0123456789abcdef0123456789abcdef',
      slackWebhookUrl: null,
    },
  };
  const variables = (text: string) =>
    Object.fromEntries(
      text
        .trim()
        .split('\n')
        .map((line) => line.split(/=(.*)/s).slice(0, 2)),
    );

  it.each<[string, InitAnswers]>([
    ['all answers', answers],
    [
      'one channel, nothing more',
      { ...answers, disputesChannelId: null, quiet: null, dailySummary: null, publicUrl: null },
    ],
    [
      'an incoming webhook',
      { ...answers, channelId: null, secrets: { ...answers.secrets, slackWebhookUrl: 'https://hooks.slack.com/x' } },
    ],
    [
      'no API key, no buttons',
      { ...answers, secrets: { ...answers.secrets, stripeApiKey: null, slackSigningSecret: null } },
    ],
  ])('%s: loads as it is, warns of nothing, and holds no secret', (_, given) => {
    const files = writeInitial(given);
    const loaded = load(files.yaml, variables(files.env) as Record<string, string>);
    expect(loaded.ok ? loaded.warnings : loaded.faults.map(formatFault)).toEqual([]);
    expect(files.yaml + files.manifest).not.toMatch(/whsec_init|rk_live_init|xoxb-init|0123456789abcdef|hooks\.slack/);
    expect(JSON.parse(files.manifest)).toHaveProperty('oauth_config.scopes.bot');
  });
});

describe('the Slack manifest', () => {
  const scopes = (text: string) => slackManifest(config(text)).oauth_config.scopes.bot;
  const base = 'channels: { a: { id: C0A } }\nroutes: [{ name: x, to: a }]\n';
  const plain = { STRIPE_WEBHOOK_SECRET: 'whsec_a', SLACK_BOT_TOKEN: 'xoxb-a' };

  it('asks for no more than what is configured uses', () => {
    expect(slackManifest(config(base, plain)).oauth_config.scopes.bot).toEqual([
      'channels:history',
      'channels:read',
      'chat:write',
      'chat:write.public',
      'groups:history',
      'groups:read',
    ]);
    expect(scopes(base)).not.toContain('commands');
    expect(scopes(`${base}public_url: https://t.example.com`)).toContain('commands');
    expect(scopes(`${base}summaries: [{ to: a, daily: "09:00" }]`)).toContain('files:write');
    expect(scopes(`${base}public_url: https://t.example.com\nactions: { refund: { who: S0A } }`)).toContain(
      'users:read',
    );
  });

  it('names the doors of the public address', () => {
    const text = JSON.stringify(slackManifest(config(`${base}public_url: https://t.example.com/`)));
    for (const door of ['commands', 'interactions', 'events'])
      expect(text).toContain(`https://t.example.com/slack/${door}"`);
  });

  it('Socket Mode needs no address', () => {
    const manifest = slackManifest(config(base, { ...env, SLACK_APP_TOKEN: 'xapp-1' }));
    expect(manifest.settings['socket_mode_enabled']).toBe(true);
    expect(JSON.stringify(manifest)).not.toContain('http');
  });
});

describe('F110 a reload', () => {
  const base = 'channels: { a: { id: C0A } }\nroutes: [{ name: x, to: a }]\n';

  it('takes what can change, keeps what cannot, and names both without a secret', () => {
    const before = config(base);
    const after = config(`${base}deadline: 10s\ntrusted_proxies: loopback\n`, {
      ...env,
      SLACK_BOT_TOKEN: 'xoxb-new',
      STRIPE_WEBHOOK_SECRET: 'whsec_new',
      PORT: '1',
    });
    const result = reloadable(before, after);
    expect(result.changed.toSorted()).toEqual(['deadlineMs', 'stripe.accounts']);
    expect(result.needsRestart.toSorted()).toEqual(['port', 'slack.botToken', 'trustedProxies']);
    expect(result.config.deadlineMs).toBe(10_000);
    expect(result.config.port).toBe(before.port);
    expect(result.config.slack.botToken).toBe(before.slack.botToken);
    expect(JSON.stringify(result)).not.toMatch(/xoxb|whsec/);
  });

  it('of the same file changes nothing', () => {
    expect(reloadable(config(base), config(base))).toMatchObject({ changed: [], needsRestart: [] });
  });
});
