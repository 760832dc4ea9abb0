import pg from 'pg';
import { type Clock, within } from '../../domain/clock.ts';
import type { DatabaseAddress } from './database-url.ts';

/** Longer than any statement of ours takes. */
const statementMs = 12_000;
const lockMs = 8_000;
/** A process that is frozen or cut off in the middle of a transaction gives its locks back well before a usual lease ends. */
const idleInTransactionMs = 3_000;
/** The server did not even say that it gave up: the network is cut. */
const answerMs = 15_000;
const idleMs = 60_000;
/** How long the server is given to hear that a connection ends. */
export const goodbyeMs = 1_000;

/** One connection, lent out. */
export interface Session {
  readonly client: pg.PoolClient;
  /** Between the connections of all processes, to spread what all of them count. */
  readonly slot: number;
  /** Gives it back; `broken`: it is closed. */
  release(broken?: boolean): void;
}

export interface Sessions {
  borrow(): Promise<Session>;
  /** Connections that are open now are closed when they come back: their prepared statements are of an older schema. */
  renew(): void;
  close(): Promise<void>;
}

const slots = 32;

/** 64-bit integers as numbers where they are safe, as bigint where not. */
export const valueParsers: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    return oid === pg.types.builtins.INT8 && format !== 'binary' ? integerOf : pg.types.getTypeParser(oid, format);
  },
};

function integerOf(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

/** What each connection is opened with; the host is the one at `index`. */
export function clientConfig(address: DatabaseAddress, index: number): pg.ClientConfig {
  const at = address.hosts[index % address.hosts.length];
  return {
    host: at?.host,
    port: at?.port,
    user: address.user,
    password: address.password?.reveal(),
    database: address.database,
    ssl: address.tls,
    application_name: address.applicationName,
    connectionTimeoutMillis: address.connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    options: address.options,
    types: valueParsers,
  };
}

/** A connection that hears no goodbye must not keep the process alive. pg has the method, its types do not. */
export function letGo(client: pg.Client): void {
  if ('unref' in client && typeof client.unref === 'function') client.unref();
}

/** A standby answers reads but takes no write: it is not the one we look for. Rejects where it is one. */
export async function expectWritable(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ transaction_read_only: string }>('SHOW transaction_read_only');
  if (rows[0]?.transaction_read_only === 'on')
    throw new Error('the server takes no writes: it is a standby or read-only');
}

/**
 * Connections to the first host that takes writes. Where one cannot be had the next host is tried with the next connection;
 * a borrower is refused only when every host was.
 */
export function openSessions(address: DatabaseAddress, clock: Clock): Sessions {
  let host = 0;
  let epoch = 0;
  const epochs = new WeakMap<pg.ClientBase, number>();
  const open = new Set<pg.Client>();

  class HostClient extends pg.Client {
    constructor() {
      super({
        ...clientConfig(address, host),
        pipeline: true,
        statement_timeout: statementMs,
        lock_timeout: lockMs,
        idle_in_transaction_session_timeout: idleInTransactionMs,
        query_timeout: answerMs,
      });
      // A connection that breaks also tells whoever waits for its answers, or is dropped by the pool: nobody else need hear.
      this.on('error', () => {});
      open.add(this);
      this.once('end', () => open.delete(this));
    }
  }

  const pool = new pg.Pool({
    Client: HostClient,
    max: address.connections,
    connectionTimeoutMillis: address.connectTimeoutMs,
    idleTimeoutMillis: idleMs,
    verify: (client, done) => {
      epochs.set(client, epoch);
      expectWritable(client).then(
        () => done(),
        (error: unknown) => done(error as Error),
      );
    },
  });
  // A connection that lay idle when the server went away: the pool has dropped it already.
  pool.on('error', () => {});

  async function connect(): Promise<pg.PoolClient> {
    for (let tried = 1; ; tried += 1) {
      const at = host;
      try {
        return await pool.connect();
      } catch (error) {
        // Another borrower may have moved on already.
        if (host === at) host = (host + 1) % address.hosts.length;
        if (tried >= address.hosts.length) throw error;
      }
    }
  }

  return {
    async borrow() {
      for (;;) {
        const client = await connect();
        if (epochs.get(client) === epoch) {
          return {
            client,
            slot: slotOf(client),
            release: (broken = false) => client.release(broken),
          };
        }
        client.release(true);
      }
    },
    renew() {
      epoch += 1;
    },
    async close() {
      await within(
        clock,
        goodbyeMs,
        pool.end().catch(() => {}),
      );
      for (const client of open) letGo(client);
    },
  };
}

const known = new WeakMap<pg.ClientBase, number>();

function slotOf(client: pg.ClientBase): number {
  const slot = known.get(client) ?? Math.floor(Math.random() * slots);
  known.set(client, slot);
  return slot;
}
