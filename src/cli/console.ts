import { type Role, roles } from '../console/contract.ts';
import { newToken, tokenHash } from '../console/session.ts';
import { TillbellError } from '../domain/errors.ts';
import { postureOf } from '../wiring/posture.ts';
import { printJson, type RegisterCommand } from './terminal.ts';
import { configOption, withStore } from './with-store.ts';

interface LinkOptions {
  readonly role: string;
  readonly name?: string;
  readonly minutes: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** `tillbell console link`: a one-time link into the console, for whoever may run commands on this machine. */
export const consoleCommand: RegisterCommand = (program, terminal, exit) => {
  program
    .command('console')
    .description('the console’s sign-in')
    .command('link')
    .description('print a link that signs one person in, once; it is as good as a password until it is used')
    .option('--role <role>', 'viewer, operator or admin', 'admin')
    .option('--name <name>', 'who it is for; stands in the audit')
    .option('--minutes <number>', 'how long it may be used', '10')
    .option(...configOption)
    .option('--json', 'for machines')
    .action(async (options: LinkOptions) => {
      const role = roleOf(options.role);
      const minutes = minutesOf(options.minutes);
      const name = (options.name ?? terminal.env['USER'] ?? 'command line').slice(0, 60);
      const made = await withStore(terminal, options, async (store, config) => {
        const posture = postureOf(config);
        if (posture.mode !== 'signed') {
          const hint = 'add console: to the configuration (docs/console.md), or set TILLBELL_CONSOLE_SIGN_IN=link';
          throw new TillbellError('usage_console', 'sign-in is not configured, so a link would open nothing', { hint });
        }
        const token = newToken();
        const expiresAt = terminal.clock.now() + minutes * 60_000;
        await store.putSession({
          id: tokenHash(token),
          kind: 'link',
          expiresAt,
          role,
          via: 'link',
          name,
          slackUser: null,
        });
        const scheme = posture.tls ? 'https' : 'http';
        const host = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host;
        const address = posture.publicOrigin ?? `${scheme}://${host.includes(':') ? `[${host}]` : host}:${config.port}`;
        // After `#`: it reaches neither a log nor a proxy, and nothing that merely fetches the page uses it up.
        return { url: `${address}/sign-in#token=${token}`, role, name, expiresAt };
      });
      if (made === null) return exit(2);
      if (options.json === true) printJson(terminal, made);
      else terminal.out(`${made.url}\n  signs ${name} in as ${role}, once, within ${minutes} minutes\n`);
    });
};

function roleOf(text: string): Role {
  const role = roles.find((one) => one === text);
  if (role !== undefined) return role;
  throw new TillbellError('usage_console', `--role ${text.slice(0, 20)} is none`, { hint: roles.join(', ') });
}

function minutesOf(text: string): number {
  const minutes = Number(text);
  if (/^\d+$/.test(text) && minutes >= 1 && minutes <= 1_440) return minutes;
  throw new TillbellError('usage_console', `--minutes ${text.slice(0, 20)} is not a whole number from 1 to 1440`);
}
