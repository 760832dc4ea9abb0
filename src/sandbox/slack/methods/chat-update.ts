import { yes } from '../arguments.ts';
import { type Content, readContent, withIds } from '../content.ts';
import { good, refused } from '../model.ts';
import { asSlackMessage, type StoredMessage, shown, type Workspace } from '../workspace.ts';
import { findChannel, findMessage, type Method } from './method.ts';

/** chat.update. Text without blocks removes the blocks; attachments and metadata that are not named stay. */
export const chatUpdate: Method = {
  tier: 3,
  scopes: ['chat:write'],
  run(call) {
    const { values, workspace } = call;
    const channel = findChannel(call, values['channel']);
    if (channel === null) return refused('channel_not_found');
    if (channel.archived) return refused('is_inactive');
    const message = findMessage(channel, values['ts']);
    if (message === null) return refused('message_not_found');
    if (message.author !== 'bot') return refused('cant_update_message');
    const age = workspace.clock.now() - message.postedAt;
    if (call.editWindowSeconds !== null && age > call.editWindowSeconds * 1000) return refused('edit_window_closed');
    const content = readContent(values, 'update');
    if ('refusal' in content) return content.refusal;
    if (content.text === '' && content.blocks === null && content.attachments === null) return refused('no_text');
    if (!applyEdit(workspace, message, content)) return refused('no_text');
    if (message.thread_ts !== null && yes(values, 'reply_broadcast')) message.reply_broadcast = true;
    workspace.emit({ kind: 'updated', message: shown(message) });
    return good(
      { channel: channel.id, ts: message.ts, text: message.text, message: asSlackMessage(message, true) },
      message.ts,
    );
  },
};

/** Changes the message, or returns false where nothing at all would be left to show. */
export function applyEdit(workspace: Workspace, message: StoredMessage, content: Content): boolean {
  const text = content.textGiven ? content.text : message.text;
  const blocks =
    content.blocks === null
      ? content.text === ''
        ? message.blocks
        : []
      : withIds(content.blocks, () => workspace.nextId('b'));
  const attachments = content.attachments ?? message.attachments;
  if (text.trim() === '' && blocks.length === 0 && attachments.length === 0) return false;
  message.text = text;
  message.blocks = blocks;
  message.attachments = attachments;
  if (content.metadata !== undefined) message.metadata = content.metadata;
  message.edits += 1;
  message.editedAt = workspace.clock.now();
  return true;
}
