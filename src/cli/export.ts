import { resolve } from 'node:path';
import { SingleBar } from 'cli-progress';
import { TillbellError } from '../domain/errors.ts';
import type { JsonValue } from '../domain/json.ts';
import { csv as csvText } from '../report/csv.ts';
import type { AuditRow } from '../store/action-store.ts';
import { backupStore } from '../store/backup.ts';
import type { EventRow, Store } from '../store/store.ts';
import { configured } from './configured.ts';
import { printJson, type RegisterCommand, type Terminal } from './terminal.ts';
import { configOption, withStore } from './with-store.ts';

interface ExportOptions {
  readonly backup?: string;
  readonly events?: boolean;
  readonly audit?: boolean;
  readonly csv?: boolean;
  readonly config?: string;
  readonly json?: boolean;
}

const page = 500;

/** `tillbell export`: a backup while the service runs, or what came of every event and who did what, for other tools. */
export const exportCommand: RegisterCommand = (program, terminal, exit) => {
  program
    .command('export')
    .description(
      'a backup of the embedded store while the service runs; or events or the audit record, one JSON a line',
    )
    .option('--backup <file>', 'copy the store to a new file; the encryption key is not in it')
    .option('--events', 'every event: when it came, what became of it and why; no payloads')
    .option('--audit', 'who did what from Slack, and what came of it')
    .option('--csv', 'as CSV instead of JSON lines')
    .option(...configOption)
    .option('--json', 'for machines (with --backup)')
    .action(async (options: ExportOptions) => {
      const chosen = [options.backup !== undefined, options.events === true, options.audit === true].filter(Boolean);
      if (chosen.length !== 1) {
        throw new TillbellError('usage_export', 'say one thing to export', {
          hint: 'tillbell export --backup FILE, --events or --audit',
        });
      }
      if (options.backup !== undefined) return exit(await backUp(terminal, options, options.backup));
      const done = await withStore(terminal, options, async (store) => {
        if (options.events === true) await writeEvents(terminal, store, options.csv === true);
        else await writeAudit(terminal, store, options.csv === true);
        return true;
      });
      if (done === null) exit(2);
    });
};

async function backUp(terminal: Terminal, options: ExportOptions, name: string): Promise<0 | 2> {
  const loaded = configured(terminal, options.config, options.json === true);
  if (loaded === null) return 2;
  const { databaseUrl, dataFolder } = loaded.config;
  if (databaseUrl !== null) {
    throw new TillbellError('usage_backup', 'this store is PostgreSQL: its own tools make its backups', {
      hint: 'pg_dump, or the snapshots of whoever runs it; keep TILLBELL_ENCRYPTION_KEY apart from them',
    });
  }
  const bar =
    terminal.interactive && options.json !== true
      ? new SingleBar({ format: '  {bar} {value}/{total} pages', hideCursor: true, clearOnComplete: true })
      : null;
  const onProgress = (pages: number, of: number): void => {
    if (bar?.isActive === true) bar.update(pages);
    else bar?.start(of, pages);
  };
  const file = resolve(terminal.cwd, name);
  try {
    const done = await backupStore({ dataFolder, file, now: terminal.clock.now(), onProgress });
    if (options.json === true) printJson(terminal, { ok: true, file, ...done });
    else {
      terminal.out(`${file}: ${done.events} events, ${done.bytes} bytes, checked.\n`);
      terminal.out('The encryption key is not in it: keep a copy of the key in another place (docs/operations.md).\n');
    }
    return 0;
  } finally {
    bar?.stop();
  }
}

async function writeEvents(terminal: Terminal, store: Store, csv: boolean): Promise<void> {
  const write = writer(terminal, csv);
  let before: number | undefined;
  for (;;) {
    const rows = await store.listEvents({ limit: page, ...(before === undefined ? {} : { before }) });
    for (const row of rows) write(eventOf(row));
    before = rows.at(-1)?.seq;
    if (rows.length < page) return;
  }
}

function eventOf(row: EventRow) {
  return {
    id: row.id,
    type: row.type,
    account: row.account,
    connect_account: row.connectAccount,
    livemode: row.livemode,
    created: new Date(row.created * 1000).toISOString(),
    received: new Date(row.receivedAt).toISOString(),
    origin: row.origin,
    object: row.objectId,
    state: row.state,
    reason: row.reason?.code ?? null,
    reason_text: row.reason?.text ?? null,
    late: row.late,
  };
}

async function writeAudit(terminal: Terminal, store: Store, csv: boolean): Promise<void> {
  const write = writer(terminal, csv);
  let before: number | undefined;
  for (;;) {
    const rows = await store.listAudit({ limit: page, ...(before === undefined ? {} : { before }) });
    for (const row of rows) write(auditOf(row, csv));
    before = rows.at(-1)?.id;
    if (rows.length < page) return;
  }
}

function auditOf(row: AuditRow, flat: boolean) {
  const text = (value: AuditRow['before']) => (flat && value !== null ? JSON.stringify(value) : value);
  return {
    at: new Date(row.at).toISOString(),
    action: row.actionId,
    actor: row.actor,
    verb: row.verb,
    account: row.account,
    target: row.target,
    outcome: row.outcome,
    detail: row.detail,
    before: text(row.before),
    after: text(row.after),
  };
}

/** Newest first, as the store gives them: what matters most is there even where somebody stops reading. */
function writer(terminal: Terminal, csv: boolean): (record: Readonly<Record<string, JsonValue>>) => void {
  let headed = false;
  return (record) => {
    if (!csv) return terminal.out(`${JSON.stringify(record)}\n`);
    if (!headed) terminal.out(csvText([Object.keys(record)]));
    headed = true;
    terminal.out(csvText([Object.values(record).map(cellOf)]));
  };
}

function cellOf(value: JsonValue): string | number | null {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  return JSON.stringify(value);
}
