import type { JsonObject } from '../../domain/json.ts';
import type { SandboxChannel, SandboxUser } from './model.ts';
import type { Tokens } from './tokens.ts';
import type { Webhook } from './webhook.ts';
import { bot, type StoredMessage, shown, type Workspace } from './workspace.ts';

/** What an administrator or a colleague does in the workspace, besides what the app does itself. */
export interface Steering {
  addChannel(channel: SandboxChannel): void;
  addUser(user: SandboxUser): void;
  archive(channel: string): void;
  unarchive(channel: string): void;
  rename(channel: string, name: string): void;
  /** The bot joins or is thrown out. */
  setMember(channel: string, member: boolean): void;
  /** An administrator makes it private, or public. */
  setPrivate(channel: string, isPrivate: boolean): void;
  /** A person deletes a message. */
  deleteMessage(channel: string, ts: string): void;
  /** A person writes a message; returns its ts. */
  say(channel: string, user: string, text: string, threadTs?: string): string;
  setScopes(scopes: readonly string[]): void;
  revokeToken(): void;
  restoreToken(): void;
  /** Somebody removes the app: every bot token ends. */
  uninstall(): void;
  setWebhook(state: Webhook['state']): void;
  /** One of the above from JSON: `{"do":"archive","channel":"C0FINANCE"}`. Returns what is wrong, or null. */
  apply(request: JsonObject): string | null;
}

export function createSteering(options: {
  workspace: Workspace;
  tokens: Tokens;
  botToken: string;
  webhook: Webhook;
}): Steering {
  const { workspace, tokens, botToken, webhook } = options;
  const steering: Steering = {
    addChannel: (channel) => void workspace.addChannel(channel),
    addUser: (user) => void workspace.users.set(user.id, user),
    archive(channel) {
      workspace.channel(channel).archived = true;
    },
    unarchive(channel) {
      workspace.channel(channel).archived = false;
    },
    rename(id, name) {
      const channel = workspace.channel(id);
      channel.previousNames.push(channel.name);
      channel.name = name;
    },
    setMember(channel, member) {
      workspace.channel(channel).member = member;
    },
    setPrivate(channel, isPrivate) {
      workspace.channel(channel).private = isPrivate;
    },
    deleteMessage(channel, ts) {
      const message = workspace.channel(channel).messages.get(ts);
      if (message === undefined) return;
      message.deleted = true;
      workspace.emit({ kind: 'deleted', message: shown(message) });
    },
    say: (channel, user, text, threadTs) => saySomething(workspace, channel, user, text, threadTs ?? null),
    setScopes: (scopes) => tokens.setScopes(botToken, scopes),
    revokeToken: () => tokens.setState(botToken, 'revoked'),
    restoreToken: () => tokens.setState(botToken, 'active'),
    uninstall: () => tokens.revokeAll(),
    setWebhook(state) {
      webhook.state = state;
    },
    apply: (request) => apply(steering, workspace, request),
  };
  return steering;
}

function saySomething(
  workspace: Workspace,
  channel: string,
  user: string,
  text: string,
  threadTs: string | null,
): string {
  const message: StoredMessage = {
    channel,
    ts: workspace.nextTs(),
    text,
    blocks: [],
    attachments: [],
    files: [],
    thread_ts: threadTs,
    reply_broadcast: false,
    metadata: null,
    author: user,
    edits: 0,
    deleted: false,
    postedAt: workspace.clock.now(),
    editedAt: null,
    ephemeralFor: null,
    unfurls: {},
  };
  workspace.channel(channel).messages.set(message.ts, message);
  workspace.emit({ kind: 'posted', message: shown(message) });
  return message.ts;
}

function apply(steering: Steering, workspace: Workspace, request: JsonObject): string | null {
  const word = (name: string): string => (typeof request[name] === 'string' ? request[name] : '');
  const channel = word('channel');
  if (channel !== '' && !workspace.channels.has(channel)) return 'channel_not_found';
  const actions: Readonly<Record<string, () => void>> = {
    archive: () => steering.archive(channel),
    unarchive: () => steering.unarchive(channel),
    rename: () => steering.rename(channel, word('name')),
    join: () => steering.setMember(channel, true),
    leave: () => steering.setMember(channel, false),
    deleteMessage: () => steering.deleteMessage(channel, word('ts')),
    say: () => void steering.say(channel, word('user') || bot.userId, word('text'), word('thread_ts') || undefined),
    setScopes: () => steering.setScopes(word('scopes').split(',')),
    revokeToken: () => steering.revokeToken(),
    restoreToken: () => steering.restoreToken(),
    uninstall: () => steering.uninstall(),
  };
  const action = Object.hasOwn(actions, word('do')) ? actions[word('do')] : undefined;
  if (action === undefined) return 'unknown_action';
  if (/archive|rename|join|leave|say|deleteMessage/.test(word('do')) && channel === '') return 'channel_not_found';
  action();
  return null;
}
