import type { FetchFunction } from '@slack/web-api';
import { isObject } from '../../domain/json.ts';
import type { Secret } from '../../domain/secret.ts';

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
export function strictFetch(token: Secret, apiUrl: string): FetchFunction {
  return async (url, init) => {
    const headers = new Headers(init?.headers);
    const isApi = String(url).startsWith(apiUrl);
    if (isApi) headers.set('authorization', `Bearer ${token.reveal()}`);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    const text = await response.text();
    if (response.status === 429 && retryAfterMs(response.headers.get('retry-after')) === null) {
      throw new UnusableAnswer('ratelimited');
    }
    if (isApi && response.status === 200 && !isJsonObject(text)) throw new UnusableAnswer('invalid_answer');
    const withoutBody = [204, 205, 304].includes(response.status);
    return new Response(withoutBody ? null : text, { status: response.status, headers: response.headers });
  };
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
