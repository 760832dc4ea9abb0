import type { Secret } from '../domain/secret.ts';
import { type Build, httpUrl } from './build.ts';
import type { SlackConfig } from './config.ts';
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
  const apiUrl = build.environment.get('TILLBELL_SLACK_API_URL');
  return {
    mode: botToken === null && webhookUrl !== null ? 'webhook' : 'bot',
    botToken,
    signingSecret: pick('signing_secret', 'SLACK_SIGNING_SECRET'),
    webhookUrl,
    appToken: pick('app_token', 'SLACK_APP_TOKEN'),
    apiUrl: apiUrl === null ? null : httpUrl(build, apiUrl, { path: [], variable: 'TILLBELL_SLACK_API_URL' }),
    channelRate: channelRate(build, file),
  };
}

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
