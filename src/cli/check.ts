import { formatFault } from '../config/fault.ts';
import { compileRoutes } from '../route/compile.ts';
import { configFileOf, configOption, configured } from './configured.ts';
import { printJson, type RegisterCommand } from './terminal.ts';

/** `tillbell check`: loads the configuration as `start` would, and says every fault at once. */
export const checkCommand: RegisterCommand = (program, terminal, exit) => {
  program
    .command('check')
    .description(
      'check a configuration without starting: every fault at once, with file:line:column and what would be right',
    )
    .argument('[file]', 'configuration file')
    .option(...configOption)
    .option('--json', 'for machines')
    .action((argument: string | undefined, options: { config?: string; json?: boolean }) => {
      const file = argument ?? options.config;
      const loaded = configured(terminal, file, options.json === true);
      if (loaded === null) return exit(2);
      const { config, warnings } = loaded;
      const compiled = compileRoutes(config);
      if (options.json === true) {
        printJson(terminal, { ok: true, file: config.file, warnings, routes: compiled.ok ? config.routes.length : 0 });
        return;
      }
      for (const warning of warnings) terminal.out(`${formatFault(warning)}\n`);
      const accounts = Object.keys(config.stripe.accounts).join(', ');
      const channels = Object.keys(config.channels).join(', ');
      terminal.out(
        `${configFileOf(terminal, file) ?? 'the environment'}: well${warnings.length === 0 ? '' : `, with ${warnings.length === 1 ? 'one warning' : `${warnings.length} warnings`}`}\n` +
          `  accounts: ${accounts}\n  channels: ${channels}\n  routes:   ${config.routes.length}\n`,
      );
    });
};
