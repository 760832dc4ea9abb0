import type { FetchFunction } from '@slack/web-api';
import { isObject } from '../../domain/json.ts';

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
 * `fetch` for the Slack client. Three things the client itself would get wrong: a redirect is never followed, since it
 * would carry the token along; HTML with status 200 would become an error "code" that repeats the page; a 429 without
 * Retry-After would be an error without a class.
 */
export const strictFetch: FetchFunction = async (url, init) => {
  const response = await fetch(url, { ...init, redirect: 'manual' });
  const text = await response.text();
  if (response.status === 429 && retryAfterMs(response.headers.get('retry-after')) === null) {
    throw new UnusableAnswer('ratelimited');
  }
  if (response.status === 200 && !isJsonObject(text)) throw new UnusableAnswer('invalid_answer');
  const withoutBody = [204, 205, 304].includes(response.status);
  const { status, headers } = response;
  return new Response(withoutBody ? null : text, { status, headers });
};

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
