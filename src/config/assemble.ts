import { type Build, httpUrl, list, localeTag, timeZone } from './build.ts';
import { buildAnomalies } from './build-anomalies.ts';
import { buildChannels, defaultChannel } from './build-channels.ts';
import { buildConsole } from './build-console.ts';
import { buildDisputes } from './build-disputes.ts';
import { buildAction, buildCard, buildRates } from './build-later.ts';
import { buildQuiet, channelNames as channelNamesIn } from './build-quiet.ts';
import { buildRoutes, durationOf } from './build-routes.ts';
import { buildSlack } from './build-slack.ts';
import { buildAccounts } from './build-stripe.ts';
import { buildSummary, routeNamesOf } from './build-summary.ts';
import { buildSync, checkEditNames } from './build-sync.ts';
import { buildTls } from './build-tls.ts';
import type { ChannelConfig, Config, RouteConfig, SlackConfig } from './config.ts';
import { defaultRoutes } from './default-routes.ts';
import type { Path } from './fault.ts';
import type { Sections } from './sections.ts';
import { settingsOf, trustedProxies } from './settings.ts';

const dayMs = 86_400_000;

export interface Assembly {
  readonly file: string | null;
  readonly cwd: string;
  readonly lineOf: (path: Path) => number;
}

/** The configuration from what is right in the file, the environment and the defaults; every doubt goes to `build.fault`. */
export function assemble(build: Build, sections: Sections, from: Assembly): Config {
  const { stripeApiUrl, ...settings } = settingsOf(build, from.cwd);
  const timezone = timeZone(build, sections.get('timezone'), ['timezone'], 'UTC');
  const locale = localeTag(build, sections.get('locale'), ['locale'], 'en-GB');
  const slack = slackOf(build, sections);
  const defaults = { slack, timezone, locale, privacy: sections.get('privacy') ?? 'redacted' };
  const channels = channelsOf(build, sections, defaults);
  const channelNames = [...new Set([...sections.channelNames, ...Object.keys(channels)])];
  const accounts = buildAccounts(
    build,
    sections.accounts,
    sections.accountNames.length === Object.keys(sections.accounts).length,
  );
  const stripeComplete = Object.keys(accounts);
  const routes = routesOf(build, sections, channelNames, [...sections.accountNames, ...stripeComplete], from);
  const known = { channels: channelNames, accounts: stripeComplete, routes: routeNamesOf(routes) };
  const rates = sections.get('rates');
  const stripe = sections.get('stripe');
  return {
    ...settings,
    file: from.file,
    trustedProxies: trustedProxies(build, list(sections.get('trusted_proxies')), ['trusted_proxies']),
    retention: {
      eventsMs:
        durationOf(build, sections.get('retention')?.events, ['retention', 'events'], 4 * dayMs, 3650 * dayMs) ??
        90 * dayMs,
    },
    stripe: {
      accounts,
      toleranceSeconds: stripe?.tolerance ?? 300,
      apiUrl: stripeApiUrl,
      ipAllowList: stripe?.ip_allow_list ?? 'off',
      ipListUrl: listUrl(build, stripe?.ip_list_url),
    },
    slack: { ...slack, mode: modeOf(slack, channels) },
    timezone,
    locale,
    channels,
    routes,
    quiet: buildQuiet(build, sections.raw['quiet'], channelNames, timezone),
    rates: rates === undefined ? null : buildRates(build, rates),
    cards: Object.fromEntries(
      Object.entries(sections.get('cards') ?? {}).map(([kind, card]) => [kind, buildCard(card)]),
    ),
    settleMs: durationOf(build, sections.get('settle'), ['settle'], 0, 60_000) ?? 2_000,
    leaseMs: durationOf(build, sections.get('lease'), ['lease'], 2_000, 600_000) ?? 30_000,
    deadlineMs: durationOf(build, sections.get('deadline'), ['deadline'], 1_000, dayMs) ?? 5_000,
    publicUrl: publicUrl(build, sections.get('public_url')),
    summaries: sections.summaries.map(({ index, file }) => buildSummary(build, file, ['summaries', index], known)),
    sync: syncOf(build, sections),
    actions: Object.fromEntries(
      Object.entries(sections.get('actions') ?? {}).flatMap(([name, action]) =>
        action === undefined ? [] : [[name, buildAction(build, action, ['actions', name])]],
      ),
    ),
    tls: buildTls(build, sections.get('tls')),
    console: buildConsole(build, sections.get('console'), slack.botToken !== null),
    ...incidentsOf(sections),
    ...disputesOf(build, sections),
    ...anomaliesOf(build, sections),
    alerts: { to: alertsTo(build, sections.get('alerts')?.to, channelNames) },
  };
}

function syncOf(build: Build, sections: Sections): Config['sync'] {
  const sync = buildSync(build, sections.get('sync') ?? {});
  checkEditNames(build, Object.keys(sections.get('actions') ?? {}), sync);
  return sync;
}

