import { isObject, type JsonObject } from '../../domain/json.ts';
import { isEmpty, readContent } from './content.ts';
import { postAsBot } from './methods/chat-post.ts';
import type { Answer } from './model.ts';
import type { RateLimits } from './rates.ts';
import type { StoredChannel, Workspace } from './workspace.ts';

export interface Webhook {
  readonly path: string;
  readonly channel: StoredChannel;
  state: 'active' | 'revoked' | 'disabled';
}

function plain(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'text/html', ...headers }, body, ts: null };
}

/** An incoming webhook: answers plain text, posts to the one channel that it was made for. */
export function receiveWebhook(
  workspace: Workspace,
  limits: RateLimits,
  webhook: Webhook | undefined,
  request: { contentType: string; body: Buffer },
): Answer {
  if (webhook === undefined || webhook.state === 'disabled') return plain(404, 'no_service');
  if (webhook.state === 'revoked') return plain(403, 'invalid_token');
  if (webhook.channel.archived) return plain(410, 'channel_is_archived');
  const wait = limits.channel(webhook.channel.id);
  if (wait !== null) return plain(429, 'rate_limited', { 'retry-after': String(wait) });
  const values = payloadOf(request);
  if (values === null) return plain(400, 'invalid_payload');
  const content = readContent(values, 'post');
  if ('refusal' in content) {
    const error = isObject(content.refusal.body) ? content.refusal.body['error'] : null;
    return plain(400, typeof error === 'string' ? error : 'invalid_payload');
  }
  if (isEmpty(content)) return plain(400, 'no_text');
  const threadTs = typeof values['thread_ts'] === 'string' ? values['thread_ts'] : null;
  const broadcast = values['reply_broadcast'] === true;
  const { ts } = postAsBot(workspace, webhook.channel, content, { threadTs, broadcast });
  return { ...plain(200, 'ok'), ts };
}

/** JSON as the body, or as the form field `payload`. */
export function payloadOf(request: { contentType: string; body: Buffer }): JsonObject | null {
  const text = request.body.toString('utf8');
  const form = request.contentType.startsWith('application/x-www-form-urlencoded');
  try {
    const parsed: unknown = JSON.parse(form ? (new URLSearchParams(text).get('payload') ?? text) : text);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}
