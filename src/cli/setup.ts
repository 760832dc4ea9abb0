import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { startApp } from '../app.ts';
import { TillbellError } from '../domain/errors.ts';
import { openStore } from '../store/open.ts';
import { createLog } from '../telemetry/log.ts';
import { startSetupServer } from '../wiring/setup-server.ts';
import { faultReport, load } from './configured.ts';
import type { RegisterCommand, Terminal } from './terminal.ts';

/** `tillbell setup`: from nothing to a running service, guided in the browser; goes on where it stopped. */
export const setupCommand: RegisterCommand = (program, terminal, exit) => {
  program
    .command('setup')
    .description('a guided set-up in the browser, on this machine alone; then the service runs')
    .action(async () => {
      if (existsSync(join(terminal.cwd, 'tillbell.yaml'))) {
        throw new TillbellError('usage_setup', 'tillbell.yaml stands here already', {
          hint: 'tillbell start runs it; tillbell doctor says what is wrong with it',
        });
      }
      const log = createLog({ level: terminal.env['LOG_LEVEL'] ?? 'warn' });
      if (!(await setUp(terminal, log))) return;
      const { env, ...rest } = terminal;
      // Secrets that were just written; what the environment says goes before them.
      const written = parseEnv(readFileSync(join(terminal.cwd, '.env'), 'utf8'));
      const configured: Terminal = { ...rest, env: { ...written, ...env } };
      const loaded = load(configured, undefined);
      if (!loaded.ok) {
        terminal.error(faultReport(loaded.faults));
        return exit(2);
      }
      const app = await startApp(loaded.config, { clock: terminal.clock, log });
      terminal.out(
        `Tillbell runs at ${app.address}. The next time: node --env-file=.env, or the variables of .env in its environment, then tillbell start.\n`,
      );
      await terminal.ended;
      await app.stop();
    });
};

/** False where it was ended before the files were written; what was entered is kept, sealed, for the next time. */
async function setUp(terminal: Terminal, log: ReturnType<typeof createLog>): Promise<boolean> {
  const { env, clock } = terminal;
  const store = await openStore({
    databaseUrl: null,
    dataFolder: resolve(terminal.cwd, env['TILLBELL_DATA'] ?? 'data'),
    encryptionKey: null,
    clock,
    exclusive: true,
  });
  const server = await startSetupServer({
    store,
    clock,
    log,
    port: Number(env['PORT'] ?? 4242),
    folder: terminal.cwd,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    stripeApiUrl: env['TILLBELL_STRIPE_API_URL'] ?? null,
    slackApiUrl: env['TILLBELL_SLACK_API_URL'] ?? null,
  }).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  terminal.out(`Open ${server.address.replace('127.0.0.1', 'localhost')}/setup in a browser on this machine.\n`);
  const how = await Promise.race([server.written.then(() => 'written'), terminal.ended]);
  await server.close();
  await store.close();
  return how === 'written';
}
