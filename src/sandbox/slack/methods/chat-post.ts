import type { JsonObject } from '../../../domain/json.ts';
import { text, yes } from '../arguments.ts';
import { type Content, isEmpty, readContent, withIds } from '../content.ts';
import { good, refused } from '../model.ts';
import { asSlackMessage, bot, type StoredChannel, type StoredMessage, shown, type Workspace } from '../workspace.ts';
import { type Call, findChannel, type Method, throttled } from './method.ts';

/** chat.postMessage. One message a second and channel, whatever thread it is for. */
export const chatPostMessage: Method = {
  tier: 'special',
  scopes: ['chat:write'],
  run(call) {
    const { values, workspace, limits } = call;
    const channel = findChannel(call, values['channel'], true) ?? openDirect(call);
    if (channel === null) return refused('channel_not_found');
    if (channel.archived) return refused('is_archived');
    if (!channel.member && !call.scopes.includes('chat:write.public')) return refused('not_in_channel');
    const wait = limits.channel(channel.id);
    if (wait !== null) return throttled(wait);
    const content = readContent(values, 'post');
    if ('refusal' in content) return content.refusal;
    if (isEmpty(content)) return refused('no_text');
    const message = postAsBot(workspace, channel, content, {
      threadTs: text(values, 'thread_ts'),
      broadcast: yes(values, 'reply_broadcast'),
    });
    return good({ channel: channel.id, ts: message.ts, message: asSlackMessage(message, true) }, message.ts);
  },
};

/** A user id in place of a channel means the direct messages with that person. */
function openDirect(call: Call): StoredChannel | null {
  const user = text(call.values, 'channel');
  return user !== null && call.workspace.users.has(user) ? directChannel(call.workspace, [user]) : null;
}

/** The direct messages between the bot and these people, opened where they are not yet. */
export function directChannel(workspace: Workspace, users: readonly string[]): StoredChannel {
  const key = [...users].sort().join('-');
  const open = [...workspace.channels.values()].find((each) => each.im && each.name === key);
  return open ?? workspace.addChannel({ id: workspace.nextId('D'), name: key, private: true, people: users }, true);
}

/**
 * Where a reply belongs. Slack silently ignores a `thread_ts` that names no message and posts to the channel; a deleted
 * parent that had replies stays behind as a tombstone and still takes them.
 */
function threadRoot(channel: StoredChannel, threadTs: string | null): StoredMessage | null {
  const parent = threadTs === null ? undefined : channel.messages.get(threadTs);
  if (parent === undefined) return null;
  if (parent.thread_ts !== null) return channel.messages.get(parent.thread_ts) ?? null;
  if (!parent.deleted) return parent;
  const hasReplies = [...channel.messages.values()].some((each) => each.thread_ts === parent.ts && !each.deleted);
  return hasReplies ? parent : null;
}

export function postAsBot(
  workspace: Workspace,
  channel: StoredChannel,
  content: Content,
  where: { threadTs: string | null; broadcast: boolean; files?: readonly JsonObject[] },
): StoredMessage {
  const root = threadRoot(channel, where.threadTs);
  const message = newMessage(workspace, channel, content);
  message.thread_ts = root?.ts ?? null;
  message.files = where.files ?? [];
  message.reply_broadcast = root !== null && where.broadcast;
  channel.messages.set(message.ts, message);
  workspace.emit({ kind: 'posted', message: shown(message) });
  return message;
}

export function newMessage(workspace: Workspace, channel: StoredChannel, content: Content): StoredMessage {
  const id = (): string => workspace.nextId('b');
  return {
    channel: channel.id,
    ts: workspace.nextTs(),
    text: content.text,
    blocks: withIds(content.blocks ?? [], id),
    attachments: (content.attachments ?? []).map((each) => ({ ...each, bot_id: bot.botId })),
    files: [],
    thread_ts: null,
    reply_broadcast: false,
    metadata: content.metadata ?? null,
    author: 'bot',
    edits: 0,
    deleted: false,
    postedAt: workspace.clock.now(),
    editedAt: null,
    ephemeralFor: null,
    unfurls: {},
  };
}
