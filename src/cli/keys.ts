import { addKey, removeKey } from '../store/keyring.ts';
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
    .option('--forget', 'take keys away that no row is under any more; only after the service was restarted')
    .option('--no-new', 'add no key: only move rows to the newest one (after changing TILLBELL_ENCRYPTION_KEY)')
    .option(...configOption)
    .option('--json', 'for machines')
    .action(async (options: KeysOptions & { readonly new: boolean; readonly forget?: boolean }) => {
      const result = await withStore(terminal, options, async (store, config) => {
        const before = (await store.keysInUse()).map(({ keyId }) => keyId);
        const added = options.new ? addKey(config.dataFolder, config.encryptionKey).keyId : null;
        let rows = 0;
        for (let more = true; more; ) {
          const step = await store.rotateKeys(500);
          rows += step.rows;
          more = step.more;
        }
        const used = (await store.keysInUse()).map(({ keyId }) => keyId);
        const unused = before.filter((id) => !used.includes(id));
        // A running service seals under the key that it started with: only its restart makes an old key superfluous.
        const removed = options.forget === true ? unused.filter((id) => removeKey(config.dataFolder, id)) : [];
        const kept = unused.filter((id) => !removed.includes(id));
        return { added, rows, removed, kept, inUse: used };
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
  for (const id of result.kept) {
    terminal.out(
      `Kept key ${id}: where the service runs, it writes under it until its next start. Then: tillbell keys rotate --no-new --forget\n`,
    );
  }
  for (const id of result.removed)
    terminal.out(`Removed key ${id}: no row is under it any more. Backups made before still need it.\n`);
}
