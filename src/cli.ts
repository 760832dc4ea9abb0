import { Command, CommanderError } from 'commander';
import { backfillCommand } from './cli/backfill.ts';
import { backtestCommand } from './cli/backtest.ts';
import { checkCommand } from './cli/check.ts';
import { consoleCommand } from './cli/console.ts';
import { demoCommand } from './cli/demo.ts';
import { disputesCommand } from './cli/disputes.ts';
import { doctorCommand } from './cli/doctor.ts';
import { exportCommand } from './cli/export.ts';
import { initCommand } from './cli/init.ts';
import { keysCommand } from './cli/keys.ts';
import { manifestCommand } from './cli/manifest.ts';
import { migrateCommand } from './cli/migrate.ts';
import { replayCommand } from './cli/replay.ts';
import { reportCommand } from './cli/report.ts';
import { routesCommand } from './cli/routes.ts';
import { sandboxCommand } from './cli/sandbox.ts';
import { sendCommand } from './cli/send.ts';
import { setupCommand } from './cli/setup.ts';
import { quietCommand, silenceCommand } from './cli/silence.ts';
import { startCommand } from './cli/start.ts';
import type { Terminal } from './cli/terminal.ts';
import { tryCommand } from './cli/try.ts';
import { verifyCommand } from './cli/verify.ts';
import { whyCommand } from './cli/why.ts';
import { TillbellError } from './domain/errors.ts';
import { version } from './version.ts';

/**
 * Runs one command line. Resolves with the exit code: 0 well, 1 found a fault, 2 wrong usage or configuration.
 * Commands that serve (start, demo, sandbox) resolve when they are told to end.
 */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = 0;
  const program = new Command('tillbell')
    .description(
      'Joins Stripe and Slack both ways: what matters reaches the right channel as one card that stays true.',
    )
    .version(version, '-V, --version')
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.error(text) })
    .showHelpAfterError('(tillbell --help lists the commands)');
  const commands = [
    startCommand,
    demoCommand,
    sandboxCommand,
    initCommand,
    setupCommand,
    doctorCommand,
    checkCommand,
    sendCommand,
    replayCommand,
    whyCommand,
    silenceCommand,
    quietCommand,
    tryCommand,
    routesCommand,
    disputesCommand,
    backtestCommand,
    verifyCommand,
    reportCommand,
    backfillCommand,
    migrateCommand,
    keysCommand,
    consoleCommand,
    manifestCommand,
    exportCommand,
  ];
  for (const register of commands) {
    register(program, terminal, (code) => {
      exitCode = code;
    });
  }
  for (const command of program.commands) command.exitOverride().configureOutput(program.configureOutput());
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof TillbellError) {
      terminal.error(`${error.message}\n${error.hint === null ? '' : `  ${error.hint}\n`}`);
      return error.code.startsWith('config_') || error.code.startsWith('usage_') ? 2 : 1;
    }
    throw error;
  }
}
