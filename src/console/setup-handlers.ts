import type { Handlers } from './api.ts';
import { access, type EndpointName } from './contract.ts';
import { absent, setupTable } from './handlers.ts';
import { type MeDeps, me } from './me.ts';
import type { SetupDeps } from './setup.ts';
import { type SignOutDeps, signOut } from './sign-out.ts';

/** The endpoints of a service that is not configured yet: the set-up, and who is there. Everything else says so. */
export function setupHandlers(deps: MeDeps & SignOutDeps & SetupDeps): Handlers {
  const others = Object.fromEntries(
    (Object.keys(access) as EndpointName[]).map((name) => [name, absent('not set up')]),
  );
  return { ...others, ...setupTable(deps), 'GET /api/me': me(deps), 'POST /api/sign-out': signOut(deps) } as Handlers;
}
