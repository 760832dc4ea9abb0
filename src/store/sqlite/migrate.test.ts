import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Migration, migrations } from '../migrations.ts';
import { migrate } from './migrate.ts';

let database: DatabaseSync;
beforeEach(() => {
  database = new DatabaseSync(':memory:');
});

const schema = () => database.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all();
const version = () => database.prepare('PRAGMA user_version').get()?.['user_version'];

const newest = migrations.at(-1)?.version ?? 0;

const next = (sql: string): Migration[] => [
  ...migrations,
  { version: newest + 1, name: 'next', sql: 'CREATE TABLE half (a {int})' },
  { version: newest + 2, name: 'after', sql },
];

describe('migrate', () => {
  test('makes the schema, and does nothing the second time', () => {
    migrate(database, migrations);
    const made = schema();
    expect(version()).toBe(migrations.at(-1)?.version);
    migrate(database, migrations);
    expect(schema()).toEqual(made);
  });

  test('versions only go up', () => {
    const versions = migrations.map((migration) => migration.version);
    expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
  });

  test('goes on from where the database is', () => {
    migrate(database, migrations);
    database.exec("INSERT INTO settings (name, value) VALUES ('a', 'b')");
    migrate(database, next('CREATE TABLE other (a {bytes})'));
    expect(version()).toBe(newest + 2);
    expect(database.prepare('SELECT value FROM settings').get()).toMatchObject({ value: 'b' });
  });

  test('F36 one that fails changes nothing, not even by the steps before it', () => {
    migrate(database, migrations);
    const before = schema();
    expect(() => migrate(database, next('CREATE TABLE x (a {int}); INSERT INTO nowhere VALUES (1)'))).toThrow(
      expect.objectContaining({
        code: 'migration_failed',
        message: expect.stringContaining(`${newest + 2} (after)`),
      }),
    );
    expect(schema()).toEqual(before);
    expect(version()).toBe(newest);
    expect(database.isTransaction).toBe(false);
    migrate(database, next('CREATE TABLE x (a {int})'));
    expect(version()).toBe(newest + 2);
  });

  test('a database of a newer Tillbell is refused by its version', () => {
    migrate(database, next('CREATE TABLE other (a {int})'));
    expect(() => migrate(database, migrations)).toThrow(
      expect.objectContaining({
        code: 'database_newer',
        message: expect.stringContaining(`schema ${newest + 2}`),
      }),
    );
    expect(version()).toBe(newest + 2);
  });

  test('a database of another program is left alone', () => {
    database.exec('CREATE TABLE contacts (name TEXT)');
    const before = schema();
    expect(() => migrate(database, migrations)).toThrow(expect.objectContaining({ code: 'database_foreign' }));
    expect(schema()).toEqual(before);
  });
});
