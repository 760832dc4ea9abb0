import type { Clock } from '../../domain/clock.ts';
import { isObject, type JsonObject, type JsonValue, textAt } from '../../domain/json.ts';
import type { Secret } from '../../domain/secret.ts';
import type { SignedIn, SlackSignIn } from '../../domain/sign-in.ts';
import { verifyIdToken } from './id-token.ts';
import { apiUrlOf } from './web-client.ts';

export interface OpenIdOptions {
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** `https://…/api/`; null: Slack's own. */
  readonly apiUrl: string | null;
  readonly clock: Clock;
}

/** A person waits before a white page. */
const timeoutMs = 10_000;
/** An answer of Slack's is a few kilobytes. */
const longestAnswer = 200_000;
const scopes = 'openid profile';

/** Sign in with Slack: docs.slack.dev/authentication/sign-in-with-slack. */
export function createSlackSignIn(options: OpenIdOptions): SlackSignIn {
  const { clientId, clientSecret, clock } = options;
  const api = apiUrlOf(options.apiUrl);
  const issuer = options.apiUrl === null ? 'https://slack.com' : new URL(api).origin;

  async function ask(url: string, body: URLSearchParams | null): Promise<JsonObject | null> {
    try {
      const response = await fetch(url, {
        ...(body === null ? {} : { method: 'POST', body }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await response.text();
      const answer = text.length > longestAnswer ? null : (JSON.parse(text) as JsonValue);
      return response.status < 500 && response.status !== 429 && isObject(answer) ? answer : null;
    } catch {
      return null;
    }
  }

  return {
    authorizeUrl({ state, nonce, redirectUri }) {
      const url = new URL('/openid/connect/authorize', issuer);
      const query = {
        response_type: 'code',
        scope: scopes,
        client_id: clientId,
        state,
        nonce,
        redirect_uri: redirectUri,
      };
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      return url.href;
    },
    async redeem({ code, nonce, redirectUri }): Promise<SignedIn> {
      const form = new URLSearchParams({
        client_id: clientId,
        client_secret: clientSecret.reveal(),
        code,
        grant_type: 'authorization_code',
        redirect_uri: redirectUri,
      });
      const answer = await ask(`${api}openid.connect.token`, form);
      if (answer === null) return unavailable('openid.connect.token');
      const token = textAt(answer, 'id_token');
      if (answer['ok'] !== true || token === null) {
        const error = textAt(answer, 'error') ?? 'no_id_token';
        if (error === 'ratelimited' || error === 'internal_error') return unavailable('openid.connect.token');
        return { kind: 'refused', reason: { code: 'code_refused', text: `Slack refused the code: ${error}` } };
      }
      const keys = await ask(new URL('/openid/connect/keys', issuer).href, null);
      if (keys === null) return unavailable('its keys');
      const expected = { issuer, audience: clientId, nonce, now: Math.floor(clock.now() / 1000) };
      const verified = verifyIdToken(token, keys, expected);
      return 'reason' in verified ? { kind: 'refused', reason: verified.reason } : personIn(verified.claims);
    },
  };
}

function personIn(claims: JsonObject): SignedIn {
  // Slack's own claims are named by URLs, in which dots are no path.
  const [user, team, name] = ['https://slack.com/user_id', 'https://slack.com/team_id', 'name'].map(
    (key) => claims[key],
  );
  if (typeof user !== 'string' || typeof team !== 'string' || !/^[UW][A-Z0-9]{2,30}$/.test(user)) {
    return { kind: 'refused', reason: { code: 'id_token_invalid', text: 'the ID token names nobody' } };
  }
  return { kind: 'person', user, team, name: typeof name === 'string' && name !== '' ? name.slice(0, 100) : null };
}

function unavailable(what: string): SignedIn {
  return { kind: 'unavailable', reason: { code: 'slack_unreachable', text: `Slack did not answer for ${what}` } };
}
