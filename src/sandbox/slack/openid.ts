import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { Clock } from '../../domain/clock.ts';
import type { JsonObject } from '../../domain/json.ts';
import { text } from './arguments.ts';
import type { Call, Method } from './methods/method.ts';
import { type Answer, good, refused } from './model.ts';
import { bot, type Workspace } from './workspace.ts';

/** Sign in with Slack, as the app's people go through it. */
export interface OpenId {
  readonly methods: Readonly<Record<string, Method>>;
  /** Who is signed in to Slack in the browser; null: whoever is asked says no. */
  person: string | null;
  /** What a test wants to be wrong with the next ID token. */
  spoil: ((claims: JsonObject) => JsonObject) | null;
  /** `/openid/connect/authorize` and `/openid/connect/keys`; null for another path. */
  door(path: string, query: URLSearchParams): Answer | null;
}

interface Grant {
  readonly user: string;
  readonly nonce: string | null;
  readonly redirectUri: string;
  readonly at: number;
  used: boolean;
}

/** A code is good for ten minutes. */
const codeLifeMs = 600_000;

export function createOpenId(options: {
  readonly workspace: Workspace;
  readonly clock: Clock;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly issuer: () => string;
}): OpenId {
  const { workspace, clock, clientId } = options;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = randomBytes(8).toString('hex');
  const grants = new Map<string, Grant>();

  function idToken(grant: Grant): string {
    const seconds = Math.floor(clock.now() / 1000);
    const user = workspace.users.get(grant.user);
    const claims: JsonObject = {
      iss: options.issuer(),
      sub: grant.user,
      aud: clientId,
      exp: seconds + 300,
      iat: seconds,
      auth_time: seconds,
      ...(grant.nonce === null ? {} : { nonce: grant.nonce }),
      at_hash: 'sandbox',
      'https://slack.com/team_id': user?.team ?? bot.team,
      'https://slack.com/user_id': grant.user,
      name: user?.realName ?? user?.name ?? grant.user,
      locale: 'en-GB',
    };
    const part = (value: JsonObject) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const body = `${part({ alg: 'RS256', typ: 'JWT', kid })}.${part(openId.spoil?.(claims) ?? claims)}`;
    return `${body}.${sign('sha256', Buffer.from(body), privateKey).toString('base64url')}`;
  }

  function token({ values }: Call): Answer {
    if (text(values, 'client_id') !== clientId) return refused('invalid_client_id');
    if (text(values, 'client_secret') !== options.clientSecret) return refused('bad_client_secret');
    if (text(values, 'grant_type') !== 'authorization_code') return refused('invalid_grant_type');
    const grant = grants.get(text(values, 'code') ?? '');
    if (grant === undefined || clock.now() - grant.at > codeLifeMs) return refused('invalid_code');
    if (grant.used) return refused('code_already_used');
    if (text(values, 'redirect_uri') !== grant.redirectUri) return refused('bad_redirect_uri');
    grant.used = true;
    return good({
      access_token: `xoxp-sandbox-${randomBytes(12).toString('hex')}`,
      token_type: 'Bearer',
      id_token: idToken(grant),
    });
  }

  function authorize(query: URLSearchParams): Answer {
    const redirectUri = query.get('redirect_uri');
    const scopes = (query.get('scope') ?? '').split(' ');
    const wrong =
      query.get('client_id') !== clientId ||
      redirectUri === null ||
      query.get('response_type') !== 'code' ||
      !scopes.includes('openid');
    if (wrong) return { status: 400, headers: {}, body: 'bad request', ts: null };
    const back = new URL(redirectUri);
    const state = query.get('state');
    if (state !== null) back.searchParams.set('state', state);
    if (openId.person === null) back.searchParams.set('error', 'access_denied');
    else {
      const code = `${bot.team}.${randomBytes(16).toString('hex')}`;
      grants.set(code, { user: openId.person, nonce: query.get('nonce'), redirectUri, at: clock.now(), used: false });
      back.searchParams.set('code', code);
    }
    return { status: 302, headers: { location: back.href }, body: '', ts: null };
  }

  const openId: OpenId = {
    methods: { 'openid.connect.token': { tier: 4, scopes: [], run: token } },
    person: [...workspace.users.keys()][0] ?? null,
    spoil: null,
    door(path, query) {
      if (path === '/openid/connect/authorize') return authorize(query);
      if (path !== '/openid/connect/keys') return null;
      const jwk = publicKey.export({ format: 'jwk' });
      const key: JsonObject = { kty: 'RSA', n: jwk.n, e: jwk.e, use: 'sig', alg: 'RS256', kid };
      return { status: 200, headers: {}, body: { keys: [key] }, ts: null };
    },
  };
  return openId;
}
