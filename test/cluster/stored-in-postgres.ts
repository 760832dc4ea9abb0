import pg from 'pg';
import { valueParsers } from '../../src/store/postgres/sessions.ts';
import { grouped, type Stored, type StoredCard, type StoredDelivery, type StoredEvent } from '../crash/stored.ts';

/** What lies in the database when no process uses it any more, read past all of Tillbell's own statements. */
export async function readStoredIn(url: string): Promise<Stored> {
  const client = new pg.Client({ connectionString: url, types: valueParsers });
  await client.connect();
  const rows = async <R extends object>(sql: string): Promise<R[]> => (await client.query<R>(sql)).rows;
  try {
    const links = await rows<{ event_seq: number; delivery_id: number }>('SELECT * FROM event_deliveries');
    const keys = await rows<{ key: string; subject_id: string }>(
      'SELECT key, subject_id FROM subject_keys ORDER BY key COLLATE "C"',
    );
    const counters = await rows<{ name: string; value: number }>(
      `SELECT split_part(name, '~', 1) AS name, sum(value)::bigint AS value FROM counters GROUP BY 1`,
    );
    return {
      integrity: 'ok',
      events: await rows<StoredEvent>(
        'SELECT seq, id, state, reason_code, type, late, subject_id FROM events ORDER BY seq',
      ),
      deliveries: await rows<StoredDelivery>('SELECT * FROM deliveries ORDER BY id'),
      cards: await rows<StoredCard>('SELECT subject_id, channel, state, ts FROM cards'),
      eventDeliveries: grouped(links.map((link) => [link.event_seq, link.delivery_id])),
      keysOf: new Map(
        [...grouped(keys.map((row) => [row.subject_id, row.key]))].map(([id, all]) => [id, all.join(' ')]),
      ),
      counters: new Map(counters.map(({ name, value }) => [name, value])),
    };
  } finally {
    await client.end();
  }
}
