import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../domain/clock.ts';
import type { Reason } from '../domain/event.ts';
import type { Secret } from '../domain/secret.ts';
import { makeState, newCookie, readState, stateForMs, stateKey } from './install-state.ts';

export interface InstallDoorOptions {
  /** Asked at each request; null: the doors answer 404. */
  readonly app: () => { readonly clientSecret: Secret; readonly publicUrl: string | null } | null;
  /** Slack's page of consent, with the scopes that the configuration needs now. */
  readonly authorizeUrl: (state: string, redirectUri: string | null) => string;
  /** Redeems the code and keeps the tokens, before anything uses them. */
  readonly install: (code: string, redirectUri: string | null) => Promise<Installed>;
  /** True the first time only. */
  readonly redeem: (state: { nonce: string; expiresAt: number }) => Promise<boolean>;
  readonly clock: Clock;
  readonly onAnswer: (answer: { readonly door: string; readonly status: number; readonly code: string }) => void;
}

export type Installed =
  | { readonly kind: 'installed'; readonly team: string; readonly missingScopes: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: Reason }
  | { readonly kind: 'unavailable'; readonly reason: Reason };

const cookieName = 'tillbell_install';
const again = 'Begin again at /slack/install.';

const problems: Readonly<Record<string, string>> = {
  state_missing: 'This browser did not begin an installation here, or too long ago.',
  state_forged: 'This answer does not belong to an installation that this browser began.',
  state_expired: 'It took too long: an installation is to be confirmed within ten minutes.',
  state_used: 'This answer was used before.',
  code_missing: 'Slack sent no code.',
};

/**
 * `GET /slack/install` sends a person to Slack's consent; `GET /slack/oauth_redirect` takes the answer. The state that goes
 * along is signed, ends after ten minutes, is good once, and only in the browser that has its cookie.
 */
export function registerInstallDoors(server: FastifyInstance, options: InstallDoorOptions): void {
  server.get('/slack/install', (_request, reply) => begin(reply, options));
  server.get('/slack/oauth_redirect', (request, reply) => finish(request, reply, options));
}

function begin(reply: FastifyReply, options: InstallDoorOptions): FastifyReply {
  const app = options.app();
  if (app === null) return page(reply, options, 'install', 404, 'not_configured', 'No Slack app is configured here.');
  const cookie = newCookie();
  const state = makeState(stateKey(app.clientSecret), cookie, options.clock.now());
  options.onAnswer({ door: 'install', status: 302, code: 'begun' });
  return reply
    .code(302)
    .header('set-cookie', cookieOf(cookie, stateForMs / 1000, app.publicUrl))
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('location', options.authorizeUrl(state, redirectUriOf(app.publicUrl)))
    .send();
}

async function finish(
  request: FastifyRequest,
  reply: FastifyReply,
  options: InstallDoorOptions,
): Promise<FastifyReply> {
  const door = 'oauth_redirect';
  const app = options.app();
  if (app === null) return page(reply, options, door, 404, 'not_configured', 'No Slack app is configured here.');
  const refuse = (status: number, code: string, text: string) =>
    page(reply, options, door, status, code, `Nothing was installed. ${text}`);
  const read = readState(
    stateKey(app.clientSecret),
    queryOf(request, 'state'),
    cookieIn(request.headers.cookie),
    options.clock.now(),
  );
  if (read.kind === 'bad') return refuse(400, read.code, `${problems[read.code] ?? ''} ${again}`);
  try {
    if (!(await options.redeem(read))) return refuse(400, 'state_used', `${problems['state_used']} ${again}`);
    reply.header('set-cookie', cookieOf('', 0, app.publicUrl));
    if (queryOf(request, 'error') !== null) return refuse(403, 'access_denied', 'You did not consent in Slack.');
    const code = queryOf(request, 'code');
    if (code === null) return refuse(400, 'code_missing', `${problems['code_missing']} ${again}`);
    const installed = await options.install(code, redirectUriOf(app.publicUrl));
    if (installed.kind === 'refused') return refuse(403, installed.reason.code, `${installed.reason.text} ${again}`);
    if (installed.kind === 'unavailable')
      return refuse(502, installed.reason.code, `${installed.reason.text} ${again}`);
    const { team, missingScopes } = installed;
    const missing = missingScopes.length === 0 ? '' : ` It was not given ${missingScopes.join(', ')}.`;
    return page(
      reply,
      options,
      door,
      200,
      'installed',
      `Tillbell is installed in ${team}.${missing} You can close this page.`,
    );
  } catch {
    reply.header('retry-after', '5');
    return refuse(503, 'store_unavailable', `It could not be stored. ${again}`);
  }
}

/** Slack compares it with those in the app's settings; null leaves the choice to Slack. */
function redirectUriOf(publicUrl: string | null): string | null {
  return publicUrl === null ? null : `${publicUrl}/slack/oauth_redirect`;
}

function cookieOf(value: string, seconds: number, publicUrl: string | null): string {
  const secure = publicUrl?.startsWith('https:') === true ? '; Secure' : '';
  return `${cookieName}=${value}; Path=/slack; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}

function cookieIn(header: string | undefined): string | null {
  const found = header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${cookieName}=`));
  const value = found?.slice(cookieName.length + 1) ?? '';
  return /^[\w-]{43}$/.test(value) ? value : null;
}

function queryOf(request: FastifyRequest, name: string): string | null {
  const { query } = request;
  const value: unknown = typeof query === 'object' && query !== null ? Reflect.get(query, name) : undefined;
  return typeof value === 'string' && value !== '' && value.length <= 2_000 ? value : null;
}

function page(
  reply: FastifyReply,
  options: InstallDoorOptions,
  door: string,
  status: number,
  code: string,
  text: string,
): FastifyReply {
  options.onAnswer({ door, status, code });
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Tillbell</title><p>${escaped(text)}</p></html>\n`;
  return reply
    .code(status)
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'; base-uri 'none'")
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .send(body);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
