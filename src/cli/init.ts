import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cancel, confirm, intro, isCancel, note, outro, password, select, text } from '@clack/prompts';
import { type InitAnswers, writeInitial } from '../config/init.ts';
import { TillbellError } from '../domain/errors.ts';
import type { RegisterCommand, Terminal } from './terminal.ts';

interface InitOptions {
  readonly force?: boolean;
  readonly yes?: boolean;
}

/** `tillbell init`: asks what it needs and writes tillbell.yaml, slack-manifest.json and .env here. */
export const initCommand: RegisterCommand = (program, terminal, exit) => {
  program
    .command('init')
    .description('ask what is needed and write tillbell.yaml, slack-manifest.json and .env')
    .option('--force', 'write over files that exist')
    .option('--yes', 'ask nothing: secrets and the channel from the environment, the rest as usual')
    .action(async (options: InitOptions) => {
      const names = ['tillbell.yaml', 'slack-manifest.json', '.env'];
      const standing = names.filter((name) => existsSync(join(terminal.cwd, name)));
      if (standing.length > 0 && options.force !== true) {
        throw new TillbellError(
          'usage_init',
          `${standing.join(', ')} already exist${standing.length === 1 ? 's' : ''} here`,
          { hint: '--force writes over them' },
        );
      }
      if (options.yes !== true && !terminal.interactive) {
        throw new TillbellError('usage_init', 'init asks questions, and there is no terminal to ask on', {
          hint: 'tillbell init --yes takes STRIPE_WEBHOOK_SECRET, SLACK_BOT_TOKEN and SLACK_CHANNEL from the environment',
        });
      }
      const answers = options.yes === true ? fromEnvironment(terminal) : await ask(terminal);
      if (answers === null) return exit(1);
      const files = writeInitial(answers);
      writeFileSync(join(terminal.cwd, 'tillbell.yaml'), files.yaml);
      writeFileSync(join(terminal.cwd, 'slack-manifest.json'), files.manifest);
      writeFileSync(join(terminal.cwd, '.env'), files.env, { mode: 0o600 });
      terminal.out(
        'Wrote tillbell.yaml, slack-manifest.json and .env (readable by you alone).\nNext: node --env-file=.env, then tillbell check, tillbell doctor, tillbell start.\n',
      );
    });
};

function fromEnvironment(terminal: Terminal): InitAnswers {
  const { env } = terminal;
  const webhookSecret = env['STRIPE_WEBHOOK_SECRET'];
  const missing = [
    ...(webhookSecret === undefined ? ['STRIPE_WEBHOOK_SECRET'] : []),
    ...(env['SLACK_BOT_TOKEN'] === undefined && env['SLACK_WEBHOOK_URL'] === undefined
      ? ['SLACK_BOT_TOKEN (or SLACK_WEBHOOK_URL)']
      : []),
    ...(env['SLACK_BOT_TOKEN'] !== undefined && env['SLACK_CHANNEL'] === undefined ? ['SLACK_CHANNEL'] : []),
  ];
  if (webhookSecret === undefined || missing.length > 0)
    throw new TillbellError('usage_init', `--yes needs ${missing.join(', ')} in the environment`);
  return {
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    locale: 'en-GB',
    channelId: env['SLACK_BOT_TOKEN'] === undefined ? null : (env['SLACK_CHANNEL'] ?? null),
    disputesChannelId: null,
    privacy: 'redacted',
    quiet: null,
    dailySummary: null,
    publicUrl: null,
    secrets: {
      stripeWebhookSecret: webhookSecret,
      stripeApiKey: env['STRIPE_API_KEY'] ?? null,
      slackBotToken: env['SLACK_BOT_TOKEN'] ?? null,
      slackSigningSecret: env['SLACK_SIGNING_SECRET'] ?? null,
      slackWebhookUrl: env['SLACK_WEBHOOK_URL'] ?? null,
    },
  };
}

class Cancelled extends Error {}

async function answer<T>(asked: Promise<T>): Promise<Exclude<T, symbol>> {
  const given = await asked;
  if (isCancel(given)) throw new Cancelled();
  return given as Exclude<T, symbol>;
}

const begins =
  (prefix: string, optional = false) =>
  (value: string | undefined) =>
    (optional && (value === undefined || value === '')) || value?.startsWith(prefix) === true
      ? undefined
      : `it begins with ${prefix}`;

async function ask(terminal: Terminal): Promise<InitAnswers | null> {
  intro('Tillbell: Stripe in Slack');
  try {
    note('Stripe dashboard → Developers → Webhooks → Add endpoint: https://<your host>/webhooks/stripe');
    const stripeWebhookSecret = await answer(
      password({ message: "The endpoint's signing secret (whsec_…)", validate: begins('whsec_') }),
    );
    const stripeApiKey = await answer(
      password({ message: 'A restricted API key with read access (rk_…); empty: none', validate: begins('rk_', true) }),
    );
    const mode = await answer(
      select({
        message: 'How shall it post to Slack?',
        options: [
          { value: 'bot', label: 'as an app (cards are updated, threads, buttons)' },
          { value: 'webhook', label: 'by an incoming webhook (posts only)' },
        ],
      }),
    );
    const bot = mode === 'bot';
    const slackBotToken = bot
      ? await answer(password({ message: "The app's bot token (xoxb-…)", validate: begins('xoxb-') }))
      : null;
    const slackSigningSecret = bot
      ? await answer(password({ message: "The app's signing secret, for buttons; empty: none" }))
      : null;
    const slackWebhookUrl = bot
      ? null
      : await answer(password({ message: 'The webhook’s URL', validate: begins('https://') }));
    const channelId = bot
      ? await answer(text({ message: 'Id of the channel (C…; in its details, at the bottom)', validate: begins('C') }))
      : null;
    const privateChannel = await answer(
      confirm({
        message: 'Is the channel private, and may people there see names and e-mail addresses?',
        initialValue: false,
      }),
    );
    const timezone = await answer(
      text({ message: 'Time zone', initialValue: Intl.DateTimeFormat().resolvedOptions().timeZone }),
    );
    outro('Thank you.');
    return {
      timezone,
      locale: 'en-GB',
      channelId,
      disputesChannelId: null,
      privacy: privateChannel ? 'full' : 'redacted',
      quiet: null,
      dailySummary: null,
      publicUrl: null,
      secrets: {
        stripeWebhookSecret,
        stripeApiKey: stripeApiKey === '' ? null : stripeApiKey,
        slackBotToken,
        slackSigningSecret: slackSigningSecret === '' ? null : slackSigningSecret,
        slackWebhookUrl,
      },
    };
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    cancel('Nothing was written.');
    terminal.error('');
    return null;
  }
}
