import { slackManifest } from './manifest.ts';

/** What `tillbell init` asks. Secrets go to the environment file and nowhere else. */
export interface InitAnswers {
  readonly timezone: string;
  /** BCP 47 tag. */
  readonly locale: string;
  /** Slack channel id; null for an incoming webhook. */
  readonly channelId: string | null;
  /** A second channel for disputes and fraud; null: the same. */
  readonly disputesChannelId: string | null;
  readonly privacy: 'full' | 'redacted' | 'minimal';
  /** HH:MM between which only critical alerts come through; null: always. */
  readonly quiet: { readonly from: string; readonly to: string } | null;
  /** HH:MM of the daily summary; null: none. */
  readonly dailySummary: string | null;
  readonly publicUrl: string | null;
  readonly secrets: {
    readonly stripeWebhookSecret: string;
    readonly stripeApiKey: string | null;
    readonly slackBotToken: string | null;
    readonly slackSigningSecret: string | null;
    readonly slackWebhookUrl: string | null;
  };
}

export interface InitialFiles {
  /** `tillbell.yaml`: no secret in it. */
  readonly yaml: string;
  /** `slack-manifest.json`. */
  readonly manifest: string;
  /** `.env`: the secrets; to be written with mode 0600. */
  readonly env: string;
}

/** The files of a fresh installation; `loadConfig` takes the first with the variables of the last. */
export function writeInitial(answers: InitAnswers): InitialFiles {
  const { secrets } = answers;
  const bot = answers.channelId !== null;
  const manifest = slackManifest({
    bot,
    unjoinedChannels: bot,
    interactive: bot && secrets.slackSigningSecret !== null && answers.publicUrl !== null,
    people: false,
    unfurls: bot && secrets.slackSigningSecret !== null && answers.publicUrl !== null,
    charts: bot && answers.dailySummary !== null,
    socketMode: false,
    publicUrl: answers.publicUrl,
  });
  return { yaml: yamlOf(answers), manifest: `${JSON.stringify(manifest, null, 2)}\n`, env: envOf(answers) };
}

function yamlOf(answers: InitAnswers): string {
  const { secrets } = answers;
  const disputes = answers.disputesChannelId !== null && answers.channelId !== null ? 'disputes' : 'finance';
  const channel = (id: string | null) =>
    id === null ? `{ privacy: ${answers.privacy} }` : `{ id: ${quoted(id)}, privacy: ${answers.privacy} }`;
  const apiKey = secrets.stripeApiKey === null ? '' : `\n      api_key: \${STRIPE_API_KEY}`;
  const signing = secrets.slackSigningSecret === null ? '' : `\n  signing_secret: \${SLACK_SIGNING_SECRET}`;
  const slack =
    answers.channelId === null ? `webhook_url: \${SLACK_WEBHOOK_URL}` : `bot_token: \${SLACK_BOT_TOKEN}${signing}`;
  return `# yaml-language-server: $schema=./tillbell.schema.json
# Check it with \`tillbell check\`; secrets stand in the environment.
stripe:
  accounts:
    main:
      webhook_secret: \${STRIPE_WEBHOOK_SECRET}${apiKey}

slack:
  ${slack}

timezone: ${quoted(answers.timezone)}
locale: ${quoted(answers.locale)}
${answers.publicUrl === null ? '' : `public_url: ${quoted(answers.publicUrl)}\n`}
# privacy: full (names and e-mails as they are), redacted (masked), minimal (figures and ids only).
channels:
  finance: ${channel(answers.channelId)}
${disputes === 'disputes' ? `  disputes: ${channel(answers.disputesChannelId)}\n` : ''}
# A tree: the first route that matches wins, unless it says \`continue: true\`.
routes:
  - name: disputes and fraud
    topics: [disputes, fraud]
    to: [${disputes}]
    severity: critical

  - name: money
    topics: [payments, renewals, failures, refunds, reviews, subscriptions, invoices, checkouts, payouts, quotes, transfers, connect, account]
    to: [finance]
${quietOf(answers)}${summaryOf(answers)}`;
}

function quietOf(answers: InitAnswers): string {
  if (answers.quiet === null) return '';
  const { from, to } = answers.quiet;
  return `
# Critical alerts always come through; the rest is told at the end, in one digest.
quiet:
  - { name: nights, from: ${quoted(from)}, to: ${quoted(to)}, except: [critical], then: digest }
`;
}

function summaryOf(answers: InitAnswers): string {
  if (answers.dailySummary === null) return '';
  return `
summaries:
  - { to: [finance], daily: ${quoted(answers.dailySummary)} }
`;
}

function envOf({ secrets, channelId }: InitAnswers): string {
  const lines: (readonly [string, string | null])[] = [
    ['STRIPE_WEBHOOK_SECRET', secrets.stripeWebhookSecret],
    ['STRIPE_API_KEY', secrets.stripeApiKey],
    ['SLACK_BOT_TOKEN', channelId === null ? null : secrets.slackBotToken],
    ['SLACK_SIGNING_SECRET', channelId === null ? null : secrets.slackSigningSecret],
    ['SLACK_WEBHOOK_URL', channelId === null ? secrets.slackWebhookUrl : null],
  ];
  return lines.flatMap(([name, value]) => (value === null ? [] : [`${name}=${value.trim()}\n`])).join('');
}

/** A double-quoted scalar: JSON's escapes are YAML's; a dollar sign would begin a variable. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('$', '$$$$');
}
