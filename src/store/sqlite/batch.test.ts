import { createHash, createSecretKey, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AcceptResult, IncomingEvent } from '../../domain/event.ts';
import { makeCipher } from '../cipher.ts';
import { makeKeyring } from '../keyring.ts';
import { type Answer, type BatchResult, type Call, runBatch } from './batch.ts';
import { type Connection, connect } from './connection.ts';

let folder: string;
let connection: Connection;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillbell-batch-'));
  connection = connect(join(folder, 'tillbell.db'));
});
afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

const cipher = makeCipher(makeKeyring({ given: [createSecretKey(randomBytes(32))], file: null }));
const run = (...calls: Call[]): BatchResult => runBatch(connection, cipher, calls);

function accept(id: number, bytes = 3_000): Call {
  const body = Buffer.alloc(bytes, `event ${id} `);
  const event: IncomingEvent = {
    account: 'main',
    id: `evt_${id}`,
    type: 'charge.succeeded',
    created: 1,
    livemode: true,
    apiVersion: null,
    connectAccount: null,
    kind: 'snapshot',
    objectId: null,
    body,
    digest: createHash('sha256').update(body).digest(),
    receivedAt: 1,
    origin: 'webhook',
    quarantine: null,
  };
  return { id, name: 'acceptEvents', input: [event] };
}

const put = (id: number, name: string): Call => ({ id, name: 'putSetting', input: { name, value: 'x' } });
const get = (id: number, name: string): Call => ({ id, name: 'getSetting', input: name });

function count(table: 'events' | 'payloads' | 'settings'): number {
  return Number(connection.database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.['count']);
}

function outcomeOf(answer: Answer | undefined): string {
  if (answer === undefined) return 'none';
  if ('error' in answer) return answer.error.code;
  return (answer.value as AcceptResult[])[0]?.outcome ?? 'nothing';
}

describe('runBatch', () => {
  test('events that share a commit share a payload, at most 64 or 512 KiB of them', () => {
    run(...Array.from({ length: 64 }, (_, id) => accept(id, 100)));
    expect(count('payloads')).toBe(1);
    run(...Array.from({ length: 65 }, (_, id) => accept(100 + id, 100)));
    expect(count('payloads')).toBe(3);
    run(...Array.from({ length: 3 }, (_, id) => accept(200 + id, 250 * 1024)));
    expect(count('payloads')).toBe(5);
  });

  test('reads see the last commit, not what the batch is going to write', () => {
    const { answers } = run(put(1, 'a'), get(2, 'a'));
    expect(answers).toContainEqual({ id: 2, value: null });
    expect(run(get(3, 'a')).answers).toEqual([{ id: 3, value: 'x' }]);
  });

  test('F21 a full disk: every write of the batch is refused, nothing of it is there, and it works again after', () => {
    run(accept(1));
    const pages = Number(connection.database.prepare('PRAGMA page_count').get()?.['page_count']);
    connection.database.exec(`PRAGMA max_page_count = ${pages + 5}`);
    const full = run(put(1, 'a'), ...Array.from({ length: 40 }, (_, id) => accept(100 + id)), get(2, 'a'));
    expect(full.answers.filter((answer) => 'error' in answer)).toHaveLength(41);
    expect(new Set(full.answers.filter((answer) => answer.id !== 2).map(outcomeOf))).toEqual(
      new Set(['store_unavailable']),
    );
    expect(full.work.size).toBe(0);
    expect([count('events'), count('payloads'), count('settings')]).toEqual([1, 1, 0]);
    expect(connection.database.isTransaction).toBe(false);

    connection.database.exec('PRAGMA max_page_count = 100000');
    expect(run(accept(100), accept(1)).answers.map(outcomeOf)).toEqual(['accepted', 'duplicate']);
    expect(run({ id: 1, name: 'counts', input: null }).answers[0]).toMatchObject({
      value: { events: { received: 2 }, duplicates: 1 },
    });
  });

  test('F21 a COMMIT that fails: the same', () => {
    connection.database.exec(`
      CREATE TABLE parent (id INTEGER PRIMARY KEY);
      CREATE TABLE child (parent INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
      CREATE TRIGGER spoil AFTER INSERT ON settings WHEN new.name = 'bad' BEGIN INSERT INTO child VALUES (7); END;
      PRAGMA foreign_keys = ON;`);
    const failed = run(accept(1), put(2, 'bad'), put(3, 'good'));
    expect(failed.answers.map(outcomeOf)).toEqual(['store_unavailable', 'store_unavailable', 'store_unavailable']);
    expect([count('events'), count('settings')]).toEqual([0, 0]);
    expect(connection.database.isTransaction).toBe(false);
    expect(run(accept(1), put(3, 'good')).answers.filter((answer) => 'error' in answer)).toEqual([]);
  });

  test('one event that cannot be stored does not take the others of its batch along', () => {
    connection.database.exec(`CREATE TRIGGER refuse BEFORE INSERT ON events WHEN new.id = 'evt_2'
      BEGIN SELECT raise(ABORT, 'refused'); END`);
    const { answers, work } = run(accept(1), accept(2), accept(3));
    expect(answers.map((answer) => [answer.id, outcomeOf(answer)])).toEqual([
      [1, 'accepted'],
      [2, 'store_fault'],
      [3, 'accepted'],
    ]);
    expect([...work]).toEqual(['interpret']);
    const counts = run({ id: 1, name: 'counts', input: null }).answers[0];
    expect(counts).toMatchObject({ value: { events: { received: 2 } } });
  });

  test('another process that holds the write lock for too long: refused, not waited for without end', () => {
    const other = new DatabaseSync(join(folder, 'tillbell.db'));
    other.exec('BEGIN IMMEDIATE');
    connection.database.exec('PRAGMA busy_timeout = 1');
    expect(run(put(1, 'a')).answers.map(outcomeOf)).toEqual(['store_unavailable']);
    other.exec('ROLLBACK');
    other.close();
    expect(run(put(1, 'a')).answers).toEqual([{ id: 1, value: undefined }]);
  });
});
