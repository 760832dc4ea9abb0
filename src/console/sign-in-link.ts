import { z } from 'zod';
import type { Clock } from '../domain/clock.ts';
import type { ConsoleStore } from '../store/console-store.ts';
import type { Handler } from './api.ts';
import { type NoteAudit, noteOf } from './audit-note.ts';
import { parsed, Refusal } from './refusal.ts';
import { cookie, cookieName, newToken, tokenHash } from './session.ts';
import type { Throttle } from './throttle.ts';

export interface SignInLinkDeps {
  readonly clock: Clock;
  readonly store: Pick<ConsoleStore, 'takeSession' | 'putSession'>;
  readonly tries: Throttle;
  readonly note: NoteAudit;
}

/** How long a session lasts, whatever is done in it. */
export const sessionMs = 12 * 60 * 60_000;

const body = z.strictObject({ token: z.string().max(200) });

/** A one-time link's token for a session. Which of unknown, used and expired it was is nobody's business. */
export function signInLink(deps: SignInLinkDeps): Handler<'POST /api/sign-in/link'> {
  return async (request) => {
    if (deps.tries.tooMany(request.address)) {
      throw new Refusal(429, 'too_many_tries', 'too many tries; wait a few minutes');
    }
    const { token } = parsed(body, request.body);
    const now = deps.clock.now();
    const link = await deps.store.takeSession({ id: tokenHash(token), kind: 'link', now });
    if (link === null) {
      throw new Refusal(401, 'link_invalid', 'the link is used up, too old, or not one of ours', {
        hint: 'tillbell console link prints a new one',
      });
    }
    deps.tries.forgive(request.address);
    const session = newToken();
    const expiresAt = now + sessionMs;
    await deps.store.putSession({ ...link, id: tokenHash(session), kind: 'session', expiresAt });
    await deps.note(noteOf(`link:${link.name}`, 'console.sign_in', { detail: `by link, as ${link.role}` }));
    const { secure } = request;
    request.setCookie(cookie(cookieName(secure), session, { secure, maxAgeSeconds: sessionMs / 1000 }));
    return { ok: true };
  };
}
