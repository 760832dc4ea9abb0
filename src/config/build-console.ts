import { type Build, list, orNull } from './build.ts';
import type { ConsoleConfig } from './config.ts';
import type { ConsoleFile } from './schema-console.ts';
import { secretOf, secretVariable } from './secrets.ts';

/**
 * Sign-in is configured as soon as `console:` says who or how; `TILLBELL_CONSOLE_SIGN_IN` says how where there is no file.
 * A `sign_in: slack` that could let nobody in is a fault: nobody would find out before he stands before a closed door.
 */
export function buildConsole(build: Build, file: ConsoleFile | undefined, hasBot: boolean): ConsoleConfig {
  const roles = {
    viewers: list(file?.viewers),
    operators: list(file?.operators),
    admins: list(file?.admins),
  };
  const named = Object.values(roles).some((who) => who.length > 0);
  const signIn = file?.sign_in ?? byVariable(build) ?? (named ? 'slack' : null);
  const clientId = file?.client_id ?? build.environment.get('SLACK_CLIENT_ID');
  const clientSecret =
    file?.client_secret === undefined || file.client_secret === null
      ? secretVariable(build, 'SLACK_CLIENT_SECRET', 'client_secret')
      : secretOf(build, file.client_secret, ['console', 'client_secret'], 'client_secret');
  if (signIn === 'slack') {
    if (!named) missing(build, 'says who nobody is', 'give viewers, operators or admins, or sign_in: link');
    if (clientId === null) missing(build, 'has no client_id', 'copy it from Slack: Basic Information, Client ID');
    if (clientSecret === null && file?.client_secret === undefined) {
      missing(build, 'has no client_secret', 'copy it from Slack: Basic Information, Client Secret');
    }
    if (!hasBot) missing(build, 'needs a bot token to ask who is in a user group', 'give slack.bot_token');
  }
  return { signIn, clientId: orNull(clientId ?? undefined), clientSecret, ...roles };
}

function byVariable(build: Build): 'slack' | 'link' | null {
  const value = build.environment.get('TILLBELL_CONSOLE_SIGN_IN');
  if (value === null || value === 'slack' || value === 'link') return value;
  build.fault({
    code: 'bad_value',
    path: [],
    variable: 'TILLBELL_CONSOLE_SIGN_IN',
    message: 'must be slack or link',
    suggestion: 'link: tillbell console link prints a one-time link',
  });
  return null;
}

function missing(build: Build, message: string, suggestion: string): void {
  build.fault({ code: 'missing_key', path: ['console'], message, suggestion });
}
