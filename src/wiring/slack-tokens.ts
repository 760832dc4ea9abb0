import type { SlackOauth } from '../clients/slack/oauth.ts';
import type { TokenSource } from '../clients/slack/token-source.ts';
import type { Clock } from '../domain/clock.ts';
import { messageOf, TillbellError } from '../domain/errors.ts';
import { Secret } from '../domain/secret.ts';
import type { Installation, InstallationTokens } from '../store/installation-store.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';

export interface InstalledTokensDeps {
  readonly store: Pick<Store, 'getInstallation' | 'renewInstallation' | 'endInstallation' | 'holdTurn'>;
  readonly clock: Clock;
  readonly owner: string;
  readonly log: Log;
  readonly oauth: Pick<SlackOauth, 'refresh'>;
  /** The lanes' workspace, which is paused where the installation turns out to be over. */
  readonly workspace: string;
}

export interface InstalledTokens extends TokenSource {
  /** What another process or the doors changed is read again. */
  forget(): void;
}

/** Tokens live for twelve hours; a new one is asked for well before, while the old one still serves. */
const renewBeforeMs = 30 * 60_000;
/** What another process stored is seen after this at the latest. */
const believedMs = 10_000;
const turnMs = 60_000;
const lookEveryMs = 250;
/** Longer than a call to Slack may take: whoever has the turn is done by then. */
const waitForOtherMs = 15_000;
/** Slack takes a refresh token once. Perhaps another process used it and has not stored yet what it got. */
const doubtMs = 10_000;

/** Slack's codes for a refresh token that will never be good again. */
const spent = new Set(['invalid_refresh_token', 'invalid_grant', 'token_revoked', 'account_inactive']);

/**
 * The bot token of the installation (F56): renewed by one process at a time, stored before anybody uses it, and read again
 * from the store by all others.
 */
export function installedTokens(deps: InstalledTokensDeps): InstalledTokens {
  const { store, clock, log } = deps;
  let known: { readonly at: number; readonly installation: Installation | null } | null = null;
  let flight: Promise<Secret | null> | null = null;
  /** Slack gave it, and it could not be stored yet: nothing else will ever open this installation again. */
  let unstored: Renewed | null = null;

  async function read(fresh: boolean): Promise<Installation | null> {
    if (!fresh && known !== null && clock.monotonic() - known.at < believedMs) return known.installation;
    const installation = await store.getInstallation();
    known = { at: clock.monotonic(), installation };
    return installation;
  }

  /** All who ask meanwhile share one flight. */
  function renew(stale: string): Promise<Secret | null> {
    flight ??= renewed(stale).finally(() => {
      flight = null;
    });
    return flight;
  }

  async function renewed(stale: string): Promise<Secret | null> {
    const until = clock.monotonic() + waitForOtherMs;
    for (;;) {
      const installation = await read(true);
      if (installation === null || !installation.active || installation.tokens === null) return null;
      const { access, refresh } = installation.tokens;
      if (access !== stale) return new Secret(access);
      if (refresh === null) return null;
      if (await turn(turnMs)) {
        try {
          return await ask(installation, installation.tokens, refresh);
        } finally {
          // What could not be stored is nobody else's to ask for.
          if (unstored === null) await turn(0).catch(() => undefined);
        }
      }
      if (clock.monotonic() >= until) throw unavailable('another process renews the Slack token');
      await pause(lookEveryMs);
    }
  }

  function turn(forMs: number): Promise<boolean> {
    const now = clock.now();
    return store.holdTurn({ name: 'slack_token', owner: deps.owner, now, until: now + forMs });
  }

  async function ask(installation: Installation, tokens: InstallationTokens, refresh: string): Promise<Secret | null> {
    // Between the look and the turn another process may have been at it.
    const now = await read(true);
    if (now?.tokens !== null && now?.tokens !== undefined && now.version !== installation.version) {
      return now.active ? new Secret(now.tokens.access) : null;
    }
    if (unstored !== null && unstored.version === installation.version) return keep(unstored);
    const outcome = await deps.oauth.refresh(new Secret(refresh));
    if (outcome.kind === 'unavailable') throw unavailable(outcome.reason.text);
    if (outcome.kind === 'refused') return refused(installation, outcome.reason);
    const { grant } = outcome;
    return keep({
      teamId: installation.teamId,
      version: installation.version,
      tokens: {
        access: grant.access.reveal(),
        refresh: grant.refresh?.reveal() ?? refresh,
        teamName: tokens.teamName,
      },
      expiresAt: grant.expiresInMs === null ? null : clock.now() + grant.expiresInMs,
    });
  }

  /** Stored before use; where it cannot be stored it is kept for the next try, and not used. */
  async function keep(renewal: Renewed): Promise<Secret | null> {
    unstored = renewal;
    const stored = await store.renewInstallation({ ...renewal, now: clock.now() });
    unstored = null;
    known = null;
    if (stored) {
      log.info({ team: renewal.teamId, expiresAt: renewal.expiresAt }, 'the Slack token was renewed');
      return new Secret(renewal.tokens.access);
    }
    // Installed anew meanwhile: that one counts.
    const installation = await read(true);
    return installation?.active === true && installation.tokens !== null
      ? new Secret(installation.tokens.access)
      : null;
  }

  async function refused(installation: Installation, reason: { code: string; text: string }): Promise<Secret | null> {
    const { teamId, version } = installation;
    for (const until = clock.monotonic() + doubtMs; clock.monotonic() < until; await pause(lookEveryMs)) {
      const now = await read(true);
      if (now?.version !== version) {
        return now?.active === true && now.tokens !== null ? new Secret(now.tokens.access) : null;
      }
      if (!spent.has(reason.code)) break;
    }
    log.error(
      { team: teamId, code: reason.code },
      'Slack does not renew the token: install the app again (/slack/install)',
    );
    if (spent.has(reason.code)) {
      await store.endInstallation({ teamId, version, workspace: deps.workspace, reason: revoked, now: clock.now() });
      known = null;
    }
    return null;
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => void clock.after(ms, resolve));
  }

  return {
    async get() {
      const installation = await read(false);
      if (installation === null || !installation.active) return null;
      const { tokens, expiresAt } = installation;
      if (tokens === null) throw unavailable('the stored Slack token does not decrypt');
      const left = expiresAt === null ? Number.POSITIVE_INFINITY : expiresAt - clock.now();
      if (left <= 0) return renew(tokens.access);
      if (left < renewBeforeMs && tokens.refresh !== null) {
        void renew(tokens.access).catch((error: unknown) => {
          log.warn({ problem: messageOf(error) }, 'the Slack token could not be renewed yet');
        });
      }
      return new Secret(tokens.access);
    },
    renew: (stale) => renew(stale.reveal()),
    forget() {
      known = null;
    },
  };
}

interface Renewed {
  readonly teamId: string;
  readonly version: number;
  readonly tokens: InstallationTokens;
  readonly expiresAt: number | null;
}

const revoked = { code: 'token_revoked', text: 'Slack renews the token no more: install the app again.' };

function unavailable(problem: string): TillbellError {
  return new TillbellError('slack_token_unavailable', problem);
}
