import { vi } from 'vitest';
import type { ChannelConfig, SlackConfig } from '../../config/config.ts';
import type { SendRequest } from '../../domain/message.ts';

export function slackConfig(more: Partial<SlackConfig>): SlackConfig {
  return {
    mode: 'bot',
    botToken: null,
    signingSecret: null,
    webhookUrl: null,
    apiUrl: null,
    channelRate: 1,
    appToken: null,
    oauth: null,
    ...more,
  };
}

export function channelConfig(more: Partial<ChannelConfig> = {}): ChannelConfig {
  return {
    name: 'finance',
    id: 'C0FINANCE',
    webhookUrl: null,
    privacy: 'redacted',
    allow: [],
    timezone: 'Europe/Berlin',
    locale: 'en-GB',
    lane: 'T0SANDBOX/C0FINANCE',
    ...more,
  };
}

export function request(more: Partial<SendRequest> = {}): SendRequest {
  return {
    channel: 'C0FINANCE',
    channelName: 'finance',
    message: {
      text: '€42.00 paid',
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*€42.00* paid' } }],
      color: null,
    },
    threadTs: null,
    broadcast: false,
    deliveryKey: 'key-1',
    ...more,
  };
}

/** Collects everything that reaches the console while a test runs; vitest restores the console afterwards. */
export function watchConsole(): unknown[] {
  const written: unknown[] = [];
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, name).mockImplementation((...parts: unknown[]) => {
      written.push(...parts);
    });
  }
  return written;
}
