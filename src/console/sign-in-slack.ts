import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../domain/clock.ts';
import type { SlackSignIn } from '../domain/sign-in.ts';
import type { ConsoleStore } from '../store/console-store.ts';
import { type NoteAudit, noteOf } from './audit-note.ts';
import type { Role } from './contract.ts';
import type { Guard, Posture } from './guard.ts';
import { securityHeaders } from './headers.ts';
import { cookie, cookieIn, cookieName, newToken, sameText, tokenHash } from './session.ts';
import type { SignInError } from './sign-in-errors.ts';
import { sessionMs } from './sign-in-link.ts';
import type { Throttle } from './throttle.ts';

export interface SlackSignInDeps {
  readonly clock: Clock;
  readonly store: Pick<ConsoleStore, 'putSession'>;
  readonly guard: Pick<Guard, 'isSecure'>;
  readonly posture: () => Posture;
  /** Null where Sign in with Slack is not configured. */
  readonly slack: () => SlackSignIn | null;
  /** The workspace that Tillbell serves. Rejects where Slack cannot be asked. */
  readonly ownTeam: () => Promise<string>;
  /** Rejects where Slack cannot be asked. */
  readonly roleOf: (slackUser: string) => Promise<Role | null>;
  readonly tries: Throttle;
  readonly note: NoteAudit;
  readonly onRefused: (refusal: { readonly code: SignInError; readonly text: string }) => void;
}

const way = '/console/sign-in';
/** From the click to the return; a person may have to sign in to Slack first. */
const wayLastsSeconds = 600;
const cookieOfWay = 'tillbell_sign_in';

/** What was sent along, kept by the browser alone: whoever returns with another state began elsewhere. */
interface Way {
  readonly state: string;
  readonly nonce: string;
  readonly back: string;
}

/** `GET /console/sign-in` to Slack, and the way back. Every refusal ends at the sign-in page with a code. */
export function registerSlackSignIn(server: FastifyInstance, deps: SlackSignInDeps): void {
  server.get(way, async (request, reply) => {
    const slack = deps.posture().mode === 'signed' ? deps.slack() : null;
    if (slack === null) return refuse(reply, 'invalid');
    if (deps.tries.tooMany(request.ip)) return refuse(reply, 'too_many');
    const begun: Way = { state: newToken(), nonce: newToken(), back: ownPath(request.query) };
    const secure = deps.guard.isSecure(request);
    const value = Buffer.from(JSON.stringify(begun)).toString('base64url');
    const { state, nonce } = begun;
    return reply
      .headers({ ...securityHeaders, 'cache-control': 'no-store' })
      .header('set-cookie', cookie(cookieOfWay, value, { secure, maxAgeSeconds: wayLastsSeconds }))
      .redirect(slack.authorizeUrl({ state, nonce, redirectUri: returnUri(request, deps) }), 302);
  });
  server.get(`${way}/callback`, (request, reply) => comeBack(request, reply, deps));
}

async function comeBack(request: FastifyRequest, reply: FastifyReply, deps: SlackSignInDeps): Promise<FastifyReply> {
  const slack = deps.posture().mode === 'signed' ? deps.slack() : null;
  if (slack === null) return refuse(reply, 'invalid');
  if (deps.tries.tooMany(request.ip)) return refuse(reply, 'too_many');
  const secure = deps.guard.isSecure(request);
  void reply.header('set-cookie', cookie(cookieOfWay, '', { secure, maxAgeSeconds: 0 }));
  const { code, state, error } = request.query as Readonly<Record<string, unknown>>;
  const begun = wayIn(request.headers.cookie);
  if (begun === null || typeof state !== 'string' || !sameText(state, begun.state)) return refuse(reply, 'expired');
  if (typeof error === 'string' || typeof code !== 'string') return refuse(reply, 'denied');
  const redeemed = await slack.redeem({ code, nonce: begun.nonce, redirectUri: returnUri(request, deps) });
  if (redeemed.kind !== 'person') {
    const refusal = redeemed.kind === 'unavailable' ? 'slack_unreachable' : 'invalid';
    deps.onRefused({ code: refusal, text: redeemed.reason.text });
    return refuse(reply, refusal);
  }
  let role: Role | null;
  try {
    if (redeemed.team !== (await deps.ownTeam())) return refuse(reply, 'wrong_workspace');
    role = await deps.roleOf(redeemed.user);
  } catch {
    return refuse(reply, 'slack_unreachable');
  }
  if (role === null) {
    await deps.note(noteOf(redeemed.user, 'console.sign_in', { outcome: 'refused', detail: 'no role' }));
    return refuse(reply, 'no_role');
  }
  const token = newToken();
  const { user } = redeemed;
  const expiresAt = deps.clock.now() + sessionMs;
  const person = { role, via: 'slack', name: redeemed.name ?? user, slackUser: user } as const;
  await deps.store.putSession({ id: tokenHash(token), kind: 'session', expiresAt, ...person });
  await deps.note(noteOf(user, 'console.sign_in', { detail: `with Slack, as ${role}` }));
  deps.tries.forgive(request.ip);
  return reply
    .headers({ ...securityHeaders, 'cache-control': 'no-store' })
    .header('set-cookie', cookie(cookieName(secure), token, { secure, maxAgeSeconds: sessionMs / 1000 }))
    .redirect(begun.back, 302);
}

function refuse(reply: FastifyReply, code: SignInError): FastifyReply {
  return reply.headers({ ...securityHeaders, 'cache-control': 'no-store' }).redirect(`/sign-in?error=${code}`, 302);
}

/** The address under which Slack knows us; the same on both ways, or Slack refuses. */
function returnUri(request: FastifyRequest, deps: Pick<SlackSignInDeps, 'posture'>): string {
  const origin = deps.posture().publicOrigin ?? `${request.protocol}://${request.headers.host ?? ''}`;
  return `${origin}${way}/callback`;
}

/** A path of ours to return to; anything that could lead elsewhere becomes the first page. */
function ownPath(query: unknown): string {
  const back = (query as Readonly<Record<string, unknown>>)['back'];
  return typeof back === 'string' && /^\/(?![/\\])[A-Za-z0-9/_.~%?=&:-]{0,300}$/.test(back) ? back : '/';
}

function wayIn(cookies: string | undefined): Way | null {
  const text = cookieIn(cookies, cookieOfWay);
  if (text === null) return null;
  try {
    const found = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Partial<Way>;
    const { state, nonce, back } = found;
    if (typeof state !== 'string' || typeof nonce !== 'string' || typeof back !== 'string') return null;
    return { state, nonce, back: ownPath({ back }) };
  } catch {
    return null;
  }
}
