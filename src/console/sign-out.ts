import type { Clock } from '../domain/clock.ts';
import type { ConsoleStore } from '../store/console-store.ts';
import type { Handler } from './api.ts';
import { cookie, cookieName } from './session.ts';

export interface SignOutDeps {
  readonly clock: Clock;
  readonly store: Pick<ConsoleStore, 'takeSession'>;
}

/** The session ends here and now, not only in this browser. */
export function signOut(deps: SignOutDeps): Handler<'POST /api/sign-out'> {
  return async ({ signed, secure, setCookie }) => {
    const id = signed?.sessionId ?? null;
    if (id !== null) await deps.store.takeSession({ id, kind: 'session', now: deps.clock.now() });
    setCookie(cookie(cookieName(secure), '', { secure, maxAgeSeconds: 0 }));
    return { ok: true };
  };
}
