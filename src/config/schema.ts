import { z } from 'zod';
import { anomaliesSchema } from './schema-anomalies.ts';
import { consoleSchema } from './schema-console.ts';
import { disputesSchema } from './schema-disputes.ts';
import { actionsSchema, cardsSchema, incidentsSchema, ratesSchema, summarySchema } from './schema-later.ts';
import { duration, flag, named, numeric, oneOrMany, secret, text, tlsSchema } from './schema-parts.ts';
import { quietSchema, routeSchema } from './schema-routes.ts';
import { syncSchema } from './schema-sync.ts';

/**
 * The configuration file's keys: outer contract, shown in DESIGN.md and the README. Add to them, never rename them. What
 * needs more than one value to judge (names of channels, secrets, time zones) is checked by the build steps.
 */
export const accountSchema = z.strictObject(
  {
    webhook_secret: z
      .union([secret, z.array(secret)], { error: 'must be a webhook secret, or a list of two while one is rolled' })
      .meta({ description: 'The endpoint’s signing secret (whsec_…); two while one is rolled.' }),
    api_key: secret.optional().meta({ description: 'A restricted key (rk_…): names, products and what was missed.' }),
    livemode: flag.optional().meta({ description: 'true: test events are kept aside; false: live events are.' }),
  },
  { error: 'must be a mapping with webhook_secret' },
);
export type AccountFile = z.output<typeof accountSchema>;

const stripeSchema = z.strictObject(
  {
    accounts: named(accountSchema, 'accounts').optional(),
    tolerance: numeric(
      'a number of seconds from 1 to 3600; Stripe’s own is 300, and 0 would accept signatures of any age',
      1,
      3600,
      true,
    )
      .optional()
      .meta({ description: 'How far a signature’s time may be from ours, in seconds; default 300.' }),
    ip_allow_list: z
      .enum(['off', 'alarm', 'enforce'], { error: 'must be off, alarm or enforce' })
      .optional()
      .meta({ description: 'Webhooks from addresses that Stripe does not publish: off (default), alarm, or enforce.' }),
    ip_list_url: text('an address that gives Stripe’s list')
      .optional()
      .meta({ description: 'Where the list is read, if not from stripe.com itself.' }),
  },
  { error: 'must be a mapping with accounts' },
);

export const slackSchema = z.strictObject(
  {
    bot_token: secret.optional().meta({ description: 'xoxb-…' }),
    signing_secret: secret.optional().meta({ description: 'For buttons and commands.' }),
    webhook_url: secret.optional().meta({ description: 'An incoming webhook, where there is no bot token.' }),
    app_token: secret.optional().meta({ description: 'xapp-…, for Socket Mode.' }),
    client_id: text('the app’s client id, such as 1234567890.1234567890').optional().meta({
      description: 'With client_secret: the app is installed at /slack/install, and needs no bot_token.',
    }),
    client_secret: secret.optional().meta({ description: 'Of the Slack app: Basic Information.' }),
    workspace_id: text('a workspace id such as T0123456789').optional().meta({
      description: 'The one workspace that may install the app; default: the first that does.',
    }),
    channel_rate: numeric('a number of messages a second from 0 (unpaced) to 100', 0, 100, false)
      .optional()
      .meta({ description: 'Messages a second and channel; default 1, Slack’s own limit. 0 = unpaced.' }),
  },
  { error: 'must be a mapping with bot_token or webhook_url' },
);
export type SlackFile = z.output<typeof slackSchema>;

export const channelSchema = z.strictObject(
  {
    id: text('a channel id such as C0123456789').optional(),
    webhook_url: secret.optional(),
    privacy: z.enum(['full', 'redacted', 'minimal'], { error: 'must be full, redacted or minimal' }).optional().meta({
      description: 'full: names and e-mails as they are; redacted (default): masked; minimal: figures and ids.',
    }),
    privacy_override: flag.optional().meta({
      description:
        'true: privacy full holds also where Slack says that the channel is public or shared, or where it cannot be asked.',
    }),
    allow: oneOrMany(text('a key'), 'a key')
      .optional()
      .meta({ description: 'Metadata keys and free text that a redacted channel may show.' }),
    timezone: text('a time zone such as Europe/Berlin').optional(),
    locale: text('a language tag such as de-DE').optional(),
  },
  { error: 'must be a mapping such as { id: C0123456789 }' },
);
export type ChannelFile = z.output<typeof channelSchema>;

const sections = {
  stripe: stripeSchema.optional(),
  slack: slackSchema.optional(),
  timezone: text('a time zone such as Europe/Berlin').optional(),
  locale: text('a language tag such as en-GB').optional(),
  channels: named(channelSchema, 'channels').optional(),
  routes: z.array(routeSchema, { error: 'must be a list of routes' }).optional(),
  quiet: z.array(quietSchema, { error: 'must be a list of quiet hours' }).optional(),
  summaries: z.array(summarySchema, { error: 'must be a list of summaries' }).optional(),
  cards: cardsSchema.optional(),
  sync: syncSchema.optional(),
  actions: actionsSchema.optional(),
  rates: ratesSchema.optional(),
  retention: z.strictObject({ events: duration.optional() }, { error: 'must be { events: 90d }' }).optional(),
  tls: tlsSchema.optional().meta({ description: 'HTTPS by Tillbell itself, where no proxy does it.' }),
  alerts: z
    .strictObject({ to: text('the name of a channel') }, { error: 'must be { to: finance }' })
    .optional()
    .meta({ description: 'Where Tillbell tells what is wrong with itself; default: the first channel.' }),
  incidents: incidentsSchema.optional().meta({
    description:
      'When many failures are told by one card: a decline spike, card testing, payouts or accounts that fail.',
  }),
  anomalies: anomaliesSchema.optional().meta({
    description: 'When revenue, failures, refunds, amounts or cancellations are not as usual.',
  }),
  disputes: disputesSchema.optional().meta({
    description:
      'The dispute desk: reminders before evidence is due, who hears when nobody reacts, limits of networks.',
  }),
  trusted_proxies: oneOrMany(text('an address or network'), 'an address or network').optional(),
  privacy: z
    .enum(['full', 'redacted', 'minimal'], { error: 'must be full, redacted or minimal' })
    .optional()
    .meta({ description: 'For channels that do not say; default redacted.' }),
  deadline: duration.optional().meta({ description: 'By when an alert must be seen; default 5s.' }),
  settle: duration
    .optional()
    .meta({ description: 'How long later news of a sale is gathered into one update; default 2s.' }),
  lease: duration.optional().meta({
    description: 'How long what a process works on stays its own without a sign of life, 2s to 10m; default 30s.',
  }),
  public_url: text('an address such as https://tillbell.example.com').optional(),
  console: consoleSchema.optional().meta({
    description: 'Who may use the console from elsewhere than this machine; without it nobody may.',
  }),
};

export const fileSchema = z.strictObject(sections, { error: 'must be a mapping: stripe, slack, channels, routes …' });
export type SectionName = keyof typeof sections;
export const sectionSchemas: typeof sections = sections;
