import type { FastifyInstance } from 'fastify';
import { inspectToken } from '../clients/slack/inspect.ts';
import { createSlackOauth, type SlackOauth } from '../clients/slack/oauth.ts';
import { fixedToken, type TokenSource } from '../clients/slack/token-source.ts';
import { createWebClient } from '../clients/slack/web-client.ts';
import type { Config, SlackConfig, SlackOauthConfig } from '../config/config.ts';
import { slackManifest } from '../config/manifest.ts';
import type { Clock } from '../domain/clock.ts';
import { messageOf, TillbellError } from '../domain/errors.ts';
import { type Installed, registerInstallDoors } from '../interact/install-door.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';
import { type InstalledTokens, installedTokens } from './slack-tokens.ts';

export interface SlackAccessDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly owner: string;
  readonly config: () => Config;
}

export interface SlackAccess {
  /** Null where Slack is reached by incoming webhooks alone. */
  readonly tokens: TokenSource | null;
  register(server: FastifyInstance): void;
  /**
   * Asks Slack whether the token is good, and pauses or resumes the workspace by its answer. Throws TillbellError
   * `slack_unavailable` where Slack does not answer.
   */
  check(): Promise<'well' | 'refused' | 'not_installed'>;
  stop(): void;
}

/** The lanes of every channel that the bot posts to begin with this (build-channels.ts). */
const workspace = 'slack';
const lookEveryMs = 60_000;
const cannotPost = { code: 'missing_scope', text: 'The token lacks the scope chat:write.' };
/** What an administrator of Slack can put right without us: it is asked about until he did. */
const stopped = new Set(['token_revoked', 'account_inactive', 'invalid_auth', 'not_authed', 'token_expired']);

/** The bot token, where it comes from, and whether the workspace may be written to. */
export function slackAccessOf(deps: SlackAccessDeps): SlackAccess {
  const { store, clock, log, config } = deps;
  const { slack } = config();
  const oauth = slack.oauth === null ? null : createSlackOauth({ ...slack.oauth, apiUrl: slack.apiUrl });
  const installed = oauth === null ? null : installedTokens({ ...deps, oauth, workspace });
  const tokens = slack.mode !== 'bot' ? null : slack.botToken === null ? installed : fixedToken(slack.botToken);
  const client = tokens === null ? null : createWebClient({ token: tokens, apiUrl: slack.apiUrl });

  async function check(): Promise<'well' | 'refused' | 'not_installed'> {
    if (client === null || tokens === null) return 'well';
    installed?.forget();
    const installation = installed === null ? null : await store.getInstallation();
    if (installed !== null && installation?.active !== true) return 'not_installed';
    const answer = await inspectToken(client);
    const now = clock.now();
    if (answer.kind === 'found') {
      const { scopes } = answer.report;
      const may = scopes.length === 0 || scopes.includes('chat:write');
      await store.pauseWorkspace({ workspace, reason: may ? null : cannotPost, now });
      return may ? 'well' : 'refused';
    }
    const { reason } = answer;
    if (!stopped.has(reason.code)) throw new TillbellError('slack_unavailable', reason.text);
    log.error({ code: reason.code }, 'workspace paused: Slack refuses the credential');
    if (installation === null) await store.pauseWorkspace({ workspace, reason, now });
    else {
      const { teamId, version } = installation;
      await store.endInstallation({ teamId, version, workspace, reason, now });
      installed?.forget();
    }
    return 'refused';
  }

  const watch = watching(deps, tokens === null ? null : check);
  return {
    tokens,
    register(server) {
      if (oauth !== null && installed !== null) registerInstalling(server, deps, oauth, installed);
    },
    check,
    stop: () => watch.stop(),
  };
}

/** A workspace that was paused is tried again: at the start, and each minute. */
function watching({ store, clock, log }: SlackAccessDeps, check: SlackAccess['check'] | null): { stop(): void } {
  let cancel: () => void = () => undefined;
  let ended = false;
  const look = async (): Promise<void> => {
    try {
      const { lanes } = await store.counts();
      const paused = lanes.filter((lane) => lane.paused !== null).map(({ lane }) => lane);
      if (check !== null && paused.some((lane) => lane.startsWith(`${workspace}/`))) {
        const outcome = await check();
        log.info({ outcome }, 'a paused workspace was tried again');
      }
      // An incoming webhook says nothing of itself but by a message; a new address needs a restart.
      for (const lane of first ? paused.filter((name) => name.startsWith('webhook/')) : []) {
        await store.pauseWorkspace({ workspace: lane, reason: null, now: clock.now() });
      }
      first = false;
    } catch (error) {
      log.warn({ problem: messageOf(error) }, 'a paused workspace could not be tried again');
    }
    if (!ended) cancel = clock.after(lookEveryMs, () => void look());
  };
  let first = true;
  void look();
  return {
    stop() {
      ended = true;
      cancel();
    },
  };
}

function registerInstalling(
  server: FastifyInstance,
  { store, clock, log, config }: SlackAccessDeps,
  oauth: SlackOauth,
  installed: InstalledTokens,
): void {
  const app = (): SlackOauthConfig | null => config().slack.oauth;
  registerInstallDoors(server, {
    clock,
    app() {
      const found = app();
      return found === null ? null : { clientSecret: found.clientSecret, publicUrl: config().publicUrl };
    },
    authorizeUrl: (state, redirectUri) =>
      oauth.authorizeUrl({ scopes: wantedScopes(config()), state, redirectUri, teamId: app()?.workspaceId ?? null }),
    redeem: (state) => store.redeemInstallState({ ...state, now: clock.now() }),
    async install(code, redirectUri): Promise<Installed> {
      const outcome = await oauth.exchange(code, redirectUri);
      if (outcome.kind !== 'granted') return outcome;
      const { grant } = outcome;
      const only = app()?.workspaceId ?? null;
      if (only !== null && only !== grant.teamId) return elsewhere;
      const now = clock.now();
      const stored = await store.putInstallation({
        teamId: grant.teamId,
        appId: grant.appId,
        botUserId: grant.botUserId,
        scopes: grant.scopes,
        installedBy: grant.installedBy,
        expiresAt: grant.expiresInMs === null ? null : now + grant.expiresInMs,
        tokens: {
          access: grant.access.reveal(),
          refresh: grant.refresh?.reveal() ?? null,
          teamName: grant.teamName,
        },
        workspace,
        now,
      });
      installed.forget();
      log.info({ team: grant.teamId, by: grant.installedBy, stored }, 'the app was installed in Slack');
      if (stored === 'elsewhere') return elsewhere;
      const missingScopes = wantedScopes(config()).filter((scope) => !grant.scopes.includes(scope));
      return { kind: 'installed', team: grant.teamName, missingScopes };
    },
    onAnswer({ door, status, code }) {
      if (status >= 400) log.warn({ door, status, code }, 'an installation came to nothing');
    },
  });
}

const elsewhere: Installed = {
  kind: 'refused',
  reason: {
    code: 'other_workspace',
    text: 'This Tillbell serves another Slack workspace: uninstall the app there first, or set slack.workspace_id.',
  },
};

/** The least that the configuration's features need. */
export function wantedScopes(config: Config): readonly string[] {
  return slackManifest(config).oauth_config.scopes.bot;
}

/** Where people install the app; null where they need not. */
export function installAddress(slack: SlackConfig, publicUrl: string | null): string | null {
  return slack.oauth === null ? null : `${publicUrl ?? ''}/slack/install`;
}
