import type { ChannelConfig, SlackConfig } from '../../config/config.ts';
import { TillbellError } from '../../domain/errors.ts';
import type { SlackSender } from '../../domain/message.ts';
import { createBotSender } from './bot-sender.ts';
import type { TokenSource } from './token-source.ts';
import { createWebClient } from './web-client.ts';
import { createWebhookSender } from './webhook-sender.ts';

/**
 * The outward half of delivery, by the configuration's mode. Throws TillbellError `slack_token_missing` in bot mode
 * without a token; loading the configuration refuses that earlier.
 */
export function createSlackSender(
  slack: SlackConfig,
  options: {
    /** Read at each send, so that a reload of the configuration counts. */
    readonly channels: () => Readonly<Record<string, ChannelConfig>>;
    /** Where the bot token comes from; the configuration's own where it is not given. */
    readonly tokens?: TokenSource | null;
    /** Longest time for one call in milliseconds; 10,000 by default. */
    readonly timeoutMs?: number;
  },
): SlackSender {
  const timeout = options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs };
  if (slack.mode === 'webhook') {
    const urlOf = (name: string) => {
      const channels = options.channels();
      return (Object.hasOwn(channels, name) ? channels[name]?.webhookUrl : null) ?? slack.webhookUrl;
    };
    return createWebhookSender({ urlOf, ...timeout });
  }
  const token = options.tokens ?? slack.botToken;
  if (token === null) {
    throw new TillbellError('slack_token_missing', 'no Slack bot token is configured', {
      hint: 'set SLACK_BOT_TOKEN, or SLACK_WEBHOOK_URL for an incoming webhook',
    });
  }
  return createBotSender(createWebClient({ token, apiUrl: slack.apiUrl, ...timeout }));
}
