import type { Clock } from '../../domain/clock.ts';
import { TillbellError } from '../../domain/errors.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { SandboxChange, SandboxChannel, SandboxMessage, SandboxUser, SandboxUserGroup } from './model.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
export type StoredMessage = Writable<SandboxMessage>;

export interface StoredChannel {
  readonly id: string;
  name: string;
  readonly previousNames: string[];
  private: boolean;
  archived: boolean;
  member: boolean;
  readonly shared: boolean;
  readonly im: boolean;
  readonly people: Set<string>;
  readonly messages: Map<string, StoredMessage>;
  readonly created: number;
}

export const bot = { team: 'T0SANDBOX', app: 'A0SANDBOX', botId: 'B0SANDBOX', userId: 'U0SANDBOX' } as const;

/** Everything that the stand-in remembers. */
export interface Workspace {
  readonly channels: Map<string, StoredChannel>;
  readonly users: Map<string, SandboxUser>;
  readonly userGroups: Map<string, SandboxUserGroup>;
  readonly ephemeral: StoredMessage[];
  readonly clock: Clock;
  /** A ts as Slack gives it: seconds and six digits, unique, always later than the one before. */
  nextTs(): string;
  nextId(prefix: string): string;
  addChannel(channel: SandboxChannel, im?: boolean): StoredChannel;
  /** By id; throws for a channel that does not exist, since only a test can name one wrongly. */
  channel(id: string): StoredChannel;
  emit(change: SandboxChange): void;
  on(listener: (change: SandboxChange) => void): () => void;
}

export function createWorkspace(clock: Clock): Workspace {
  const channels = new Map<string, StoredChannel>();
  const listeners = new Set<(change: SandboxChange) => void>();
  let lastMicros = 0n;
  let ids = 0;
  return {
    channels,
    users: new Map(),
    userGroups: new Map(),
    ephemeral: [],
    clock,
    nextTs() {
      const now = BigInt(Math.floor(clock.now())) * 1000n;
      lastMicros = now > lastMicros ? now : lastMicros + 100n;
      return `${lastMicros / 1_000_000n}.${String(lastMicros % 1_000_000n).padStart(6, '0')}`;
    },
    nextId(prefix) {
      ids += 1;
      return `${prefix}0SB${ids.toString(36).toUpperCase().padStart(7, '0')}`;
    },
    addChannel(channel, im = false) {
      const stored: StoredChannel = {
        id: channel.id,
        name: channel.name,
        previousNames: [],
        private: channel.private ?? false,
        archived: channel.archived ?? false,
        member: channel.member ?? true,
        shared: channel.shared ?? false,
        im,
        people: new Set(channel.people ?? []),
        messages: new Map(),
        created: Math.floor(clock.now() / 1000),
      };
      channels.set(stored.id, stored);
      return stored;
    },
    channel(id) {
      const found = channels.get(id);
      if (found === undefined) throw new TillbellError('sandbox_no_channel', `the sandbox has no channel ${id}`);
      return found;
    },
    emit(change) {
      for (const listener of listeners) listener(change);
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A copy that later changes do not reach. */
export function shown(message: StoredMessage): SandboxMessage {
  return structuredClone(message);
}

/** A message as the Web API answers it. */
export function asSlackMessage(message: StoredMessage, withMetadata = false): JsonObject {
  const author: JsonObject =
    message.author === 'bot'
      ? { user: bot.userId, bot_id: bot.botId, app_id: bot.app, bot_profile: { id: bot.botId, name: 'Tillbell' } }
      : { user: message.author };
  return {
    type: 'message',
    ...author,
    team: bot.team,
    ts: message.ts,
    text: message.text,
    ...(message.blocks.length === 0 ? {} : { blocks: [...message.blocks] }),
    ...(message.attachments.length === 0 ? {} : { attachments: [...message.attachments] }),
    ...(message.files.length === 0 ? {} : { files: [...message.files] }),
    ...(message.thread_ts === null ? {} : { thread_ts: message.thread_ts }),
    ...(message.reply_broadcast ? { subtype: 'thread_broadcast' } : {}),
    ...(message.edits === 0 || message.editedAt === null
      ? {}
      : { edited: { user: bot.userId, ts: `${Math.floor(message.editedAt / 1000)}.000000` } }),
    ...(withMetadata && message.metadata !== null ? { metadata: { ...message.metadata } } : {}),
  };
}
