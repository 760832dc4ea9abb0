import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { Reason } from '../../domain/event.ts';
import { isObject, type JsonValue, textAt } from '../../domain/json.ts';
import type { SlackSender } from '../../domain/message.ts';
import { classifyError } from './classify-error.ts';
import { deliveryEventType } from './message-arguments.ts';

type Query = Parameters<SlackSender['find']>[0];
type Found = Awaited<ReturnType<SlackSender['find']>>;

/** Slack gives at most 999 a page and advises 200; ten pages are half an hour of a channel at its limit. */
const pageSize = 200;
const mostPages = 10;

/** Looks for the message that carries `deliveryKey`. Where the thread is gone its reply stands in the channel (F62). */
export async function findMessage(client: WebClient, query: Query): Promise<Found> {
  if (query.threadTs !== null) {
    const inThread = await search(client, 'conversations.replies', query);
    if (inThread.kind !== 'absent') return inThread;
  }
  return search(client, 'conversations.history', query);
}

async function search(
  client: WebClient,
  method: 'conversations.history' | 'conversations.replies',
  query: Query,
): Promise<Found> {
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    try {
      const result = await client.apiCall(method, {
        channel: query.channel,
        oldest: String(query.oldestSeconds),
        inclusive: true,
        include_all_metadata: true,
        limit: pageSize,
        ...(method === 'conversations.replies' ? { ts: query.threadTs } : {}),
        ...(cursor === undefined ? {} : { cursor }),
      });
      const messages: unknown = Reflect.get(result, 'messages');
      const ts = Array.isArray(messages) ? tsOf(messages, query.deliveryKey) : null;
      if (ts !== null) return { kind: 'found', ts };
      cursor = result.response_metadata?.next_cursor || undefined;
      if (cursor === undefined) return { kind: 'absent' };
    } catch (error) {
      if (method === 'conversations.replies' && isThreadGone(error)) return { kind: 'absent' };
      return { kind: 'unknown', reason: classifyError(error).reason };
    }
  }
  return { kind: 'unknown', reason: tooMany };
}

/** `unsupported` is the code by which delivery knows that looking again would not help. */
const tooMany: Reason = {
  code: 'unsupported',
  text: `The message is not among the newest ${pageSize * mostPages} of the channel; older ones are not searched.`,
};

function tsOf(messages: readonly JsonValue[], deliveryKey: string): string | null {
  const found = messages.find(
    (message) =>
      isObject(message) &&
      textAt(message, 'metadata.event_type') === deliveryEventType &&
      textAt(message, 'metadata.event_payload.key') === deliveryKey,
  );
  return textAt(found, 'ts');
}

function isThreadGone(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && error.data.error === 'thread_not_found';
}
