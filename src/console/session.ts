import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits: nobody guesses one. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored in place of a token. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Bound to its session: another page cannot know it, and it ends with the session. */
export function csrfOf(token: string): string {
  return createHash('sha256').update(`csrf ${token}`).digest('base64url');
}

export function sameText(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}

const tokenShape = /^[A-Za-z0-9_-]{43}$/;

/** A `__Host-` cookie is bound to this host and to HTTPS by the browser itself. */
export function cookieName(secure: boolean): string {
  return secure ? '__Host-tillbell' : 'tillbell';
}

/** The session's token; null where the cookie is absent or is none of ours. */
export function tokenIn(cookies: string | undefined, secure: boolean): string | null {
  const value = cookieIn(cookies, cookieName(secure));
  return value !== null && tokenShape.test(value) ? value : null;
}

export function cookieIn(cookies: string | undefined, name: string): string | null {
  for (const pair of (cookies ?? '').split(';')) {
    const [key = '', ...value] = pair.trim().split('=');
    if (key === name) return value.join('=');
  }
  return null;
}

/** Max-age 0 takes the cookie away. SameSite=Lax: a link into the console keeps its reader signed in, a foreign form does not act. */
export function cookie(name: string, value: string, options: { secure: boolean; maxAgeSeconds: number }): string {
  const secure = options.secure ? '; Secure' : '';
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${options.maxAgeSeconds}${secure}`;
}
