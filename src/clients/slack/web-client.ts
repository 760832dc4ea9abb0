import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import { Secret } from '../../domain/secret.ts';
import { strictFetch } from './strict-fetch.ts';
import { fixedToken, type TokenSource } from './token-source.ts';

/** Longest time for one call, its answer included. Slack itself is done within 3 s or says request_timeout. */
export const callTimeoutMs = 10_000;

/** The SDK logs requests with their payload; outcomes say what there is to say. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

/**
 * Slack's client without its own patience: by default it repeats failed posts for half an hour, which duplicates them, and
 * sleeps on 429, which stops every other channel.
 */
export function createWebClient(options: {
  /** Asked at each call. */
  readonly token: Secret | TokenSource;
  /** `https://…/api/`; null: Slack's own. */
  readonly apiUrl: string | null;
  readonly timeoutMs?: number;
}): WebClient {
  const slackApiUrl = apiUrlOf(options.apiUrl);
  return new WebClient(undefined, {
    slackApiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: options.timeoutMs ?? callTimeoutMs,
    allowAbsoluteUrls: false,
    logger: silentLogger,
    fetch: strictFetch(options.token instanceof Secret ? fixedToken(options.token) : options.token, slackApiUrl),
  });
}

/** With the slash that the SDK wants; null: Slack's own. */
export function apiUrlOf(given: string | null): string {
  const url = given ?? 'https://slack.com/api/';
  return url.endsWith('/') ? url : `${url}/`;
}
