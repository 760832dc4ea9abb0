import type { JsonObject } from '../../../domain/json.ts';
import { text, yes } from '../arguments.ts';
import { type Answer, good, refused } from '../model.ts';
import { asSlackMessage, type StoredChannel, type StoredMessage } from '../workspace.ts';
import { paged } from './conversations.ts';
import { type Call, findChannel, type Method, missingScope, scopeFor } from './method.ts';

/** conversations.history: newest first, without thread replies unless they were broadcast. */
export const conversationsHistory: Method = {
  tier: 3,
  scopes: [],
  run(call) {
    const channel = readable(call);
    if ('body' in channel) return channel;
    const all = [...channel.messages.values()]
      .filter((each) => !each.deleted && (each.thread_ts === null || each.reply_broadcast))
      .filter((each) => within(each, call.values))
      .sort((a, b) => compareTs(b.ts, a.ts));
    return answered(call, channel, all, 100, 999);
  },
};

/** conversations.replies: the parent, then its replies, oldest first. */
export const conversationsReplies: Method = {
  tier: 3,
  scopes: [],
  run(call) {
    const channel = readable(call);
    if ('body' in channel) return channel;
    const asked = text(call.values, 'ts');
    const named = asked === null ? undefined : channel.messages.get(asked);
    const rootTs = named?.thread_ts ?? asked;
    const root = rootTs === null ? undefined : channel.messages.get(rootTs);
    const replies = [...channel.messages.values()]
      .filter((each) => each.thread_ts === rootTs && !each.deleted)
      .filter((each) => within(each, call.values))
      .sort((a, b) => compareTs(a.ts, b.ts));
    if (root === undefined || (root.deleted && replies.length === 0)) return refused('thread_not_found');
    return answered(call, channel, root.deleted ? replies : [root, ...replies], 1000, 1000);
  },
};

function readable(call: Call): StoredChannel | Answer {
  const channel = findChannel(call, call.values['channel']);
  if (channel === null) return refused('channel_not_found');
  const needed = scopeFor(channel, 'history');
  if (!call.scopes.includes(needed)) return missingScope(needed, call.scopes);
  return channel.member ? channel : refused('not_in_channel');
}

function answered(
  call: Call,
  channel: StoredChannel,
  all: readonly StoredMessage[],
  fallback: number,
  max: number,
): Answer {
  const page = paged(all, call.values, fallback, max);
  if (page === null) return refused('invalid_cursor');
  const withMetadata = yes(call.values, 'include_all_metadata');
  return good({
    messages: page.items.map((each) => ({ ...asSlackMessage(each, withMetadata), ...threadOf(channel, each) })),
    has_more: page.next !== '',
    pin_count: 0,
    ...(page.next === '' ? {} : { response_metadata: { next_cursor: page.next } }),
  });
}

function threadOf(channel: StoredChannel, message: StoredMessage): JsonObject {
  if (message.thread_ts !== null) return {};
  const replies = [...channel.messages.values()].filter((each) => each.thread_ts === message.ts && !each.deleted);
  const latest = replies.at(-1);
  return latest === undefined
    ? {}
    : { thread_ts: message.ts, reply_count: replies.length, latest_reply: latest.ts, is_locked: false };
}

/** `oldest` and `latest` are exclusive unless `inclusive` is set. */
function within(message: StoredMessage, values: JsonObject): boolean {
  const inclusive = yes(values, 'inclusive');
  const oldest = bound(values['oldest']);
  const latest = bound(values['latest']);
  const afterOldest = oldest === null ? 1 : compareTs(message.ts, oldest);
  const beforeLatest = latest === null ? 1 : compareTs(latest, message.ts);
  return (
    (afterOldest > 0 || (inclusive && afterOldest === 0)) && (beforeLatest > 0 || (inclusive && beforeLatest === 0))
  );
}

function bound(value: unknown): string | null {
  const written = typeof value === 'number' ? String(value) : value;
  return typeof written === 'string' && /^\d+(\.\d+)?$/.test(written) && Number(written) > 0 ? written : null;
}

function compareTs(a: string, b: string): number {
  const micros = (ts: string): bigint => {
    const [seconds = '0', rest = ''] = ts.split('.');
    return BigInt(seconds) * 1_000_000n + BigInt(rest.padEnd(6, '0').slice(0, 6));
  };
  const [x, y] = [micros(a), micros(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}
