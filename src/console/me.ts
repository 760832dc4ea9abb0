import type { Clock } from '../domain/clock.ts';
import type { Handler } from './api.ts';
import type { ConsoleSettings } from './settings.ts';
import { signInErrors } from './sign-in-errors.ts';

export interface MeDeps {
  readonly clock: Clock;
  readonly settings: () => ConsoleSettings;
  readonly slackSignIn: () => boolean;
}

export function me(deps: MeDeps): Handler<'GET /api/me'> {
  return async ({ signed }) => {
    const { version, timezone, locale, accounts, channels, firstRun } = deps.settings();
    return {
      person: signed?.person ?? null,
      csrf: signed?.csrf ?? null,
      signIn: { slack: deps.slackSignIn(), link: true },
      signInErrors,
      firstRun,
      version,
      now: deps.clock.now(),
      timezone,
      locale,
      // Names of accounts and channels are for those who are in.
      accounts: signed === null ? [] : accounts,
      channels: signed === null ? [] : channels.map(({ name, privacy }) => ({ name, privacy })),
    };
  };
}
