import type { Secret } from '../../domain/secret.ts';

/** Where a call's token comes from: the configuration, or the installation, whose tokens change while calls are made. */
export interface TokenSource {
  /** The token to call with; null where the app is not installed. Rejects where it cannot be told now. */
  get(): Promise<Secret | null>;
  /** A newer one than `stale`, of which Slack said that it has expired; null where there is none. Rejects as `get` does. */
  renew(stale: Secret): Promise<Secret | null>;
}

export function fixedToken(token: Secret): TokenSource {
  return { get: async () => token, renew: async () => null };
}
