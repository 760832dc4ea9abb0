import { isObject } from '../../../domain/json.ts';
import { text } from '../arguments.ts';
import { blockRefusal, isEmpty, readContent } from '../content.ts';
import { good, refused } from '../model.ts';
import { validateBlocks } from '../validate-blocks.ts';
import { shown } from '../workspace.ts';
import { newMessage } from './chat-post.ts';
import { findChannel, findMessage, type Method } from './method.ts';

export const chatDelete: Method = {
  tier: 3,
  scopes: ['chat:write'],
  run(call) {
    const channel = findChannel(call, call.values['channel']);
    if (channel === null) return refused('channel_not_found');
    const message = findMessage(channel, call.values['ts']);
    if (message === null) return refused('message_not_found');
    if (message.author !== 'bot') return refused('cant_delete_message');
    message.deleted = true;
    call.workspace.emit({ kind: 'deleted', message: shown(message) });
    return good({ channel: channel.id, ts: message.ts }, message.ts);
  },
};

export const chatPostEphemeral: Method = {
  tier: 4,
  scopes: ['chat:write'],
  run(call) {
    const { values, workspace } = call;
    const channel = findChannel(call, values['channel']);
    if (channel === null) return refused('channel_not_found');
    if (channel.archived) return refused('is_archived');
    if (!channel.member) return refused('not_in_channel');
    const user = text(values, 'user');
    if (user === null || !channel.people.has(user)) return refused('user_not_in_channel');
    const content = readContent(values, 'post');
    if ('refusal' in content) return content.refusal;
    if (isEmpty(content)) return refused('no_text');
    const message = newMessage(workspace, channel, content);
    message.thread_ts = text(values, 'thread_ts');
    message.ephemeralFor = user;
    workspace.ephemeral.push(message);
    workspace.emit({ kind: 'ephemeral', message: shown(message) });
    return good({ message_ts: message.ts }, message.ts);
  },
};

/** chat.unfurl, by `channel` and `ts` of the message with the link, or by the composer's `unfurl_id` and `source`. */
export const chatUnfurl: Method = {
  tier: 3,
  scopes: ['links:write'],
  run(call) {
    const { values } = call;
    const unfurls = values['unfurls'];
    if (!isObject(unfurls) || Object.keys(unfurls).length === 0) return refused('missing_unfurls');
    for (const [url, preview] of Object.entries(unfurls)) {
      if (!isObject(preview)) return refused('cannot_parse_attachment');
      const faults = preview['blocks'] === undefined ? [] : validateBlocks(preview['blocks'], 'message');
      if (faults.length > 0)
        return blockRefusal(faults, `/unfurls/${url.replaceAll('~', '~0').replaceAll('/', '~1')}/blocks`);
    }
    if (text(values, 'unfurl_id') !== null) {
      return values['source'] === 'composer' || values['source'] === 'conversations_history'
        ? good()
        : refused('invalid_arguments');
    }
    const channel = findChannel(call, values['channel']);
    if (channel === null) return refused('cannot_unfurl_url');
    const message = findMessage(channel, values['ts']);
    if (message === null) return refused('cannot_find_message');
    const known = Object.keys(unfurls).filter((url) => message.text.includes(url));
    if (known.length === 0) return refused('cannot_unfurl_url');
    const previews = { ...message.unfurls };
    for (const url of known) {
      const preview = unfurls[url];
      if (isObject(preview)) previews[url] = preview;
    }
    message.unfurls = previews;
    call.workspace.emit({ kind: 'updated', message: shown(message) });
    return good();
  },
};

export const chatGetPermalink: Method = {
  tier: 'special',
  scopes: [],
  run(call) {
    const channel = findChannel(call, call.values['channel']);
    if (channel === null) return refused('channel_not_found');
    const message = findMessage(channel, call.values['message_ts']);
    if (message === null) return refused('message_not_found');
    const thread = message.thread_ts === null ? '' : `?thread_ts=${message.thread_ts}&cid=${channel.id}`;
    const permalink = `${call.url}/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`;
    return good({ channel: channel.id, permalink });
  },
};
