import { createHmac } from 'node:crypto';

/** Slack's signature v0: HMAC-SHA256 over `v0:timestamp:rawBody`. `timestamp` in Unix seconds. */
export function signSlackRequest(signingSecret: string, timestamp: number, body: string): Record<string, string> {
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(timestamp), 'x-slack-signature': `v0=${digest}` };
}

/** What the app answered. */
export interface Reached {
  readonly status: number;
  readonly body: string;
}

export interface Signing {
  readonly secret: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** How a request may be spoilt on purpose, for an app's own tests. */
export interface Spoilt {
  /** Seconds by which the timestamp differs from now; the signature fits it. */
  readonly skewSeconds?: number;
  /** Signs with another secret. */
  readonly secret?: string;
  /** Further headers, `x-slack-retry-num` for one. */
  readonly headers?: Readonly<Record<string, string>>;
}

export async function postSigned(
  signing: Signing,
  to: string,
  request: { readonly type: string; readonly body: string },
  spoilt: Spoilt = {},
): Promise<Reached> {
  const timestamp = Math.floor(signing.now() / 1000) + (spoilt.skewSeconds ?? 0);
  const response = await fetch(to, {
    method: 'POST',
    headers: {
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'content-type': request.type,
      ...signSlackRequest(spoilt.secret ?? signing.secret, timestamp, request.body),
      ...spoilt.headers,
    },
    body: request.body,
    redirect: 'manual',
  });
  return { status: response.status, body: await response.text() };
}

export const formType = 'application/x-www-form-urlencoded';
export const jsonType = 'application/json';
