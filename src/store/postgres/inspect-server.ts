import type pg from 'pg';
import type { Clock } from '../../domain/clock.ts';
import type { Secret } from '../../domain/secret.ts';
import { parseDatabaseUrl } from './database-url.ts';
import { tillbellErrorOf } from './failures.ts';
import { connectToMigrate } from './migrate.ts';

/** What a server says of itself; changes nothing. */
export interface ServerReport {
  /** As it names itself: `17.2`. */
  readonly version: string;
  /** The number that PostgreSQL's versions are compared by: 170002. */
  readonly versionNumber: number;
  /** `off` and `local` lose what was acknowledged when the server, or its standby, fails. */
  readonly synchronousCommit: string;
  readonly fsync: string;
  /** How far its clock is ahead of this machine's. */
  readonly clockAheadMs: number;
  /** Whether what is sent to it is encrypted. */
  readonly encrypted: boolean;
  /** How many more connections it would take. */
  readonly freeConnections: number;
}

/** Rejects with TillbellError `database_url_invalid`, `store_unavailable`. */
export async function inspectServer(url: Secret, clock: Clock): Promise<ServerReport> {
  const address = parseDatabaseUrl(url);
  const client = await connectToMigrate(address);
  try {
    const setting = async (name: string): Promise<string> => settingOf(client, name);
    const asked = clock.now();
    const { rows } = await client.query<{ at: number; used: number }>(
      `SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS at, (SELECT count(*) FROM pg_stat_activity) AS used`,
    );
    const answered = clock.now();
    return {
      version: (await setting('server_version')).split(' ')[0] ?? '',
      versionNumber: Number(await setting('server_version_num')),
      synchronousCommit: await setting('synchronous_commit'),
      fsync: await setting('fsync'),
      clockAheadMs: Math.round((rows[0]?.at ?? asked) - (asked + answered) / 2),
      encrypted: address.tls !== false || address.hosts.every(({ host }) => host.startsWith('/')),
      freeConnections: Number(await setting('max_connections')) - (rows[0]?.used ?? 0),
    };
  } catch (error) {
    throw tillbellErrorOf(error);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Empty where the server knows no such setting. */
async function settingOf(client: pg.Client, name: string): Promise<string> {
  const { rows } = await client.query<{ value: string | null }>('SELECT current_setting($1, true) AS value', [name]);
  return rows[0]?.value ?? '';
}
