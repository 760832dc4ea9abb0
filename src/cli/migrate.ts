import { printJson, type RegisterCommand } from './terminal.ts';
import { configOption, withStore } from './with-store.ts';

/** `tillbell migrate`: brings the store's schema to this version, as `start` does by itself. */
export const migrateCommand: RegisterCommand = (program, terminal, exit) => {
  program
    .command('migrate')
    .description('bring the database to this version of the schema, as start does by itself; all or nothing')
    .option(...configOption)
    .option('--json', 'for machines')
    .action(async (options: { config?: string; json?: boolean }) => {
      const done = await withStore(terminal, options, async (store) => {
        await store.ping();
        return true;
      });
      if (done === null) return exit(2);
      if (options.json === true) printJson(terminal, { ok: true });
      else terminal.out('The database has the schema of this version.\n');
    });
};
