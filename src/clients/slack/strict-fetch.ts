import type { FetchFunction } from '@slack/web-api';
import { isObject, textAt } from '../../domain/json.ts';
import type { Secret } from '../../domain/secret.ts';
import type { TokenSource } from './token-source.ts';

/** An HTTP answer that cannot be Slack's word on the call. Never carries the body. */
export class UnusableAnswer extends Error {
  override readonly name = 'UnusableAnswer';
  /** `ratelimited`: 429 without a delay; `invalid_answer`: 200 with something that is no JSON object (F51, F63). */
  readonly code: 'ratelimited' | 'invalid_answer';

  constructor(code: 'ratelimited' | 'invalid_answer') {
    super(code);
    this.code = code;
  }
}

/**
 * `fetch` for the Slack client. What the client itself would get wrong: it would keep the token where any log of it shows
 * it, and send it to upload addresses as well; HTML with status 200 would become an error "code" that repeats the page; a
 * 429 without Retry-After would be an error without a class. A redirect is never followed: it would carry the token along.
 */
export function strictFetch(tokens: TokenSource, apiUrl: string): FetchFunction {
  return async (url, init) => {
    if (!String(url).startsWith(apiUrl)) return read(await fetch(url, { ...init, redirect: 'manual' }), false);
    const token = await tokens.get().catch(() => 'unknown' as const);
    if (token === 'unknown') return refusal('service_unavailable');
    if (token === null) return refusal('not_installed');
    const answer = await call(url, init, token);
    if (answer.error !== 'token_expired') return answer.response;
    // Slack refused it, so nothing was done: with a newer token it is asked once more.
    const renewed = await tokens.renew(token).catch(() => 'unknown' as const);
    if (renewed === 'unknown') return refusal('service_unavailable');
    return renewed === null ? answer.response : (await call(url, init, renewed)).response;
  };
}

type Init = Parameters<FetchFunction>[1];

async function call(url: Parameters<FetchFunction>[0], init: Init, token: Secret) {
  const headers = new Headers(init?.headers);
  if (token.reveal() !== '') headers.set('authorization', `Bearer ${token.reveal()}`);
  const response = await read(await fetch(url, { ...init, headers, redirect: 'manual' }), true);
  const error = response.status === 200 ? textAt(JSON.parse(await response.clone().text()), 'error') : null;
  return { response, error };
}

/** An answer of ours in Slack's form, where no request was made. */
function refusal(error: string): Response {
  return new Response(JSON.stringify({ ok: false, error }), { headers: { 'content-type': 'application/json' } });
}

async function read(response: Response, isApi: boolean): Promise<Response> {
  const text = await response.text();
  if (response.status === 429 && retryAfterMs(response.headers.get('retry-after')) === null) {
    throw new UnusableAnswer('ratelimited');
  }
  if (isApi && response.status === 200 && !isJsonObject(text)) throw new UnusableAnswer('invalid_answer');
  const withoutBody = [204, 205, 304].includes(response.status);
  return new Response(withoutBody ? null : text, { status: response.status, headers: response.headers });
}

function isJsonObject(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}

/** Retry-After in milliseconds; null where it is missing or no whole number of seconds. */
export function retryAfterMs(header: string | null | undefined): number | null {
  if (header === null || header === undefined || !/^\d{1,9}$/.test(header.trim())) return null;
  return Number(header) * 1000;
}
