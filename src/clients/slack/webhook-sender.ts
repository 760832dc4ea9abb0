import type { Outcome } from '../../domain/delivery.ts';
import type { SendRequest, SlackSender } from '../../domain/message.ts';
import type { Secret } from '../../domain/secret.ts';
import { classifyCode, classifyError, classifyStatus, invalidAnswer } from './classify-error.ts';
import { contentArguments, noPreviews } from './message-arguments.ts';
import { retryAfterMs } from './strict-fetch.ts';
import { callTimeoutMs } from './web-client.ts';

const cannot = {
  code: 'unsupported',
  text: 'An incoming webhook can only post: messages cannot be edited, removed or looked for.',
} as const;

/** Sends through incoming webhooks, one URL a channel. Slack answers them with plain words instead of JSON. */
export function createWebhookSender(options: {
  /** The URL by the channel's configured name; null where there is none. */
  readonly urlOf: (channelName: string) => Secret | null;
  readonly timeoutMs?: number;
}): SlackSender {
  return {
    canUpdate: false,
    async post(request) {
      const url = options.urlOf(request.channelName);
      if (url === null) {
        return {
          kind: 'park',
          reason: { code: 'no_webhook_url', text: 'The configuration gives no webhook for this channel.' },
        };
      }
      return postTo(url, request, options.timeoutMs ?? callTimeoutMs);
    },
    update: async () => ({ kind: 'dead', reason: cannot }),
    remove: async () => ({ kind: 'dead', reason: cannot }),
    find: async () => ({ kind: 'unknown', reason: cannot }),
  };
}

async function postTo(url: Secret, request: SendRequest, timeoutMs: number): Promise<Outcome> {
  try {
    const response = await fetch(url.reveal(), {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({
        ...contentArguments(request.message),
        ...noPreviews,
        ...(request.threadTs === null ? {} : { thread_ts: request.threadTs }),
      }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer = (await response.text()).trim();
    const afterMs = retryAfterMs(response.headers.get('retry-after'));
    if (response.status === 200) return answer === 'ok' ? { kind: 'sent', ts: null } : invalidAnswer;
    if (response.status === 429) return classifyCode('ratelimited', { afterMs });
    if (response.status >= 500 || !isCode(answer)) return classifyStatus(response.status, afterMs);
    return classifyCode(answer, { afterMs });
  } catch (error) {
    return classifyError(error);
  }
}

/** Slack's webhook errors are one word; a page from a proxy is not. */
function isCode(answer: string): boolean {
  return /^[a-z][a-z_]{2,63}$/.test(answer);
}
