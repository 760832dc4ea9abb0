import { describe, expect, test } from 'vitest';
import { numbered, queryOf, queryOfBulk } from './statements.ts';

describe('statements', () => {
  test('marks are numbered, but not those inside quotes', () => {
    expect(numbered(`SELECT ?, 'what?', 'it''s ?', "odd?" WHERE a = ?`)).toBe(
      `SELECT $1, 'what?', 'it''s ?', "odd?" WHERE a = $2`,
    );
  });

  test('one text has one name, another text another', () => {
    const of = (sql: string) => queryOf({ sql, values: [], wants: 'rows' }).name;
    expect(of('SELECT 1 AS named')).toBe(of('SELECT 1 AS named'));
    expect(of('SELECT 1 AS named')).not.toBe(of('SELECT 2 AS named'));
  });

  test('PostgreSQL has no NUL in text: it is shown as what cannot be shown', () => {
    expect(queryOf({ sql: 'SELECT ?', values: ['a\0b'], wants: 'rows' }).values).toEqual(['a\u{fffd}b']);
  });

  test('many rows are one statement of an array for each column', () => {
    const query = queryOfBulk({
      into: 'events',
      columns: { id: 'text', seq: 'int', digest: 'bytes' },
      rows: [
        ['a', 1, null],
        ['b', 2, Uint8Array.of(1)],
      ],
      returning: 'seq',
    });
    expect(query.text).toBe(
      'INSERT INTO events (id, seq, digest) SELECT * FROM unnest($1::text[], $2::bigint[], $3::bytea[]) RETURNING seq',
    );
    expect(query.values).toEqual([
      ['a', 'b'],
      [1, 2],
      [null, Uint8Array.of(1)],
    ]);
  });
});
