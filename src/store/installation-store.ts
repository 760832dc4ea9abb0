import type { Reason } from '../domain/event.ts';

/** The one Slack workspace that the app is installed in by OAuth. Times are milliseconds since the epoch. */
export interface InstallationStore {
  /** The active installation, else the one that ended last; null where the app never was installed. */
  getInstallation(): Promise<Installation | null>;
  /**
   * Keeps what a person's consent gave and resumes `workspace`, in one transaction. `elsewhere`: another workspace has the
   * app and it was not uninstalled there; nothing is stored.
   */
  putInstallation(
    install: Omit<Installation, 'version' | 'active' | 'installedAt' | 'tokens'> & {
      readonly tokens: InstallationTokens;
      readonly workspace: string;
      readonly now: number;
    },
  ): Promise<'stored' | 'elsewhere'>;
  /** Replaces the tokens where the installation is still the one of `version`; false where it is not. */
  renewInstallation(renew: {
    readonly teamId: string;
    readonly version: number;
    readonly tokens: InstallationTokens;
    readonly expiresAt: number | null;
    readonly now: number;
  }): Promise<boolean>;
  /** Ends it, unless it was made anew since `version`, and pauses `workspace` with its queue kept. */
  endInstallation(end: {
    readonly teamId: string;
    readonly version: number;
    readonly workspace: string;
    readonly reason: Reason;
    readonly now: number;
  }): Promise<boolean>;
  /** True the first time, false for a state that was redeemed before. */
  redeemInstallState(state: {
    readonly nonce: string;
    readonly expiresAt: number;
    readonly now: number;
  }): Promise<boolean>;
}

export interface InstallationTokens {
  readonly access: string;
  /** Null where the app does not rotate its tokens. */
  readonly refresh: string | null;
  readonly teamName: string;
}

export interface Installation {
  readonly teamId: string;
  readonly active: boolean;
  /** Grows with every change; what was read is compared with it. */
  readonly version: number;
  readonly appId: string;
  readonly botUserId: string;
  readonly scopes: readonly string[];
  /** Slack user id. */
  readonly installedBy: string;
  readonly installedAt: number;
  /** When the access token ends; null: never. */
  readonly expiresAt: number | null;
  /** Null where the row does not decrypt. */
  readonly tokens: InstallationTokens | null;
}