function incidentsOf(sections: Sections): Pick<Config, 'incidents'> {
  const file = sections.get('incidents');
  if (file === undefined) return {};
  const { enabled = true, weeks, failures, cards } = file;
  return {
    incidents: {
      enabled,
      ...(weeks === undefined ? {} : { weeks }),
      ...(failures === undefined ? {} : { failures }),
      ...(cards === undefined ? {} : { cards }),
    },
  };
}

function anomaliesOf(build: Build, sections: Sections): Pick<Config, 'anomalies'> {
  const file = sections.get('anomalies');
  return file === undefined ? {} : { anomalies: buildAnomalies(build, file) };
}

function disputesOf(build: Build, sections: Sections): Pick<Config, 'disputes'> {
  const file = sections.get('disputes');
  return file === undefined ? {} : { disputes: buildDisputes(build, file) };
}

function alertsTo(build: Build, to: string | undefined, channels: readonly string[]): string | null {
  return channelNamesIn(build, to, ['alerts', 'to'], channels)[0] ?? null;
}

function listUrl(build: Build, value: string | undefined): string {
  const published = 'https://stripe.com/files/ips/ips_webhooks.json';
  return value === undefined ? published : (httpUrl(build, value, { path: ['stripe', 'ip_list_url'] }) ?? published);
}

function publicUrl(build: Build, value: string | undefined): string | null {
  return value === undefined ? null : httpUrl(build, value, { path: ['public_url'] });
}

/** A channel with a webhook of its own needs no token; where all have one, the mode is `webhook`. */
function modeOf(slack: SlackConfig, channels: Readonly<Record<string, ChannelConfig>>): SlackConfig['mode'] {
  if (slack.botToken !== null || slack.oauth !== null) return 'bot';
  return slack.webhookUrl !== null || Object.values(channels).some((channel) => channel.webhookUrl !== null)
    ? 'webhook'
    : 'bot';
}

function slackOf(build: Build, sections: Sections): SlackConfig {
  let wrong = false;
  const watched: Build = {
    ...build,
    fault(draft) {
      wrong = true;
      build.fault(draft);
    },
  };
  const file = sections.get('slack');
  const slack = buildSlack(watched, file);
  const shaped = sections.raw['slack'] === undefined || file !== undefined;
  const webhooks = Object.values(sections.channels).some((channel) => (channel.webhook_url ?? null) !== null);
  if (slack.botToken === null && slack.oauth === null && slack.webhookUrl === null && !wrong && shaped && !webhooks)
    missingToken(build);
  return slack;
}

function missingToken(build: Build): void {
  const suggestion =
    'copy the Bot User OAuth Token (xoxb-…) from Slack: OAuth & Permissions; or give a webhook address';
  if (build.hasFile) {
    const message = 'needs a bot_token, a client_id with its client_secret, or a webhook_url';
    build.fault({ code: 'missing_secret', path: ['slack'], message, suggestion });
    return;
  }
  if (build.environment.faults.some((fault) => /^SLACK_(?:BOT_TOKEN|WEBHOOK_URL)$/.test(fault.variable ?? ''))) return;
  build.fault({
    code: 'missing_variable',
    path: [],
    variable: 'SLACK_BOT_TOKEN',
    message: 'is not set, and neither is SLACK_WEBHOOK_URL: one of them is needed',
    suggestion,
  });
}

function channelsOf(
  build: Build,
  sections: Sections,
  defaults: Parameters<typeof buildChannels>[2],
): Record<string, ChannelConfig> {
  if (sections.raw['channels'] !== undefined) {
    const channels = buildChannels(build, sections.channels, defaults);
    if (sections.channelNames.length === 0 && sections.get('channels') !== undefined) {
      build.fault({
        code: 'missing_key',
        path: ['channels'],
        message: 'names no channel',
        suggestion: 'write finance: { id: C0123456789 }',
      });
    }
    return channels;
  }
  const channel = defaultChannel(build, defaults);
  return channel === null ? {} : { [channel.name]: channel };
}

function routesOf(
  build: Build,
  sections: Sections,
  channels: readonly string[],
  accounts: readonly string[],
  from: Assembly,
): RouteConfig[] {
  const data = sections.raw['routes'];
  if (data !== undefined && data !== null) {
    return buildRoutes(build, data, ['routes'], { accounts, channels, lineOf: from.lineOf });
  }
  const [only, ...others] = channels;
  if (only === undefined) return [];
  if (others.length > 0) {
    build.fault({
      code: 'missing_key',
      path: ['routes'],
      message: `is missing, and there are ${channels.length} channels: who shall see what?`,
      suggestion: `write routes: [{ name: all, to: [${only}] }]`,
    });
  }
  return defaultRoutes(only);
}
