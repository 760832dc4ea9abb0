import type { WebAPICallResult, WebClient } from '@slack/web-api';
import type { Reason } from '../../domain/event.ts';
import { type JsonValue, objectAt, textAt } from '../../domain/json.ts';
import type { Secret } from '../../domain/secret.ts';
import { classifyError, neededScopes } from './classify-error.ts';

export type TokenKind = 'bot' | 'user' | 'app' | 'refresh' | 'configuration' | 'unknown';

/** What kind of token this is, by the prefix that Slack gives it. */
export function tokenKind(token: Secret): TokenKind {
  const text = token.reveal();
  const prefixes: readonly (readonly [string, TokenKind])[] = [
    ['xoxb-', 'bot'],
    ['xoxe.xoxb-', 'bot'],
    ['xoxp-', 'user'],
    ['xoxe.xoxp-', 'configuration'],
    ['xapp-', 'app'],
    ['xoxe-', 'refresh'],
  ];
  return prefixes.find(([prefix]) => text.startsWith(prefix))?.[1] ?? 'unknown';
}

export interface TokenReport {
  readonly team: string;
  readonly teamId: string;
  readonly botUserId: string;
  /** As Slack stated them in the header `x-oauth-scopes`; empty where it did not. */
  readonly scopes: readonly string[];
}

export interface ChannelReport {
  readonly id: string;
  readonly name: string;
  readonly private: boolean;
  readonly archived: boolean;
  readonly member: boolean;
  /** Slack Connect: people of other organisations read along. */
  readonly shared: boolean;
}

export type Inspected<T> =
  | { readonly kind: 'found'; readonly report: T }
  | { readonly kind: 'refused'; readonly reason: Reason; readonly needed: readonly string[] };

/** auth.test: whether the token works, whose it is, and what it may do. */
export function inspectToken(client: WebClient): Promise<Inspected<TokenReport>> {
  return asked(client, 'auth.test', {}, (result) => ({
    team: textAt(result, 'team') ?? '',
    teamId: textAt(result, 'team_id') ?? '',
    botUserId: textAt(result, 'user_id') ?? '',
    scopes: scopesOf(result),
  }));
}

/** apps.connections.open: whether Slack lets this app connect by Socket Mode. The address that it gives is not used. */
export function inspectAppToken(client: WebClient): Promise<Inspected<{ readonly scheme: string }>> {
  return asked(client, 'apps.connections.open', {}, (result) => ({
    scheme: URL.parse(textAt(result, 'url') ?? '')?.protocol.replace(':', '') ?? '',
  }));
}

/** conversations.info: who can read a channel, and whether the bot is in it. */
export function inspectChannel(client: WebClient, channel: string): Promise<Inspected<ChannelReport>> {
  return asked(client, 'conversations.info', { channel }, (result) => {
    const found = objectAt(result, 'channel') ?? {};
    const yes = (name: string): boolean => found[name] === true;
    return {
      id: textAt(found, 'id') ?? channel,
      name: textAt(found, 'name') ?? '',
      private: yes('is_private') || yes('is_group') || yes('is_im') || yes('is_mpim'),
      archived: yes('is_archived'),
      member: yes('is_member') || yes('is_im'),
      shared: yes('is_shared') || yes('is_ext_shared') || yes('is_org_shared') || yes('is_pending_ext_shared'),
    };
  });
}

async function asked<T>(
  client: WebClient,
  method: string,
  given: Record<string, string>,
  read: (result: JsonValue) => T,
): Promise<Inspected<T>> {
  try {
    const result: WebAPICallResult = await client.apiCall(method, given);
    return { kind: 'found', report: read(JSON.parse(JSON.stringify(result)) as JsonValue) };
  } catch (error) {
    return { kind: 'refused', reason: classifyError(error).reason, needed: neededScopes(error) };
  }
}

function scopesOf(result: JsonValue): string[] {
  const metadata = objectAt(result, 'response_metadata');
  const scopes = metadata?.['scopes'];
  return Array.isArray(scopes) ? scopes.filter((each): each is string => typeof each === 'string' && each !== '') : [];
}
