import type { Outcome } from '../domain/delivery.ts';
import type { SendRequest } from '../domain/message.ts';
import type { Delivery } from '../store/store.ts';
import type { Composed } from './compose.ts';
import type { Shared } from './lane.ts';
import { channelIdOf } from './lane-name.ts';

/** One request to Slack, with everything it needs. */
export type Call =
  | {
      readonly method: 'post';
      readonly request: SendRequest;
      readonly contentHash: string | null;
      readonly simpler: number;
    }
  | {
      readonly method: 'update';
      readonly request: SendRequest & { readonly ts: string };
      readonly contentHash: string;
      readonly simpler: number;
    }
  | {
      readonly method: 'remove';
      readonly request: { readonly channel: string; readonly ts: string };
      readonly contentHash: null;
      readonly simpler: 0;
    };

export function callFor(delivery: Delivery, composed: Extract<Composed, { message: unknown }>): Call {
  const request = {
    channel: channelIdOf(delivery.lane),
    channelName: delivery.channel,
    message: composed.message,
    threadTs: composed.threadTs,
    broadcast: composed.broadcast,
    deliveryKey: delivery.deliveryKey,
    subjectId: delivery.subjectId,
  };
  const { contentHash, simpler = 1 } = composed;
  if (delivery.op === 'card' && composed.cardTs !== null) {
    return { method: 'update', request: { ...request, ts: composed.cardTs }, contentHash, simpler };
  }
  return { method: 'post', request, contentHash, simpler };
}

/** Null where there is nothing to remove, or no way to. */
export function removalFor(delivery: Delivery): Call | null {
  const channel = channelIdOf(delivery.lane);
  if (channel === null || delivery.note === null) return null;
  return { method: 'remove', request: { channel, ts: delivery.note }, contentHash: null, simpler: 0 };
}

/** Makes the call. A sender that throws leaves us not knowing whether its request left: ambiguous. */
export async function makeCall(shared: Shared, call: Call): Promise<Outcome> {
  const { sender } = shared.deps;
  try {
    if (call.method === 'post') return await sender.post(call.request);
    if (call.method === 'update') return await sender.update(call.request);
    return await sender.remove(call.request);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    return { kind: 'ambiguous', reason: { code: 'sender_failed', text: `The Slack client failed: ${name}.` } };
  }
}
