import type { Clock } from '../../domain/clock.ts';
import { type Answer, refused } from './model.ts';

interface Token {
  readonly scopes: string[];
  state: 'active' | 'revoked' | 'inactive';
  readonly expiresAt: number | null;
}

export interface Tokens {
  issue(token: string, scopes: readonly string[], expiresAt?: number | null): void;
  /** The token's scopes, or Slack's refusal. */
  check(token: string | null): { readonly scopes: readonly string[] } | { readonly refusal: Answer };
  setState(token: string, state: Token['state']): void;
  /** Every bot token at once, as when the app is uninstalled. */
  revokeAll(): void;
  setScopes(token: string, scopes: readonly string[]): void;
}

export function createTokens(clock: Clock): Tokens {
  const tokens = new Map<string, Token>();
  return {
    issue(token, scopes, expiresAt = null) {
      tokens.set(token, { scopes: [...scopes], state: 'active', expiresAt });
    },
    check(token) {
      if (token === null) return { refusal: refused('not_authed') };
      const found = tokens.get(token);
      if (found === undefined) return { refusal: refused('invalid_auth') };
      if (found.state === 'revoked') return { refusal: refused('token_revoked') };
      if (found.state === 'inactive') return { refusal: refused('account_inactive') };
      if (found.expiresAt !== null && clock.now() >= found.expiresAt) return { refusal: refused('token_expired') };
      return { scopes: found.scopes };
    },
    setState(token, state) {
      const found = tokens.get(token);
      if (found !== undefined) found.state = state;
    },
    revokeAll() {
      for (const [name, token] of tokens) if (!name.startsWith('xapp-')) token.state = 'revoked';
    },
    setScopes(token, scopes) {
      const found = tokens.get(token);
      if (found !== undefined) found.scopes.splice(0, Number.POSITIVE_INFINITY, ...scopes);
    },
  };
}
