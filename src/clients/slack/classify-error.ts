import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import type { Outcome } from '../../domain/delivery.ts';
import { isObject } from '../../domain/json.ts';
import { readNetworkFailure } from './network-failure.ts';
import { kindOfRefusal, sentenceFor } from './refusals.ts';
import { retryAfterMs, UnusableAnswer } from './strict-fetch.ts';

export type Failure = Exclude<Outcome, { kind: 'sent' }>;

/** What a failed call of the Slack client means. Total: whatever was thrown yields an outcome. Pure. */
export function classifyError(error: unknown): Failure {
  if (error instanceof WebAPIRateLimitedError) return classifyCode('ratelimited', { afterMs: error.retryAfter * 1000 });
  if (error instanceof WebAPIPlatformError) {
    const data: Readonly<Record<string, unknown>> = { ...error.data };
    const seconds = error.data.response_metadata?.retryAfter;
    return classifyCode(data['error'], {
      afterMs: seconds === undefined ? null : seconds * 1000,
      needed: data['needed'],
    });
  }
  if (error instanceof WebAPIHTTPError) {
    return classifyStatus(error.statusCode, retryAfterMs(error.headers['retry-after']));
  }
  const inner = error instanceof WebAPIRequestError ? error.original : error;
  if (inner instanceof UnusableAnswer) {
    return inner.code === 'ratelimited' ? classifyCode('ratelimited') : invalidAnswer;
  }
  const { neverSent, reason } = readNetworkFailure(error);
  return neverSent ? { kind: 'retry', reason, afterMs: null } : { kind: 'ambiguous', reason };
}

/** Status 200 without Slack's JSON. Something answered after the request went out, so it may have been delivered. */
export const invalidAnswer: Failure = {
  kind: 'ambiguous',
  reason: { code: 'invalid_answer', text: 'The answer was not Slack’s; whether it took the message is not known.' },
};

/** Slack's own refusal. `code` is what it answered, and is repeated only where it has the form of a code. */
export function classifyCode(code: unknown, more: { afterMs?: number | null; needed?: unknown } = {}): Failure {
  if (typeof code !== 'string' || !/^[a-z][a-z0-9_]{1,63}$/i.test(code)) return invalidAnswer;
  const kind = kindOfRefusal(code);
  const reason = { code, text: sentenceFor(code) + scopeHint(code, more.needed) };
  return kind === 'retry' ? { kind, reason, afterMs: more.afterMs ?? null } : { kind, reason };
}

/** An HTTP status other than 200 and 429: not Slack's word, but that of something before it. */
export function classifyStatus(status: number, afterMs: number | null): Failure {
  const code = `http_${status}`;
  if (status === 413) {
    return { kind: 'degrade', reason: { code, text: 'The message is too large for the way to Slack (413).' } };
  }
  const text =
    status >= 300 && status < 400
      ? `Slack's address answered with a redirect (${status}), which is not followed.`
      : `Slack's address answered with status ${status}.`;
  return { kind: 'retry', reason: { code, text }, afterMs };
}

function scopeHint(code: string, needed: unknown): string {
  if (code !== 'missing_scope' || typeof needed !== 'string' || !/^[a-z:._,]{1,200}$/.test(needed)) return '';
  return ` Needed: ${needed}.`;
}

/** The scopes that Slack says were missing; empty where it did not. */
export function neededScopes(error: unknown): string[] {
  if (!(error instanceof WebAPIPlatformError) || !isObject(error.data)) return [];
  const needed: unknown = Reflect.get(error.data, 'needed');
  return typeof needed === 'string' ? needed.split(',').filter((each) => /^[a-z:._]{1,60}$/.test(each)) : [];
}
