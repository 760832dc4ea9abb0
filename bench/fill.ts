import { cpSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { load, residentMb, service, slackReceiver } from './processes.ts';

export interface Filled {
  readonly data: string;
  readonly events: number;
  /** Mebibytes in memory when the service was ready, and when it had shown everything. */
  readonly idleMb: number;
  readonly afterMb: number;
  readonly readyMs: number;
  readonly bytesAnEvent: number;
}

/** Sends `events` sales through the whole service, and waits until Slack has seen the last one. */
export async function throughService(events: number, folder: string, say: (text: string) => void): Promise<Filled> {
  const slack = await slackReceiver();
  const under = await service(`${slack.url}/api/`, { folder });
  const idleMb = residentMb(under.pid);
  let sent = 0;
  try {
    while (sent < events) {
      // At a rate that the whole way keeps, so that no queue builds up in memory that would be there at no usual time.
      sent += (await load(under.url, { seconds: 10, connections: 64, rate: 1_500 })).sent;
      say(`${sent} of ${events} events sent, ${residentMb(under.pid)} MB`);
    }
    const path = join(under.data, 'tillbell.db');
    const database = new DatabaseSync(path, { readOnly: true });
    const open = database.prepare(
      `SELECT (SELECT count(*) FROM events WHERE state = 'received')
            + (SELECT count(*) FROM deliveries WHERE state IN ('pending', 'sending', 'ambiguous')) AS open`,
    );
    while (Number(open.get()?.['open'] ?? 0) > 0) await new Promise((resolve) => setTimeout(resolve, 500));
    database.close();
    const afterMb = residentMb(under.pid);
    const bytes = statSync(path).size;
    return { data: under.data, events: sent, idleMb, afterMb, readyMs: under.readyMs, bytesAnEvent: bytes / sent };
  } finally {
    await under.stop();
    await slack.stop();
  }
}

/**
 * A copy of the data folder with the rows of what is done repeated until it holds `events`: the same mix of events, subjects,
 * cards and deliveries under other ids. The sealed bodies are shared between the copies, which keeps it small: indexes grow
 * as they would, the file does not.
 */
export function multiplied(from: Filled, events: number, folder: string): string {
  cpSync(from.data, folder, { recursive: true });
  const database = new DatabaseSync(join(folder, 'tillbell.db'));
  database.exec('PRAGMA synchronous = OFF');
  const tables = ['events', 'subjects', 'subject_keys', 'cards', 'deliveries', 'event_deliveries', 'attempts'] as const;
  const highest = (table: string, column: string) =>
    Number(database.prepare(`SELECT coalesce(max(${column}), 0) AS top FROM ${table}`).get()?.['top'] ?? 0);
  const step = { events: highest('events', 'seq'), deliveries: highest('deliveries', 'id') };
  for (const table of tables) database.exec(`CREATE TEMP TABLE base_${table} AS SELECT * FROM ${table}`);
  for (let copy = 1; copy * from.events + from.events <= events; copy += 1) {
    database.exec('BEGIN');
    for (const table of tables) {
      const columns = database.prepare(`SELECT name FROM pragma_table_info('${table}')`).all();
      const names = columns.map((column) => String(column['name']));
      const values = names.map((name) => copied(table, name, copy, step));
      database.exec(
        `INSERT INTO ${table} (${names.filter((name) => kept(table, name)).join(', ')})
         SELECT ${values.filter((value) => value !== null).join(', ')} FROM base_${table}`,
      );
    }
    database.exec('COMMIT');
  }
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  return folder;
}

function kept(table: string, name: string): boolean {
  return !(table === 'attempts' && name === 'id');
}

/** The SQL of a column in a copy: its own ids, and references to the copy's rows. */
function copied(
  table: string,
  name: string,
  copy: number,
  step: { readonly events: number; readonly deliveries: number },
): string | null {
  if (!kept(table, name)) return null;
  const other = `${name} || '_${copy}'`;
  if (name === 'seq' || name === 'event_seq') return `${name} + ${copy * step.events}`;
  if (name === 'delivery_id' || name === 'digest_id' || (table === 'deliveries' && name === 'id'))
    return `${name} + ${copy * step.deliveries}`;
  const text = ['subject_id', 'merged_into', 'key', 'delivery_key', 'object_id'];
  if (text.includes(name) || name === 'id') return other;
  return name;
}
