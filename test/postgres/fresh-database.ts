import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { PostgresServer } from './server.ts';

/** A database of one test. */
export interface FreshDatabase {
  readonly url: string;
  /** One statement, past the store. */
  query<R extends object>(sql: string, ...values: readonly unknown[]): Promise<R[]>;
  /** Ends every connection to it, as a server that is restarted does. */
  terminate(): Promise<void>;
  drop(): Promise<void>;
}

/** Empty, on the server of this run of tests. */
export async function freshDatabase(): Promise<FreshDatabase> {
  // Outside of a run of tests there is nothing to inject.
  const { inject } = await import('vitest');
  const answer = await fetch(inject('postgresStarter'));
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return databaseOn({ urlOf: () => text });
}

/** Empty, on this server. */
export async function databaseOn({ urlOf }: Pick<PostgresServer, 'urlOf'>): Promise<FreshDatabase> {
  const server = new URL(urlOf('postgres'));
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await once(server.href, `CREATE DATABASE ${name}`);
  const own = new URL(server);
  own.pathname = `/${name}`;
  return {
    url: own.href,
    query: (sql, ...values) => once(own.href, sql, values),
    async terminate() {
      await once(
        server.href,
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()',
        [name],
      );
    },
    async drop() {
      await once(server.href, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** Takes every row out and begins every id anew; quicker by far than a new database. The schema stays. */
export async function empty(database: FreshDatabase): Promise<void> {
  await database.query(`DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'tillbell_schema' LOOP
      EXECUTE format('DELETE FROM %I', one.name);
    END LOOP;
    FOR one IN SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public' LOOP
      EXECUTE format('ALTER SEQUENCE %I RESTART', one.name);
    END LOOP;
  END $$`);
}

async function once<R extends object>(url: string, sql: string, values: readonly unknown[] = []): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<R>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}
