import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LoadOptions, type LoadResult, loadConfig } from './load.ts';

const full = { STRIPE_WEBHOOK_SECRET: 'whsec_a', SLACK_BOT_TOKEN: 'xoxb-a', SLACK_CHANNEL: 'C0FINANCE' };

function load(
  text: string | null,
  env: LoadOptions['env'] = full,
  files: Readonly<Record<string, string>> = {},
): LoadResult {
  return loadConfig({
    file: text === null ? null : 'tillbell.yaml',
    env,
    cwd: '/etc/tillbell',
    readFile(path) {
      const found = path === '/etc/tillbell/tillbell.yaml' ? text : files[path];
      if (found === undefined || found === null) throw new Error(`ENOENT: no such file or directory, open '${path}'`);
      return found;
    },
  });
}

function config(...args: Parameters<typeof load>) {
  const loaded = load(...args);
  if (!loaded.ok) throw new Error(loaded.faults.map((fault) => `${fault.path}: ${fault.message}`).join('\n'));
  return loaded.config;
}

const codes = (result: LoadResult) => (result.ok ? [] : result.faults.map((fault) => `${fault.path} ${fault.code}`));

describe('the environment alone', () => {
  it('a bot token and a channel are enough, and give the default routes', () => {
    const loaded = config(null);
    expect(loaded.channels['default']).toMatchObject({ id: 'C0FINANCE', lane: 'slack/C0FINANCE', privacy: 'redacted' });
    expect(loaded).toMatchObject({
      host: '127.0.0.1',
      port: 4242,
      dataFolder: '/etc/tillbell/data',
      deadlineMs: 5_000,
    });
    expect(loaded.slack).toMatchObject({ mode: 'bot', channelRate: 1 });
    const critical = loaded.routes.find((route) => route.severity === 'critical');
    expect(critical?.match.topics).toEqual(['disputes', 'fraud']);
    const shown = loaded.routes.flatMap((route) => route.match.topics);
    for (const hidden of ['customers', 'catalog', 'balance', 'tax', 'issuing', 'meters', 'other'])
      expect(shown).not.toContain(hidden);
  });

  it('an incoming webhook is enough', () => {
    const env = { STRIPE_WEBHOOK_SECRET: 'whsec_a', SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/x' };
    const loaded = config(null, env);
    expect(loaded.slack.mode).toBe('webhook');
    expect(loaded.channels['default']).toMatchObject({ id: null, lane: 'webhook/default' });
    expect(loaded.channels['default']?.webhookUrl?.reveal()).toBe('https://hooks.slack.com/services/x');
  });

  it('every missing secret is refused by name, all at once', () => {
    expect(codes(load(null, {}))).toEqual([
      'SLACK_BOT_TOKEN missing_variable',
      'SLACK_CHANNEL missing_variable',
      'STRIPE_WEBHOOK_SECRET missing_variable',
    ]);
  });

  it('two secrets stand with a comma while one is rolled; F9 line ends around a secret are dropped', () => {
    const loaded = config(null, { ...full, STRIPE_WEBHOOK_SECRET: ' whsec_a, whsec_b\r\n' });
    expect(loaded.stripe.accounts['main']?.webhookSecrets.map((secret) => secret.reveal())).toEqual([
      'whsec_a',
      'whsec_b',
    ]);
  });

  it('NAME_FILE stands for NAME', () => {
    const env = { ...full, STRIPE_WEBHOOK_SECRET: undefined, STRIPE_WEBHOOK_SECRET_FILE: '/run/secrets/s' };
    const key = { TILLBELL_ENCRYPTION_KEY_FILE: '/run/secrets/key' };
    const loaded = config(null, { ...env, ...key }, { '/run/secrets/s': 'whsec_file\n', '/run/secrets/key': 'k\r\n' });
    expect(loaded.encryptionKey?.reveal()).toBe('k');
    expect(loaded.stripe.accounts['main']?.webhookSecrets[0]?.reveal()).toBe('whsec_file');
    expect(codes(load(null, env))).toEqual(['STRIPE_WEBHOOK_SECRET environment']);
  });

  it.each<[string, string]>([
    ['PORT', '65536'],
    ['PORT', '4242 '.repeat(2)],
    ['TILLBELL_SLACK_CHANNEL_RATE', '-1'],
    ['TILLBELL_SLACK_CHANNEL_RATE', 'fast'],
    ['DATABASE_URL', 'mysql://u:p@h/d'],
    ['TILLBELL_STRIPE_API_URL', 'api.stripe.com'],
    ['SLACK_CHANNEL', 'finance'],
    ['STRIPE_API_KEY', 'pk_live_x'],
    ['SLACK_SIGNING_SECRET', 'xoxb-x'],
  ])('%s=%s is refused by name', (name, value) => {
    const result = load(null, { ...full, [name]: value });
    expect(result.ok ? [] : result.faults.map((fault) => [fault.file, fault.path])).toEqual([['environment', name]]);
  });

  it('the other variables are taken', () => {
    const loaded = config(null, {
      ...full,
      PORT: '0',
      HOST: '0.0.0.0',
      TILLBELL_DATA: '/var/lib/tillbell',
      DATABASE_URL: 'postgres://u:p@h/d',
      TILLBELL_ENCRYPTION_KEY: 'k',
      TILLBELL_SLACK_CHANNEL_RATE: '0',
      TILLBELL_SLACK_API_URL: 'http://127.0.0.1:1/api/',
      STRIPE_API_KEY: 'rk_test_x',
    });
    expect(loaded).toMatchObject({ port: 0, host: '0.0.0.0', dataFolder: '/var/lib/tillbell' });
    expect(loaded.slack).toMatchObject({ channelRate: 0, apiUrl: 'http://127.0.0.1:1/api' });
    expect(loaded.stripe.accounts['main']?.livemode).toBe(false);
    expect(JSON.stringify(loaded)).not.toMatch(/rk_test_x|xoxb-a|whsec_a|u:p@h/);
  });

  it('F54 a channel by name is taken with a warning', () => {
    const loaded = load(null, { ...full, SLACK_CHANNEL: '#finance' });
    expect(loaded.warnings.map((warning) => warning.code)).toEqual(['channel_by_name']);
  });
});

describe('a file', () => {
  it('variables go into any scalar, also inside { }: with defaults, and $$ for a dollar sign', () => {
    const loaded = config(
      `stripe: { accounts: { main: { webhook_secret: \${S}, livemode: \${LIVE} } }, tolerance: \${TOL:-60} }
channels: { finance: { id: \${C:-C0X}, allow: "a$$b \${S}" } }`,
      { ...full, S: 'whsec_s', LIVE: 'true' },
    );
    expect(loaded.stripe.toleranceSeconds).toBe(60);
    expect(loaded.stripe.accounts['main']?.livemode).toBe(true);
    expect(loaded.channels['finance']).toMatchObject({ id: 'C0X', allow: ['a$b whsec_s'] });
  });

  it('F8 a tolerance of 0, which would take signatures of any age, is refused', () => {
    const result = load(`stripe: { tolerance: 0 }`, full);
    expect(result.ok).toBe(false);
    expect(!result.ok && result.faults[0]?.message).toContain('0 would accept signatures of any age');
  });

  it('a value of a variable can never become more than text', () => {
    const evil = 'x, privacy: full } #\n- [';
    const result = load(`channels: { finance: { id: C0X, allow: \${EVIL} } }`, { ...full, EVIL: evil });
    expect(result.ok && result.config.channels['finance']?.allow).toEqual([evil.trim()]);
  });

  it('a value that came from a variable is never quoted', () => {
    const result = load(
      `timezone: \${T}
channels: { a: { id: \${T}, privacy: \${T} } }
routes: [{ name: x, to: [\${T}], digest: \${T}, events: \${T} }]`,
      { ...full, T: 'plainpassword' },
    );
    expect(codes(result)).toHaveLength(5);
    expect(JSON.stringify(result)).not.toContain('plainpassword');
  });

  it('secrets from files: file:///… and { file: … }, relative to the configuration', () => {
    const loaded = config(
      `stripe: { accounts: { a: { webhook_secret: "file:///run/a" }, b: { webhook_secret: { file: b.txt } } } }
channels: { finance: { id: C0X } }`,
      full,
      { '/run/a': 'whsec_fa\n', '/etc/tillbell/b.txt': 'whsec_fb\r\n' },
    );
    expect(Object.values(loaded.stripe.accounts).map((account) => account.webhookSecrets[0]?.reveal())).toEqual([
      'whsec_fa',
      'whsec_fb',
    ]);
  });

  it('variables fill in what the file leaves out', () => {
    const loaded = config('timezone: Europe/Berlin', { ...full, STRIPE_API_KEY: 'rk_live_x' });
    expect(loaded.stripe.accounts['main']?.livemode).toBe(true);
    expect(loaded.channels['default']?.timezone).toBe('Europe/Berlin');
  });

  it('anchors and merge keys', () => {
    const loaded = config(
      'channels:\n  a: &base { id: C0A, privacy: full }\n  b: { <<: *base, id: C0B }\nroutes: [{ name: x, to: [a, b] }]',
    );
    expect(loaded.channels['b']).toMatchObject({ id: 'C0B', privacy: 'full' });
  });

  it('days and mentions are completed', () => {
    const loaded = config(`channels: { a: { id: C0A } }
routes: [{ name: x, to: a, mention: S0FIN }]
quiet: [{ name: q, days: [fri-mon], from: "19:00", to: "08:00" }]`);
    expect(loaded.routes[0]?.mention).toBe('<!subteam^S0FIN>');
    expect(loaded.quiet[0]).toMatchObject({ days: ['mon', 'fri', 'sat', 'sun'], except: ['critical'] });
  });

  it('F111 more secrets than a rolled one has are a second endpoint for the same door: a warning', () => {
    const account = (secrets: string) => load(`stripe: { accounts: { main: { webhook_secret: [${secrets}] } } }`);
    expect(account('whsec_1, whsec_2').warnings).toEqual([]);
    expect(account('whsec_1, whsec_2, whsec_3').warnings.map((warning) => warning.code)).toEqual([
      'many_webhook_secrets',
    ]);
  });

  it('one that cannot be read is a fault', () => {
    const result = loadConfig({ file: 'gone.yaml', env: full, cwd: '/nowhere-at-all' });
    expect(result.ok ? [] : result.faults.map((fault) => fault.code)).toEqual(['file_unreadable']);
  });
});

describe('whatever a file holds', () => {
  const word = fc.constantFrom(
    'stripe',
    'accounts',
    'main',
    'webhook_secret',
    'slack',
    'bot_token',
    'channels',
    'id',
    'routes',
    'name',
    'to',
    'topics',
    'when',
    'quiet',
    'days',
    'from',
    'rates',
    'table',
    'sync',
    'cards',
    'C0X',
    'whsec_x',
    `\${X}`,
    '${',
    '$$',
    '<<',
    '*a',
    '&a',
    '__proto__',
    'constructor',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ':',
    ': ',
    '- ',
    '\n',
    '\n  ',
    '\n    ',
    '\t',
    '#',
    '|',
    '>',
    '!!x',
    '---',
    '09:00',
    '0',
    'null',
    'true',
    '\uFEFF',
    '\uE024',
    '\u0000',
  );
  const soup = fc.array(word, { maxLength: 60 }).map((words) => words.join(''));

  it('it is a configuration or faults, never a throw', () => {
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ maxLength: 200, unit: 'binary' })), (text) => {
        const result = load(text, { ...full, X: '{ [ : &' });
        if (!result.ok) expect(result.faults.length).toBeGreaterThan(0);
      }),
      { numRuns: 600 },
    );
  });

  it('also where the YAML is well-formed and the shape is not', () => {
    const key = fc.constantFrom(
      'stripe',
      'accounts',
      'main',
      'webhook_secret',
      'slack',
      'channels',
      'finance',
      'id',
      'routes',
      'name',
      'to',
      'topics',
      'amount',
      'metadata',
      'quiet',
      'days',
      'summaries',
      'cards',
      'payment',
      'sync',
      'dispute',
      'actions',
      'refund',
      'rates',
      'table',
      'tls',
      'timezone',
      'a.b',
      '__proto__',
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'medium' },
        fc.constantFrom<unknown>(
          'C0X',
          'finance',
          `\${X}`,
          '',
          null,
          0,
          -1,
          1e300,
          true,
          'payments',
          '*',
          '1.00 EUR',
          'mon-fri',
          '09:00',
        ),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 6 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (data) => {
        const result = load(JSON.stringify(data));
        if (!result.ok) expect(result.faults.every((fault) => fault.message !== '')).toBe(true);
      }),
      { numRuns: 600 },
    );
  });
});
