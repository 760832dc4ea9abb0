import { randomBytes } from 'node:crypto';
import { text } from '../arguments.ts';
import { type Answer, good, refused } from '../model.ts';
import type { Tokens } from '../tokens.ts';
import { bot } from '../workspace.ts';
import type { Call, Method } from './method.ts';

/** Rotated tokens live for 12 hours. */
const tokenLifeSeconds = 43_200;
/** docs.slack.dev/authentication/installing-with-oauth: a code is good for ten minutes. */
const codeForMs = 10 * 60_000;

export interface Oauth {
  readonly methods: Readonly<Record<string, Method>>;
  /** What a person's "Allow" gives: a code for oauth.v2.access. */
  grant(request: { scopes: readonly string[]; user: string; redirectUri: string | null; team?: string }): string;
}

interface Grant {
  readonly scopes: readonly string[];
  readonly user: string;
  readonly redirectUri: string | null;
  readonly team: string;
  readonly until: number;
  used: boolean;
}

export function createOauth(options: {
  tokens: Tokens;
  clientId: string;
  clientSecret: string;
  rotation: boolean;
  now: () => number;
}): Oauth {
  const { tokens, rotation } = options;
  const grants = new Map<string, Grant>();
  const refreshes = new Map<string, Grant>();
  const word = (bytes: number): string => randomBytes(bytes).toString('hex');

  function issue(grant: Grant): Answer {
    const access = rotation ? `xoxe.xoxb-1-${word(24)}` : `xoxb-000000000000-${word(12)}`;
    tokens.issue(access, grant.scopes, rotation ? options.now() + tokenLifeSeconds * 1000 : null);
    const refresh = `xoxe-1-${word(32)}`;
    if (rotation) refreshes.set(refresh, { ...grant, used: false });
    return good({
      access_token: access,
      token_type: 'bot',
      scope: grant.scopes.join(','),
      bot_user_id: bot.userId,
      app_id: bot.app,
      team: { id: grant.team, name: grant.team === bot.team ? 'Sandbox' : 'Another' },
      enterprise: null,
      is_enterprise_install: false,
      authed_user: { id: grant.user },
      ...(rotation ? { refresh_token: refresh, expires_in: tokenLifeSeconds } : {}),
    });
  }

  function access(call: Call): Answer {
    const { values } = call;
    if (text(values, 'client_id') !== options.clientId) return refused('invalid_client_id');
    if (text(values, 'client_secret') !== options.clientSecret) return refused('bad_client_secret');
    if (text(values, 'grant_type') === 'refresh_token') {
      const grant = refreshes.get(text(values, 'refresh_token') ?? '');
      if (grant === undefined || grant.used) return refused('invalid_refresh_token');
      grant.used = true;
      return issue(grant);
    }
    const grant = grants.get(text(values, 'code') ?? '');
    if (grant === undefined) return refused('invalid_code');
    if (grant.used) return refused('code_already_used');
    if (options.now() > grant.until) return refused('invalid_code');
    // What the consent was asked with must be named again.
    if ((text(values, 'redirect_uri') ?? null) !== grant.redirectUri) return refused('bad_redirect_uri');
    grant.used = true;
    return issue(grant);
  }

  return {
    methods: { 'oauth.v2.access': { tier: 4, scopes: [], run: access } },
    grant(request) {
      const code = `${bot.team}.${word(16)}`;
      grants.set(code, { ...request, team: request.team ?? bot.team, until: options.now() + codeForMs, used: false });
      return code;
    },
  };
}
