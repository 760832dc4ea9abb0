import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../domain/clock.ts';
import type { ConsoleStore } from '../store/console-store.ts';
import { type Role, roles } from './contract.ts';
import { Refusal } from './refusal.ts';
import { csrfOf, sameText, tokenHash, tokenIn } from './session.ts';

/** How the console is reached, by the configuration. */
export interface Posture {
  /** local: this machine alone, without sign-in · signed: with sign-in · closed: it would be open to others, so it is to nobody. */
  readonly mode: 'local' | 'signed' | 'closed';
  /** Where people reach it, `https://tillbell.example.com`; null: as the request says. */
  readonly publicOrigin: string | null;
  /** The service speaks HTTPS itself. */
  readonly tls: boolean;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly via: 'local' | 'slack' | 'link';
  readonly slackUser: string | null;
  readonly until: number | null;
}

export interface Signed {
  readonly person: Person;
  readonly csrf: string;
  /** Key of the stored session; null for `local`. */
  readonly sessionId: string | null;
}

export interface GuardDeps {
  readonly clock: Clock;
  readonly store: Pick<ConsoleStore, 'getSession'>;
  readonly posture: () => Posture;
  /** What the configuration makes of a Slack user now; null: nothing any more. Rejects where Slack cannot be asked. */
  readonly roleOf: (slackUser: string) => Promise<Role | null>;
}

export interface Guard {
  /** Who asks; null where nobody is signed in. Throws a Refusal where the console is closed to this request. */
  identify(request: FastifyRequest): Promise<Signed | null>;
  /** Throws unless the role reaches and, for a write, the request is the console's own. */
  admit(request: FastifyRequest, needs: { role: Role | 'public'; writes: boolean }): Promise<Signed | null>;
  isSecure(request: FastifyRequest): boolean;
}

const loopbackHosts = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/;
const loopbackAddresses = /^(?:127\.|::1$|::ffff:127\.)/;

/** Who may do what in the console: the one place where it is decided. */
export function createGuard(deps: GuardDeps): Guard {
  const localCsrf = csrfOf(randomBytes(32).toString('base64url'));

  function isSecure(request: FastifyRequest): boolean {
    const { tls, publicOrigin } = deps.posture();
    return tls || request.protocol === 'https' || publicOrigin?.startsWith('https:') === true;
  }

  async function identify(request: FastifyRequest): Promise<Signed | null> {
    const { mode } = deps.posture();
    if (mode === 'closed') throw closed();
    if (mode === 'local') {
      expectLocal(request);
      const person: Person = { id: 'local', name: 'you', role: 'admin', via: 'local', slackUser: null, until: null };
      return { person, csrf: localCsrf, sessionId: null };
    }
    const token = tokenIn(request.headers.cookie, isSecure(request));
    if (token === null) return null;
    const id = tokenHash(token);
    const session = await deps.store.getSession({ id, kind: 'session', now: deps.clock.now() });
    if (session === null) return null;
    const role = session.slackUser === null ? roleNamed(session.role) : await deps.roleOf(session.slackUser);
    if (role === null) return null;
    const { name, via, slackUser } = session;
    const person: Person = { id: slackUser ?? `link:${name}`, name, role, via, slackUser, until: session.expiresAt };
    return { person, csrf: csrfOf(token), sessionId: id };
  }

  async function admit(
    request: FastifyRequest,
    needs: { role: Role | 'public'; writes: boolean },
  ): Promise<Signed | null> {
    if (needs.writes) expectOwnOrigin(request, deps.posture().publicOrigin);
    const signed = await identify(request);
    if (needs.role === 'public') return signed;
    if (signed === null) {
      throw new Refusal(401, 'not_signed_in', 'nobody is signed in', { hint: 'sign in and try again' });
    }
    if (roles.indexOf(signed.person.role) < roles.indexOf(needs.role)) {
      const message = `this needs the role ${needs.role}; yours is ${signed.person.role}`;
      throw new Refusal(403, 'role_too_low', message, { hint: 'an admin gives roles under console: in the file' });
    }
    if (needs.writes) expectCsrf(request, signed.csrf);
    return signed;
  }

  return { identify, admit, isSecure };
}

/**
 * Without sign-in only a browser on this machine is answered, and only under the machine's own names: a page of elsewhere
 * that lets its own name point here (DNS rebinding) comes under that name. What a proxy passes on is not of this machine.
 */
function expectLocal(request: FastifyRequest): void {
  const passedOn = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'forwarded', 'via', 'x-real-ip'];
  const foreign =
    !loopbackHosts.test(request.headers.host ?? '') ||
    !loopbackAddresses.test(request.socket.remoteAddress ?? '') ||
    passedOn.some((name) => request.headers[name] !== undefined);
  if (foreign) throw closed();
}

function closed(): Refusal {
  const message = 'the console is open on this machine only, until sign-in is configured';
  return new Refusal(403, 'console_closed', message, {
    hint: 'open it at http://localhost:<port> on the machine itself, or configure console: (docs/console.md)',
  });
}

/** A browser says where a write comes from; what another page sends is refused before anything is looked at. */
function expectOwnOrigin(request: FastifyRequest, publicOrigin: string | null): void {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const own = [publicOrigin, `${request.protocol}://${host ?? ''}`];
  if ((origin !== undefined && !own.includes(origin)) || (site !== undefined && site !== 'same-origin')) {
    throw new Refusal(403, 'foreign_origin', 'the request comes from another page', {
      hint: 'behind a proxy, set public_url to the address that people see',
    });
  }
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json(?:\s*;|$)/.test(type)) {
    throw new Refusal(415, 'not_json', 'a write has the content type application/json');
  }
}

function expectCsrf(request: FastifyRequest, csrf: string): void {
  const given = request.headers['x-tillbell-csrf'];
  if (typeof given === 'string' && sameText(given, csrf)) return;
  throw new Refusal(403, 'csrf_missing', 'the header x-tillbell-csrf is absent or is not of this session', {
    hint: 'GET /api/me gives its value',
  });
}

function roleNamed(text: string): Role | null {
  return roles.find((role) => role === text) ?? null;
}
