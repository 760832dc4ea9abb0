import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { type Migration, migrations } from '../../src/store/migrations.ts';
import { parseDatabaseUrl } from '../../src/store/postgres/database-url.ts';
import { migrate } from '../../src/store/postgres/migrate.ts';
import { type FreshDatabase, freshDatabase } from './fresh-database.ts';

let database: FreshDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

const newest = migrations.at(-1)?.version ?? 0;
const to = (list: readonly Migration[], more = '') =>
  migrate(parseDatabaseUrl(new Secret(`${database.url}${more}`)), list);
const schema = () =>
  database.query(`SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns
    WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2, 3`);
const version = async () =>
  (await database.query<{ version: string }>('SELECT version FROM tillbell_schema'))[0]?.version;

const next = (sql: string): Migration[] => [
  ...migrations,
  { version: newest + 1, name: 'next', sql: 'CREATE TABLE half (a {int})' },
  { version: newest + 2, name: 'after', sql },
];

describe('migrate', () => {
  test('makes the schema, and does nothing the second time', async () => {
    await to(migrations);
    const made = await schema();
    expect(Number(await version())).toBe(newest);
    await to(migrations);
    expect(await schema()).toEqual(made);
  });

  test('several at once: each step is done once', async () => {
    await to(migrations);
    await Promise.all(Array.from({ length: 5 }, () => to(next('CREATE TABLE other (a {bytes}, b {rowid})'))));
    expect(Number(await version())).toBe(newest + 2);
  });

  test('F36 one that fails changes nothing, not even by the steps before it', async () => {
    await to(migrations);
    const before = await schema();
    await expect(to(next('CREATE TABLE x (a {int}); INSERT INTO nowhere VALUES (1)'))).rejects.toMatchObject({
      code: 'migration_failed',
      message: expect.stringContaining(`${newest + 2} (after)`),
    });
    expect(await schema()).toEqual(before);
    expect(Number(await version())).toBe(newest);
  });

  test('a database of a newer Tillbell is refused by its version', async () => {
    await to(next('CREATE TABLE other (a {int})'));
    await expect(to(migrations)).rejects.toMatchObject({
      code: 'database_newer',
      message: expect.stringContaining(`schema ${newest + 2}`),
    });
  });

  test('tables of another program are left alone; a schema of its own beside them serves', async () => {
    await database.query('CREATE TABLE contacts (name TEXT)');
    const before = await schema();
    await expect(to(migrations)).rejects.toMatchObject({ code: 'database_foreign' });
    expect(await schema()).toEqual(before);
    await database.query('CREATE SCHEMA tills');
    await to(migrations, '?options=-c%20search_path%3Dtills');
    const [marker] = await database.query<{ count: string }>('SELECT count(*) FROM tills.tillbell_schema');
    expect(Number(marker?.count)).toBe(1);
  });
});
