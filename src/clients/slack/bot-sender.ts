import type { WebClient } from '@slack/web-api';
import type { Outcome } from '../../domain/delivery.ts';
import type { SendRequest, SlackSender } from '../../domain/message.ts';
import { classifyError, invalidAnswer } from './classify-error.ts';
import { findMessage } from './find-message.ts';
import { contentArguments, deliveryEventType, literalText, noPreviews } from './message-arguments.ts';

const noChannel: Outcome = {
  kind: 'park',
  reason: { code: 'no_channel_id', text: 'The configuration gives no Slack channel id for this channel.' },
};

/** Sends with a bot token: cards can be edited, removed and looked for. */
export function createBotSender(client: WebClient): SlackSender {
  return {
    canUpdate: true,
    async post(request) {
      if (request.channel === null) return noChannel;
      return call(client, 'chat.postMessage', {
        ...contentArguments(request.message),
        ...literalText,
        ...noPreviews,
        ...threadArguments(request),
        channel: request.channel,
        metadata: { event_type: deliveryEventType, event_payload: { key: request.deliveryKey } },
      });
    },
    async update(request) {
      if (request.channel === null) return noChannel;
      // Metadata that is not named stays: the message keeps the key by which it was posted.
      return call(client, 'chat.update', {
        ...contentArguments(request.message),
        ...literalText,
        channel: request.channel,
        ts: request.ts,
      });
    },
    remove: ({ channel, ts }) => call(client, 'chat.delete', { channel, ts }),
    find: (query) => findMessage(client, query),
  };
}

function threadArguments(request: SendRequest): Record<string, string | boolean> {
  if (request.threadTs === null) return {};
  return { thread_ts: request.threadTs, ...(request.broadcast ? { reply_broadcast: true } : {}) };
}

async function call(client: WebClient, method: string, given: Record<string, unknown>): Promise<Outcome> {
  try {
    const result = await client.apiCall(method, given);
    const ts: unknown = Reflect.get(result, 'ts');
    return typeof ts === 'string' && ts !== '' ? { kind: 'sent', ts } : invalidAnswer;
  } catch (error) {
    return classifyError(error);
  }
}
