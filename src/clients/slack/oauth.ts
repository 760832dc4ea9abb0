import type { Reason } from '../../domain/event.ts';
import { type JsonValue, numberAt, textAt } from '../../domain/json.ts';
import { Secret } from '../../domain/secret.ts';
import { classifyError } from './classify-error.ts';
import type { TokenSource } from './token-source.ts';
import { apiUrlOf, createWebClient } from './web-client.ts';

/** What oauth.v2.access gives for a code, or for a refresh token. */
export interface OauthGrant {
  readonly teamId: string;
  readonly teamName: string;
  readonly appId: string;
  readonly botUserId: string;
  readonly scopes: readonly string[];
  /** Slack user id of who consented; empty in the answer to a refresh. */
  readonly installedBy: string;
  readonly access: Secret;
  /** Null where the app does not rotate its tokens. */
  readonly refresh: Secret | null;
  readonly expiresInMs: number | null;
}

export type OauthOutcome =
  | { readonly kind: 'granted'; readonly grant: OauthGrant }
  /** Slack's no: the same request will not do better. */
  | { readonly kind: 'refused'; readonly reason: Reason }
  /** No answer, or a passing one; whether Slack took it is not known. */
  | { readonly kind: 'unavailable'; readonly reason: Reason };

export interface SlackOauth {
  /** Where a person consents. */
  authorizeUrl(request: {
    readonly scopes: readonly string[];
    readonly state: string;
    readonly redirectUri: string | null;
    readonly teamId: string | null;
  }): string;
  exchange(code: string, redirectUri: string | null): Promise<OauthOutcome>;
  refresh(token: Secret): Promise<OauthOutcome>;
}

/** oauth.v2.access takes no token, but the app's own id and secret. */
const noToken: TokenSource = { get: async () => new Secret(''), renew: async () => null };

export function createSlackOauth(options: {
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** `https://…/api/`; null: Slack's own. */
  readonly apiUrl: string | null;
}): SlackOauth {
  const { clientId, clientSecret, apiUrl } = options;
  const client = createWebClient({ token: noToken, apiUrl });

  async function access(given: Record<string, string>): Promise<OauthOutcome> {
    try {
      const result = await client.apiCall('oauth.v2.access', {
        client_id: clientId,
        client_secret: clientSecret.reveal(),
        ...given,
      });
      return grantOf(JSON.parse(JSON.stringify(result)) as JsonValue);
    } catch (error) {
      const { kind, reason } = classifyError(error);
      return { kind: kind === 'retry' || kind === 'ambiguous' ? 'unavailable' : 'refused', reason };
    }
  }

  return {
    authorizeUrl({ scopes, state, redirectUri, teamId }) {
      const url = new URL('/oauth/v2/authorize', apiUrl === null ? 'https://slack.com' : apiUrlOf(apiUrl));
      url.searchParams.set('client_id', clientId);
      url.searchParams.set('scope', scopes.join(','));
      url.searchParams.set('state', state);
      if (redirectUri !== null) url.searchParams.set('redirect_uri', redirectUri);
      if (teamId !== null) url.searchParams.set('team', teamId);
      return url.href;
    },
    exchange: (code, redirectUri) => access({ code, ...(redirectUri === null ? {} : { redirect_uri: redirectUri }) }),
    refresh: (token) => access({ grant_type: 'refresh_token', refresh_token: token.reveal() }),
  };
}

function grantOf(result: JsonValue): OauthOutcome {
  const access = textAt(result, 'access_token');
  const teamId = textAt(result, 'team.id');
  if (access === null || textAt(result, 'token_type') !== 'bot') {
    return refused('no_bot_token', 'Slack gave no bot token: the app asks for no bot scopes.');
  }
  // An installation for a whole organisation names no team.
  if (teamId === null) {
    return refused('org_install', 'The app was installed for a whole organisation: install it in one workspace.');
  }
  const refresh = textAt(result, 'refresh_token');
  const seconds = numberAt(result, 'expires_in');
  return {
    kind: 'granted',
    grant: {
      teamId,
      teamName: textAt(result, 'team.name') ?? teamId,
      appId: textAt(result, 'app_id') ?? '',
      botUserId: textAt(result, 'bot_user_id') ?? '',
      scopes: (textAt(result, 'scope') ?? '').split(',').filter((scope) => scope !== ''),
      installedBy: textAt(result, 'authed_user.id') ?? '',
      access: new Secret(access),
      refresh: refresh === null ? null : new Secret(refresh),
      expiresInMs: seconds === null ? null : seconds * 1000,
    },
  };
}

function refused(code: string, text: string): OauthOutcome {
  return { kind: 'refused', reason: { code, text } };
}
