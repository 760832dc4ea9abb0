import type { Secret } from '../domain/secret.ts';
import { type Build, httpUrl } from './build.ts';
import type { SlackConfig, SlackOauthConfig } from './config.ts';
import type { SlackFile } from './schema.ts';
import { type SecretKind, secretOf, secretVariable } from './secrets.ts';

/** Slack's side; what the file does not give is taken from the environment. */
export function buildSlack(build: Build, file: SlackFile | undefined): SlackConfig {
  const pick = (key: keyof SlackFile & SecretKind, variable: string): Secret | null => {
    const value = file?.[key];
    if (value !== undefined && value !== null && value !== '') return secretOf(build, value, ['slack', key], key);
    return secretVariable(build, variable, key);
  };
  const botToken = pick('bot_token', 'SLACK_BOT_TOKEN');
  const webhookUrl = pick('webhook_url', 'SLACK_WEBHOOK_URL');
  const oauth = oauthOf(build, file, { botToken, webhookUrl, pick });
  const apiUrl = build.environment.get('TILLBELL_SLACK_API_URL');
  return {
    mode: botToken === null && oauth === null && webhookUrl !== null ? 'webhook' : 'bot',
    botToken,
    signingSecret: pick('signing_secret', 'SLACK_SIGNING_SECRET'),
    webhookUrl,
    appToken: pick('app_token', 'SLACK_APP_TOKEN'),
    oauth,
    apiUrl: apiUrl === null ? null : httpUrl(build, apiUrl, { path: [], variable: 'TILLBELL_SLACK_API_URL' }),
    channelRate: channelRate(build, file),
  };
}

/** Both halves, or neither; a bot token goes before, and the app is then not installed by OAuth. */
function oauthOf(
  build: Build,
  file: SlackFile | undefined,
  given: {
    readonly botToken: Secret | null;
    readonly webhookUrl: Secret | null;
    readonly pick: (key: 'client_secret', variable: string) => Secret | null;
  },
): SlackOauthConfig | null {
  const asked = file?.client_id !== undefined || file?.client_secret !== undefined;
  if (given.botToken !== null) {
    if (asked) build.warn(unused);
    return null;
  }
  // The variables alone may be meant for signing in to the console.
  if (!asked && given.webhookUrl !== null) return null;
  const clientSecret = given.pick('client_secret', 'SLACK_CLIENT_SECRET');
  const clientId = file?.client_id ?? build.environment.get('SLACK_CLIENT_ID');
  if (clientId === null && clientSecret === null) return null;
  const workspaceId = file?.workspace_id ?? null;
  if (workspaceId !== null && !/^T[A-Z0-9]{2,30}$/.test(workspaceId)) {
    build.fault({
      code: 'bad_value',
      path: ['slack', 'workspace_id'],
      message: 'is not a workspace id, which begins with T',
      suggestion: 'copy it from the address of Slack in a browser: app.slack.com/client/T…',
    });
  }
  if (clientId !== null && clientSecret !== null) return { clientId, clientSecret, workspaceId };
  const [is, isNot, variable] =
    clientId === null
      ? ['client_secret', 'client_id', 'SLACK_CLIENT_ID']
      : ['client_id', 'client_secret', 'SLACK_CLIENT_SECRET'];
  build.fault({
    code: 'missing_secret',
    path: ['slack'],
    message: `has a ${is} but no ${isNot}`,
    suggestion: `copy it from Slack: Basic Information, App Credentials; or set ${variable}`,
  });
  return null;
}

const unused = {
  code: 'unused',
  path: ['slack'],
  message: 'has a bot token, so client_id and client_secret are not used here',
  suggestion: 'take one of both away',
} as const;

/** `TILLBELL_SLACK_CHANNEL_RATE` goes before `slack.channel_rate`; Slack's own limit is 1 message a second and channel. */
function channelRate(build: Build, file: SlackFile | undefined): number {
  const name = 'TILLBELL_SLACK_CHANNEL_RATE';
  const text = build.environment.get(name);
  if (text === null) return file?.channel_rate ?? 1;
  const rate = Number(text);
  if (/^\d{1,3}(?:\.\d{1,6})?$/.test(text) && rate <= 100) return rate;
  build.fault({
    code: 'bad_value',
    path: [],
    variable: name,
    message: 'must be a number of messages a second from 0 (unpaced) to 100',
    suggestion: 'Slack’s own limit is 1',
  });
  return 1;
}
