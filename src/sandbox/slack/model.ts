import type { Clock } from '../../domain/clock.ts';
import type { JsonObject } from '../../domain/json.ts';

export interface SandboxChannel {
  readonly id: string;
  readonly name: string;
  readonly private?: boolean;
  readonly archived?: boolean;
  /** Whether the bot is in it; true where not given. */
  readonly member?: boolean;
  /** Slack Connect: shared with another organisation. */
  readonly shared?: boolean;
  /** User ids, the bot aside. */
  readonly people?: readonly string[];
}

export interface SandboxUser {
  readonly id: string;
  /** The handle, without `@`. */
  readonly name: string;
  readonly realName?: string;
  readonly email?: string;
  readonly deactivated?: boolean;
  /** The workspace of an external (Slack Connect) user; the sandbox's own where not given. */
  readonly team?: string;
  readonly timezone?: string;
}

export interface SandboxUserGroup {
  readonly id: string;
  readonly handle: string;
  readonly users: readonly string[];
}

export interface SlackSandboxOptions {
  /** 0 or none: any free port. Always on 127.0.0.1. */
  readonly port?: number;
  /** Where "now" comes from; rate limits and timestamps follow it. */
  readonly clock?: Clock;
  readonly channels?: readonly SandboxChannel[];
  readonly users?: readonly SandboxUser[];
  readonly userGroups?: readonly SandboxUserGroup[];
  readonly botToken?: string;
  /** `xapp-…`, for Socket Mode. */
  readonly appToken?: string;
  readonly signingSecret?: string;
  /** OAuth scopes of the bot token. */
  readonly scopes?: readonly string[];
  /** Messages a second and channel; default 1, 0 = no limit (then the methods' limits are off as well). */
  readonly channelRate?: number;
  /** Messages that a channel takes at once after a pause; default 1. */
  readonly channelBurst?: number;
  /** Whether each method's limit per minute holds; by default where `channelRate` is not 0. */
  readonly tierLimits?: boolean;
  /** Seconds after which a message can no longer be edited; none by default. */
  readonly editWindowSeconds?: number | null;
  /** Channel of the incoming webhook; the first channel by default. */
  readonly webhookChannel?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Whether oauth.v2.access gives tokens that expire after 12 hours, with a refresh token. */
  readonly tokenRotation?: boolean;
}

/** A message as people see it now. */
export interface SandboxMessage {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly attachments: readonly JsonObject[];
  /** Files shared with the message. */
  readonly files: readonly JsonObject[];
  readonly thread_ts: string | null;
  readonly reply_broadcast: boolean;
  readonly metadata: { readonly event_type: string; readonly event_payload: JsonObject } | null;
  /** `bot`, or the id of the user who wrote it. */
  readonly author: string;
  readonly edits: number;
  readonly deleted: boolean;
  /** Milliseconds since the epoch. */
  readonly postedAt: number;
  readonly editedAt: number | null;
  /** Set where only this user sees it. */
  readonly ephemeralFor: string | null;
  /** Previews that chat.unfurl added, by URL. */
  readonly unfurls: Readonly<Record<string, JsonObject>>;
}

/** One HTTP request that reached a Slack method or webhook. */
export interface SandboxCall {
  readonly method: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly channel: string | null;
  readonly ok: boolean;
  readonly error: string | null;
  /** HTTP status; 0 where the connection was cut or never answered. */
  readonly status: number;
  /** Of the message written, where one was; also when the answer was lost afterwards. */
  readonly ts: string | null;
}

export type SandboxChange =
  | { readonly kind: 'posted' | 'updated' | 'deleted' | 'ephemeral'; readonly message: SandboxMessage }
  | { readonly kind: 'call'; readonly call: SandboxCall }
  | { readonly kind: 'view'; readonly view: JsonObject };

export const botScopes = [
  'chat:write',
  'commands',
  'links:read',
  'links:write',
  'files:write',
  'channels:read',
  'groups:read',
  'channels:history',
  'groups:history',
  'im:write',
  'users:read',
  'users:read.email',
  'usergroups:read',
  'team:read',
] as const;

/** The answer to one request, before any fault is put over it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject | string;
  /** Of the message written. */
  readonly ts: string | null;
}

export function good(fields: JsonObject = {}, ts: string | null = null): Answer {
  return { status: 200, headers: {}, body: { ok: true, ...fields }, ts };
}

export function refused(error: string, extra: JsonObject = {}): Answer {
  return { status: 200, headers: {}, body: { ok: false, error, ...extra }, ts: null };
}
