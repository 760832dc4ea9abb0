import { addKey } from '../store/keyring.ts';
import { retireKeys } from '../store/retire-keys.ts';
import { printJson, type RegisterCommand, type Terminal } from './terminal.ts';
import { configOption, withStore } from './with-store.ts';

interface KeysOptions {
  readonly config?: string;
  readonly json?: boolean;
}

/** `tillbell keys`: which encryption keys rows are under; `keys rotate`: a new key, and everything re-encrypted with it. */
export const keysCommand: RegisterCommand = (program, terminal, exit) => {
  const keys = program.command('keys').description('encryption keys at rest: which are in use, and rotation');
  keys
    .command('list', { isDefault: true })
    .description('key ids in use, with the number of rows under each')
    .option(...configOption)
    .option('--json', 'for machines')
    .action(async (options: KeysOptions) => {
      const used = await withStore(terminal, options, (store) => store.keysInUse());
      if (used === null) return exit(2);
      if (options.json === true) printJson(terminal, used);
      else
        terminal.out(
          used.length === 0
            ? 'Nothing is stored yet.\n'
            : used.map(({ keyId, rows }) => `${keyId}  ${rows} rows\n`).join(''),
        );
    });
  keys
    .command('rotate')
    .description(
      'add a new key and re-encrypt everything with it; the service may run meanwhile, both keys stay readable',
    )
    .option('--no-new', 'add no key: only move rows to the newest one (after changing TILLBELL_ENCRYPTION_KEY)')
    .option(...configOption)
    .option('--json', 'for machines')
    .action(async (options: KeysOptions & { readonly new: boolean }) => {
      const result = await withStore(terminal, options, async (store, config) => {
        const inUse = async () => (await store.keysInUse()).map(({ keyId }) => keyId);
        const added = options.new ? addKey(config.dataFolder, config.encryptionKey).keyId : null;
        let rows = 0;
        for (let more = true; more; ) {
          const step = await store.rotateKeys(500);
          rows += step.rows;
          more = step.more;
        }
        // Keys from the environment are the operator's; and where machines share a database no lock says that none runs.
        const ours = config.encryptionKey === null && config.databaseUrl === null;
        const { removed, kept } = ours ? await retireKeys(config.dataFolder, inUse) : { removed: [], kept: [] };
        return { added, rows, removed, kept, inUse: await inUse() };
      });
      if (result === null) return exit(2);
      if (options.json === true) printJson(terminal, result);
      else report(terminal, result);
    });
};

function report(
  terminal: Terminal,
  result: {
    added: string | null;
    rows: number;
    removed: readonly string[];
    kept: readonly string[];
    inUse: readonly string[];
  },
): void {
  if (result.added !== null) terminal.out(`Added key ${result.added}.\n`);
  terminal.out(`Encrypted ${result.rows} rows anew.\n`);
  for (const id of result.removed)
    terminal.out(`Removed key ${id}: no row is under it any more. Backups made before still need it.\n`);
  for (const id of result.kept)
    terminal.out(
      `Kept key ${id}: the service runs and may still write under it. Stop it and run tillbell keys rotate --no-new to remove it.\n`,
    );
}
