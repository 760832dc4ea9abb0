import type { Reason } from '../../domain/event.ts';
import type { Installation, InstallationStore, InstallationTokens } from '../installation-store.ts';
import type { Context } from './context.ts';
import { pauseWorkspace } from './lease-lanes.ts';
import { change, first, perform, type Steps } from './query.ts';

interface InstallationRecord {
  readonly team_id: string;
  readonly state: 'active' | 'ended';
  readonly version: number;
  readonly app_id: string;
  readonly bot_user_id: string;
  readonly scopes: string;
  readonly installed_by: string;
  readonly installed_at: number;
  readonly expires_at: number | null;
  readonly key_id: string;
  readonly body: Uint8Array;
}

type Put = Parameters<InstallationStore['putInstallation']>[0];
type Renew = Parameters<InstallationStore['renewInstallation']>[0];

export function installationPlace(teamId: string): string {
  return `installations/${teamId}`;
}

export function* getInstallation(context: Context): Steps<Installation | null> {
  const found = yield* first<InstallationRecord>(
    `SELECT * FROM installations ORDER BY CASE state WHEN 'active' THEN 0 ELSE 1 END, updated_at DESC LIMIT 1`,
  );
  if (found === null) return null;
  const body = context.cipher.open(installationPlace(found.team_id), { keyId: found.key_id, data: found.body });
  return {
    teamId: found.team_id,
    active: found.state === 'active',
    version: Number(found.version),
    appId: found.app_id,
    botUserId: found.bot_user_id,
    scopes: found.scopes === '' ? [] : found.scopes.split(','),
    installedBy: found.installed_by,
    installedAt: Number(found.installed_at),
    expiresAt: found.expires_at === null ? null : Number(found.expires_at),
    tokens: body === null ? null : (JSON.parse(Buffer.from(body).toString('utf8')) as InstallationTokens),
  };
}

export function* putInstallation(context: Context, install: Put): Steps<'stored' | 'elsewhere'> {
  const other = yield* first(
    `SELECT team_id FROM installations WHERE state = 'active' AND team_id <> ?`,
    install.teamId,
  );
  if (other !== null) return 'elsewhere';
  const sealed = seal(context, install.teamId, install.tokens);
  const stored = yield* change(
    `INSERT INTO installations (team_id, state, version, app_id, bot_user_id, scopes, installed_by, installed_at,
       updated_at, expires_at, ended_code, key_id, body)
     VALUES (?, 'active', 1, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?)
     ON CONFLICT (team_id) DO UPDATE SET state = 'active', version = installations.version + 1,
       app_id = excluded.app_id, bot_user_id = excluded.bot_user_id, scopes = excluded.scopes,
       installed_by = excluded.installed_by, installed_at = excluded.installed_at, updated_at = excluded.updated_at,
       expires_at = excluded.expires_at, ended_code = NULL, key_id = excluded.key_id, body = excluded.body`,
    install.teamId,
    install.appId,
    install.botUserId,
    install.scopes.join(','),
    install.installedBy,
    install.now,
    install.now,
    install.expiresAt,
    sealed.keyId,
    sealed.data,
  );
  if (stored === 0) return 'elsewhere';
  yield* pauseWorkspace(context, { workspace: install.workspace, reason: null, now: install.now });
  return 'stored';
}

export function* renewInstallation(context: Context, renew: Renew): Steps<boolean> {
  const sealed = seal(context, renew.teamId, renew.tokens);
  const changed = yield* change(
    `UPDATE installations SET version = version + 1, updated_at = ?, expires_at = ?, key_id = ?, body = ?
     WHERE team_id = ? AND version = ? AND state = 'active'`,
    renew.now,
    renew.expiresAt,
    sealed.keyId,
    sealed.data,
    renew.teamId,
    renew.version,
  );
  return changed > 0;
}

export function* endInstallation(
  context: Context,
  end: { teamId: string; version: number; workspace: string; reason: Reason; now: number },
): Steps<boolean> {
  const changed = yield* change(
    `UPDATE installations SET state = 'ended', version = version + 1, updated_at = ?, ended_code = ?
     WHERE team_id = ? AND version = ? AND state = 'active'`,
    end.now,
    end.reason.code,
    end.teamId,
    end.version,
  );
  if (changed === 0) return false;
  yield* pauseWorkspace(context, { workspace: end.workspace, reason: end.reason, now: end.now });
  return true;
}

export function* redeemInstallState(state: { nonce: string; expiresAt: number; now: number }): Steps<boolean> {
  yield* perform('DELETE FROM install_states WHERE expires_at < ?', state.now);
  const stored = yield* change(
    'INSERT INTO install_states (nonce, expires_at) VALUES (?, ?) ON CONFLICT (nonce) DO NOTHING',
    state.nonce,
    state.expiresAt,
  );
  return stored > 0;
}

function seal(context: Context, teamId: string, tokens: InstallationTokens) {
  return context.cipher.seal(installationPlace(teamId), Buffer.from(JSON.stringify(tokens)));
}
