/**
 * The console's search over many stored events, through the handler that answers `/api/events`, on SQLite with a cold and a
 * warm page cache of this machine. `node bench/console-search.ts [events]`; 5,000,000 unless told. Exit 1 where a page took
 * longer than 200 ms in the median.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { eventsList } from '../src/console/events-list.ts';
import { systemClock } from '../src/domain/clock.ts';
import { openStore } from '../src/store/open.ts';

const count = Number(process.argv[2] ?? 5_000_000);
const aimMs = 200;
const day = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const folder = mkdtempSync(join(tmpdir(), 'tillbell-search-'));

function open() {
  return openStore({
    databaseUrl: null,
    dataFolder: folder,
    encryptionKey: null,
    exclusive: true,
    clock: systemClock,
  });
}

/** A year of events: common and rare types, one customer in ten thousand events, amounts that thin out upwards. */
const fill = `
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
INSERT INTO events (seq, account, id, variant, type, created, livemode, kind, object_id, received_at, origin, digest,
  payload_id, payload_offset, payload_length, state, reason_code, reason_text, late, subject_id, customer, amount_minor,
  amount_currency)
SELECT i, CASE WHEN i % 50 = 0 THEN 'second' ELSE 'main' END, 'evt_' || i, '',
  CASE WHEN i % 100000 = 7 THEN 'charge.dispute.created' WHEN i % 4 = 0 THEN 'charge.succeeded'
    WHEN i % 4 = 1 THEN 'payment_intent.succeeded' WHEN i % 4 = 2 THEN 'invoice.paid' ELSE 'customer.updated' END,
  (${start} + i * ${Math.floor((365 * day) / count)}) / 1000, CASE WHEN i % 3000 = 1 THEN 0 ELSE 1 END, 'snapshot', 'ch_' || i,
  ${start} + i * ${Math.floor((365 * day) / count)}, 'webhook', x'00', 1, 0, 0,
  CASE WHEN i % 250000 = 3 THEN 'failed' WHEN i % 4 = 3 THEN 'suppressed' ELSE 'routed' END, 'routed', 'to finance', 0,
  'sub_' || (i / 3), CASE WHEN i % 4 < 3 THEN 'cus_' || ((i * 7919) % 500) END,
  CASE WHEN i % 4 < 3 THEN 100 + (i * 104729) % 1000000 END, CASE WHEN i % 4 < 3 THEN CASE WHEN i % 5 = 0 THEN 'usd' ELSE 'eur' END END
FROM n`;

const questions: Readonly<Record<string, string>> = {
  'the newest': '',
  'one event by its id': 'q=evt_1234567',
  'one customer': 'customer=cus_419',
  'one customer, failed': 'customer=cus_419&state=failed',
  'a common type': 'type=invoice.paid',
  'a rare type': 'type=charge.dispute.created',
  'a family': 'type=charge.*',
  'state failed': 'state=failed',
  'suppressed invoices (there are none)': 'type=invoice.paid&state=suppressed',
  'test mode': 'mode=test',
  'amount, many': 'currency=EUR&amountMin=50.00',
  'amount, few': 'currency=EUR&amountMin=9999.90',
  'amount and type and account': 'currency=USD&amountMin=9000&type=charge.succeeded&account=second',
  'one day in March': `since=${start + 70 * day}&until=${start + 71 * day}`,
  'one day in March, rare type': `since=${start + 70 * day}&until=${start + 71 * day}&type=charge.dispute.created`,
  'test mode of the second account': 'mode=test&account=second',
};

async function main(): Promise<number> {
  await (await open()).close();
  const database = new DatabaseSync(join(folder, 'tillbell.db'));
  const began = performance.now();
  database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000');
  // Indexes are built afterwards, sorted: that is many times quicker, and leaves the same indexes.
  const indexes = database
    .prepare(`SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'events' AND sql IS NOT NULL`)
    .all();
  for (const { name } of indexes) database.exec(`DROP INDEX ${String(name)}`);
  database.prepare(fill).run(count);
  for (const { sql } of indexes) database.exec(String(sql));
  database.exec('PRAGMA journal_mode = WAL');
  database.close();
  console.log(`${count.toLocaleString('en')} events in ${Math.round((performance.now() - began) / 1000)} s`);
  const store = await open();
  const list = eventsList({ clock: systemClock, store, settings: () => ({ accounts: ['main', 'second'] }) });
  const ask = (query: Record<string, string>) => {
    const nobody = { params: {}, body: null, signed: null, address: '', secure: false, setCookie: () => undefined };
    return list({
      ...nobody,
      query,
      person: { id: '', name: '', role: 'viewer', via: 'local', slackUser: null, until: null },
    });
  };
  let slow = 0;
  console.log('question                                  first ms  median ms  max ms  rows  all found');
  for (const [name, text] of Object.entries(questions)) {
    const times: number[] = [];
    let rows = 0;
    let complete = false;
    for (let round = 0; round < 7; round += 1) {
      const from = performance.now();
      const page = await ask(Object.fromEntries(new URLSearchParams(text)));
      times.push(performance.now() - from);
      rows = page.items.length;
      complete = page.items.length === 50 || page.next === null;
    }
    const sorted = times.toSorted((a, b) => a - b);
    const median = sorted[3] ?? 0;
    if (median > aimMs) slow += 1;
    const cells = [times[0], median, sorted.at(-1)].map((ms) => (ms ?? 0).toFixed(1).padStart(8));
    console.log(`${name.padEnd(42)}${cells.join('  ')}  ${String(rows).padStart(4)}  ${complete ? 'yes' : 'goes on'}`);
  }
  await store.close();
  return slow === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
