import type { JsonObject } from '../../../domain/json.ts';
import { text, whole, yes } from '../arguments.ts';
import { good, refused } from '../model.ts';
import { bot, type StoredChannel } from '../workspace.ts';
import { directChannel } from './chat-post.ts';
import { findChannel, type Method, missingScope, scopeFor } from './method.ts';

function described(channel: StoredChannel, withCount: boolean): JsonObject {
  const empty = { value: '', creator: '', last_set: 0 };
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    previous_names: [...channel.previousNames],
    created: channel.created,
    creator: bot.userId,
    is_archived: channel.archived,
    is_channel: !channel.private,
    is_group: channel.private && !channel.im,
    is_im: channel.im,
    is_mpim: false,
    is_private: channel.private,
    is_general: false,
    is_member: channel.member,
    is_read_only: false,
    is_shared: channel.shared,
    is_ext_shared: channel.shared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    pending_shared: [],
    parent_conversation: null,
    last_read: '0000000000.000000',
    locale: 'en-US',
    topic: empty,
    purpose: empty,
    unlinked: 0,
    ...(withCount ? { num_members: channel.people.size + (channel.member ? 1 : 0) } : {}),
  };
}

export const conversationsInfo: Method = {
  tier: 3,
  scopes: [],
  run(call) {
    const channel = findChannel(call, call.values['channel']);
    const readable = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];
    if (!call.scopes.some((scope) => readable.includes(scope))) {
      return missingScope(readable.join(','), call.scopes);
    }
    if (channel === null) return refused('channel_not_found');
    const needed = scopeFor(channel, 'read');
    if (!call.scopes.includes(needed)) return missingScope(needed, call.scopes);
    return good({ channel: described(channel, yes(call.values, 'include_num_members')) });
  },
};

export const conversationsList: Method = {
  tier: 2,
  scopes: [],
  run(call) {
    const { values } = call;
    const types = (text(values, 'types') ?? 'public_channel').split(',').map((each) => each.trim());
    const scopeOf: Readonly<Record<string, string>> = {
      public_channel: 'channels:read',
      private_channel: 'groups:read',
      im: 'im:read',
      mpim: 'mpim:read',
    };
    for (const type of types) {
      const needed = scopeOf[type];
      if (needed === undefined) return refused('invalid_types');
      if (!call.scopes.includes(needed)) return missingScope(needed, call.scopes);
    }
    const kindOf = (channel: StoredChannel): string =>
      channel.im ? 'im' : channel.private ? 'private_channel' : 'public_channel';
    const all = [...call.workspace.channels.values()].filter(
      (channel) =>
        types.includes(kindOf(channel)) &&
        (!channel.private || channel.member) &&
        !(yes(values, 'exclude_archived') && channel.archived),
    );
    const page = paged(all, values, 100, 1000);
    if (page === null) return refused('invalid_cursor');
    return good({
      channels: page.items.map((each) => described(each, true)),
      response_metadata: { next_cursor: page.next },
    });
  },
};

export const conversationsJoin: Method = {
  tier: 3,
  scopes: ['channels:join'],
  run(call) {
    const channel = findChannel(call, call.values['channel']);
    if (channel === null) return refused('channel_not_found');
    if (channel.private) return refused('method_not_supported_for_channel_type');
    if (channel.archived) return refused('is_archived');
    const already = channel.member;
    channel.member = true;
    return good({
      channel: described(channel, false),
      ...(already ? { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } } : {}),
    });
  },
};

export const conversationsOpen: Method = {
  tier: 3,
  scopes: [],
  run(call) {
    const { values, workspace } = call;
    const users = (text(values, 'users') ?? '').split(',').filter((each) => each !== '');
    const needed = users.length > 1 ? 'mpim:write' : 'im:write';
    if (!call.scopes.includes(needed)) return missingScope(needed, call.scopes);
    const existing = text(values, 'channel');
    if (existing !== null) {
      const channel = findChannel(call, existing);
      return channel?.im === true ? good({ channel: { id: channel.id } }) : refused('channel_not_found');
    }
    if (users.length === 0) return refused('users_list_not_supplied');
    if (!users.every((user) => workspace.users.has(user))) return refused('user_not_found');
    if (users.some((user) => workspace.users.get(user)?.deactivated === true)) return refused('user_disabled');
    return good({ channel: { id: directChannel(workspace, users).id } });
  },
};

/** A page of `all` by cursor; null for a cursor that this method never gave. */
export function paged<T>(
  all: readonly T[],
  values: JsonObject,
  fallback: number,
  max: number,
): { items: T[]; next: string } | null {
  const limit = whole(values, 'limit', { min: 1, max, fallback });
  const cursor = text(values, 'cursor');
  let start = 0;
  if (cursor !== null) {
    const found = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'));
    if (found === null) return null;
    start = Number(found[1]);
  }
  const end = start + limit;
  return {
    items: all.slice(start, end),
    next: end < all.length ? Buffer.from(`next:${end}`).toString('base64') : '',
  };
}
