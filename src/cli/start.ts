import { type App, startApp } from '../app.ts';
import { formatFault } from '../config/fault.ts';
import { createLog } from '../telemetry/log.ts';
import { configOption, configured, load } from './configured.ts';
import type { RegisterCommand, Terminal } from './terminal.ts';

/** `tillbell start`: the service, until SIGTERM or SIGINT; SIGHUP reads the configuration again. */
export const startCommand: RegisterCommand = (program, terminal, exit) => {
  program
    .command('start')
    .description('run the service')
    .option(...configOption)
    .action(async (options: { config?: string }) => {
      const loaded = configured(terminal, options.config);
      if (loaded === null) return exit(2);
      for (const warning of loaded.warnings) terminal.error(`${formatFault(warning)}\n`);
      const log = createLog({ level: terminal.env['LOG_LEVEL'] ?? 'info' });
      const app = await startApp(loaded.config, { clock: terminal.clock, log });
      log.info({ address: app.address, accounts: Object.keys(loaded.config.stripe.accounts) }, 'ready');
      terminal.onReload(() => reload(terminal, options.config, app));
      const signal = await terminal.ended;
      log.info({ signal }, 'ending');
      await app.stop();
      log.info('ended');
    });
};

/** F110: a bad configuration is reported whole and changes nothing. */
function reload(terminal: Terminal, named: string | undefined, app: App): void {
  const loaded = load(terminal, named);
  if (loaded.ok) app.reload(loaded.config);
  else app.reloadRefused(loaded.faults.map(formatFault));
}
