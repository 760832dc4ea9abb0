import { configOption, configured } from './configured.ts';
import { databaseFindings } from './doctor-database.ts';
import { machineFindings } from './doctor-machine.ts';
import { slackFindings } from './doctor-slack.ts';
import { stripeFindings } from './doctor-stripe.ts';
import type { Finding } from './finding.ts';
import { printJson, type RegisterCommand } from './terminal.ts';

const marks: Readonly<Record<Finding['level'], string>> = { well: '✓', warning: '!', fault: '✗' };

/** `tillbell doctor`: asks Slack, Stripe and this machine whether all that the configuration needs is there, and says what to do. */
export const doctorCommand: RegisterCommand = (program, terminal, exit) => {
  program
    .command('doctor')
    .description('check secrets, scopes, membership, clock, TLS, data folder and endpoint events, and say what to do')
    .option(...configOption)
    .option('--json', 'for machines')
    .action(async (options: { config?: string; json?: boolean }) => {
      const loaded = configured(terminal, options.config, options.json === true);
      if (loaded === null) return exit(2);
      const { config } = loaded;
      const findings = [
        ...(await machineFindings(config, terminal.clock)),
        ...(await databaseFindings(config, terminal.clock)),
        ...(await slackFindings(config, terminal.clock)),
        ...(await stripeFindings(config)),
      ];
      if (options.json === true) printJson(terminal, findings);
      else {
        for (const { level, about, text, advice } of findings) {
          terminal.out(
            `${marks[level]} ${about.padEnd(22)} ${text}\n${advice === null ? '' : `${' '.repeat(25)}→ ${advice}\n`}`,
          );
        }
      }
      if (findings.some(({ level }) => level === 'fault')) exit(1);
    });
};
