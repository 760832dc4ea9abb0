import type { Config } from '../config/config.ts';
import type { Clock } from '../domain/clock.ts';
import { messageOf, TillbellError } from '../domain/errors.ts';
import { inspectServer, type ServerReport } from '../store/postgres/inspect-server.ts';
import { type Finding, ill, well } from './finding.ts';

const oldestVersion = 150_000;
/** Leases end by the machines' own clocks. */
const clockSkewWarningMs = 2_000;
/** What one process opens, its listener counted. */
const connectionsEach = 11;

/** The PostgreSQL server of DATABASE_URL; nothing where data lies in the data folder. */
export async function databaseFindings(config: Config, clock: Clock): Promise<Finding[]> {
  if (config.databaseUrl === null) return [];
  const findings: Finding[] = [];
  if (config.encryptionKey === null) {
    findings.push(
      ill(
        'fault',
        'encryption key',
        'TILLBELL_ENCRYPTION_KEY is not set',
        'make one with openssl rand -base64 32, the same for every process',
      ),
    );
  }
  try {
    return [...findings, ...judge(await inspectServer(config.databaseUrl, clock))];
  } catch (error) {
    const hint = error instanceof TillbellError ? error.hint : null;
    return [...findings, ill('fault', 'database', messageOf(error), hint ?? 'see DATABASE_URL')];
  }
}

function judge(server: ServerReport): Finding[] {
  const findings = [
    server.versionNumber < oldestVersion
      ? ill('fault', 'database', `PostgreSQL ${server.version} is too old`, 'use PostgreSQL 15 or newer')
      : well('database', `PostgreSQL ${server.version} takes writes`),
  ];
  if (server.synchronousCommit === 'off' || server.fsync === 'off') {
    findings.push(
      ill(
        'fault',
        'durability',
        `the server answers before a commit is on its disk (synchronous_commit ${server.synchronousCommit}, fsync ${server.fsync})`,
        'switch both on: an event that was acknowledged could be lost with the server',
      ),
    );
  }
  if (!server.encrypted) {
    findings.push(
      ill(
        'warning',
        'database TLS',
        'the connection is not encrypted',
        'add ?sslmode=verify-full to DATABASE_URL, unless the network is your own',
      ),
    );
  }
  if (Math.abs(server.clockAheadMs) > clockSkewWarningMs) {
    findings.push(
      ill(
        'warning',
        'database clock',
        `this machine's clock is ${(Math.abs(server.clockAheadMs) / 1_000).toFixed(1)} s off the database server's`,
        'switch on time synchronisation on all machines: leases end by their clocks',
      ),
    );
  }
  if (server.freeConnections < connectionsEach) {
    findings.push(
      ill(
        'warning',
        'connections',
        `the server takes ${server.freeConnections} more connections; a process uses up to ${connectionsEach}`,
        'raise max_connections, or lower them with ?connections=5 in DATABASE_URL',
      ),
    );
  }
  return findings;
}
