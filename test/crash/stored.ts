import { DatabaseSync } from 'node:sqlite';

export interface StoredEvent {
  readonly seq: number;
  readonly id: string;
  readonly state: string;
  readonly reason_code: string | null;
  readonly type: string;
  readonly late: number;
  readonly subject_id: string | null;
}

export interface StoredDelivery {
  readonly id: number;
  readonly op: string;
  readonly state: string;
  readonly channel: string;
  readonly subject_id: string | null;
  readonly change_key: string | null;
  readonly reason_code: string | null;
  readonly ts: string | null;
  readonly delivery_key: string;
  readonly possible_duplicate: number;
}

export interface StoredCard {
  readonly subject_id: string;
  readonly channel: string;
  readonly state: string;
  readonly ts: string | null;
}

/** What lies in the database of a service that has ended, read past all of Tillbell's own code. */
export interface Stored {
  readonly integrity: string;
  readonly events: readonly StoredEvent[];
  readonly deliveries: readonly StoredDelivery[];
  readonly cards: readonly StoredCard[];
  /** Delivery ids by event seq. */
  readonly eventDeliveries: ReadonlyMap<number, readonly number[]>;
  /** All keys of a subject, sorted and joined: the same in every run over the same events. */
  readonly keysOf: ReadonlyMap<string, string>;
  readonly counters: ReadonlyMap<string, number>;
}

export function readStored(path: string): Stored {
  const database = new DatabaseSync(path);
  try {
    const rows = <R>(sql: string): R[] => database.prepare(sql).all() as R[];
    const links = rows<{ event_seq: number; delivery_id: number }>('SELECT * FROM event_deliveries');
    const keys = rows<{ key: string; subject_id: string }>('SELECT key, subject_id FROM subject_keys ORDER BY key');
    const counters = rows<{ name: string; value: number }>('SELECT name, value FROM counters');
    return {
      integrity: String(database.prepare('PRAGMA integrity_check').get()?.['integrity_check']),
      events: rows<StoredEvent>('SELECT seq, id, state, reason_code, type, late, subject_id FROM events ORDER BY seq'),
      deliveries: rows<StoredDelivery>('SELECT * FROM deliveries ORDER BY id'),
      cards: rows<StoredCard>('SELECT subject_id, channel, state, ts FROM cards'),
      eventDeliveries: grouped(links.map((link) => [link.event_seq, link.delivery_id])),
      keysOf: new Map(
        [...grouped(keys.map((row) => [row.subject_id, row.key]))].map(([id, all]) => [id, all.join(' ')]),
      ),
      counters: new Map(counters.map(({ name, value }) => [name, value])),
    };
  } finally {
    database.close();
  }
}

export function grouped<K, V>(pairs: readonly (readonly [K, V])[]): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const [key, value] of pairs) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
