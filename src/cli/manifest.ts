import { slackManifest } from '../config/manifest.ts';
import { configOption, configured } from './configured.ts';
import { printJson, type RegisterCommand } from './terminal.ts';

/** `tillbell manifest`: the Slack app for exactly the features configured, with no scope more. */
export const manifestCommand: RegisterCommand = (program, terminal, exit) => {
  program
    .command('manifest')
    .description('print the Slack app manifest for exactly the features configured')
    .option(...configOption)
    .action((options: { config?: string }) => {
      const loaded = configured(terminal, options.config);
      if (loaded === null) return exit(2);
      printJson(terminal, slackManifest(loaded.config));
    });
};
