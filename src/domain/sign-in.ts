import type { Reason } from './event.ts';

/** Who came back from Slack. Expected failures are outcomes, never thrown. */
export type SignedIn =
  | {
      readonly kind: 'person';
      /** Slack user id. */
      readonly user: string;
      /** Slack workspace id. */
      readonly team: string;
      readonly name: string | null;
    }
  /** The code is used or expired, or what Slack answered proves nothing. */
  | { readonly kind: 'refused'; readonly reason: Reason }
  | { readonly kind: 'unavailable'; readonly reason: Reason };

/** Sign in with Slack (OpenID Connect). */
export interface SlackSignIn {
  /** Where a person says yes; `state` and `nonce` come back. */
  authorizeUrl(request: { state: string; nonce: string; redirectUri: string }): string;
  /** Redeems what came back. The nonce must be the one that was sent. */
  redeem(request: { code: string; nonce: string; redirectUri: string }): Promise<SignedIn>;
}
