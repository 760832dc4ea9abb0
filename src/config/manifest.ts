import type { Config } from './config.ts';

/** What the Slack app is used for; each asks for the scopes that it needs and for no more. */
export interface SlackFeatures {
  /** Posting and updating cards with a bot token; false: an incoming webhook. */
  readonly bot: boolean;
  /** Public channels that nobody invited the app to. */
  readonly unjoinedChannels: boolean;
  /** Buttons, menus and slash commands: needs a signing secret and a public address, or an app-level token. */
  readonly interactive: boolean;
  /** Fields and actions by person: who is entitled, who owns a dispute. */
  readonly people: boolean;
  /** Links to the Stripe dashboard shown as cards. */
  readonly unfurls: boolean;
  /** Charts as pictures, where Slack's own chart block cannot serve. */
  readonly charts: boolean;
  readonly socketMode: boolean;
  /** Installed at /slack/install: then the tokens are rotated. */
  readonly oauth?: boolean;
  /** Without a trailing slash; null where it is not known yet. */
  readonly publicUrl: string | null;
}

export interface SlackManifest {
  readonly display_information: {
    readonly name: string;
    readonly description: string;
    readonly background_color: string;
  };
  readonly features?: Readonly<Record<string, unknown>>;
  readonly oauth_config: {
    readonly redirect_urls?: readonly string[];
    readonly scopes: { readonly bot: readonly string[] };
  };
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The features that a configuration uses. */
export function featuresOf(config: Config): SlackFeatures {
  const bot = config.slack.mode === 'bot';
  const socketMode = config.slack.appToken !== null;
  const interactive = bot && (socketMode || (config.slack.signingSecret !== null && config.publicUrl !== null));
  const users = Object.values(config.sync).some((fields) =>
    Object.values(fields).some((field) => field.input === 'user'),
  );
  return {
    bot,
    unjoinedChannels: bot,
    interactive,
    people: interactive && (users || Object.keys(config.actions).length > 0),
    unfurls: interactive,
    charts: bot && (config.summaries.length > 0 || config.anomalies !== undefined),
    socketMode,
    oauth: config.slack.oauth !== null,
    publicUrl: config.publicUrl,
  };
}

/** A Slack app manifest (api.slack.com/reference/manifests, version 1 with its defaults) with the least scopes. */
export function slackManifest(wanted: Config | SlackFeatures): SlackManifest {
  const features = 'bot' in wanted ? wanted : featuresOf(wanted);
  const http = features.interactive && !features.socketMode ? features.publicUrl : null;
  const interactive = features.interactive && (features.socketMode || http !== null);
  const shown = botFeatures(features, interactive, http);
  return {
    display_information: {
      name: 'Tillbell',
      description: 'Stripe in Slack: one card a sale that stays true, disputes with their deadline.',
      background_color: '#1a1d21',
    },
    ...(shown === null ? {} : { features: shown }),
    oauth_config: {
      ...(features.oauth === true && features.publicUrl !== null
        ? { redirect_urls: [`${features.publicUrl}/slack/oauth_redirect`] }
        : {}),
      scopes: { bot: scopesOf(features, interactive) },
    },
    settings: settingsOf(features, interactive, http),
  };
}

function scopesOf(features: SlackFeatures, interactive: boolean): string[] {
  if (!features.bot) return ['incoming-webhook'];
  return [
    'chat:write',
    ...(features.unjoinedChannels ? ['chat:write.public'] : []),
    // Whether a channel is public or shared decides what may be shown in it, and `doctor` tells of a missing membership.
    'channels:read',
    'groups:read',
    // To look for a message whose answer was lost, instead of sending it twice.
    'channels:history',
    'groups:history',
    ...(interactive ? ['commands'] : []),
    ...(interactive && features.unfurls ? ['links:read', 'links:write'] : []),
    ...(interactive && features.people ? ['users:read', 'users:read.email', 'usergroups:read'] : []),
    ...(features.charts ? ['files:write'] : []),
  ].toSorted();
}

function botFeatures(
  features: SlackFeatures,
  interactive: boolean,
  http: string | null,
): Record<string, unknown> | null {
  if (!features.bot) return null;
  const command = {
    command: '/tillbell',
    description: 'What happened in Stripe, and who is told',
    usage_hint: 'help | quiet 4h | why evt_…',
    should_escape: false,
    ...(http === null ? {} : { url: `${http}/slack/commands` }),
  };
  return {
    bot_user: { display_name: 'Tillbell', always_online: true },
    ...(interactive
      ? {
          app_home: { home_tab_enabled: true, messages_tab_enabled: false, messages_tab_read_only_enabled: true },
          slash_commands: [command],
          ...(features.unfurls ? { unfurl_domains: ['dashboard.stripe.com'] } : {}),
        }
      : {}),
  };
}

function settingsOf(features: SlackFeatures, interactive: boolean, http: string | null): Record<string, unknown> {
  const events = [
    ...(interactive ? ['app_home_opened', 'app_uninstalled', 'tokens_revoked'] : []),
    ...(interactive && features.unfurls ? ['link_shared'] : []),
  ];
  return {
    ...(interactive
      ? {
          interactivity: {
            is_enabled: true,
            ...(http === null
              ? {}
              : { request_url: `${http}/slack/interactions`, message_menu_options_url: `${http}/slack/interactions` }),
          },
          event_subscriptions: {
            ...(http === null ? {} : { request_url: `${http}/slack/events` }),
            bot_events: events,
          },
        }
      : {}),
    org_deploy_enabled: false,
    socket_mode_enabled: interactive && features.socketMode,
    // Only what is installed by OAuth has a refresh token to renew it with.
    token_rotation_enabled: features.oauth === true,
  };
}
