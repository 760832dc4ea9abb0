import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyError, type Failure } from './classify-error.ts';
import { UnusableAnswer } from './strict-fetch.ts';

const platform = (error: string, more: object = {}) => new WebAPIPlatformError({ ok: false, error, ...more });

function network(code: string, more: object = {}): WebAPIRequestError {
  const cause = Object.assign(new Error('secret detail'), { code, ...more });
  return new WebAPIRequestError(new TypeError('fetch failed', { cause }));
}

describe('Slack’s codes, class by class (FAULTS.md)', () => {
  const classes: Readonly<Record<Failure['kind'], readonly string[]>> = {
    retry: ['ratelimited', 'service_unavailable', 'request_timeout', 'team_added_to_org'],
    ambiguous: ['internal_error', 'fatal_error'],
    park: [
      'channel_not_found',
      'not_in_channel',
      'is_archived',
      'is_inactive',
      'restricted_action',
      'restricted_action_read_only_channel',
      'restricted_action_thread_only_channel',
      'no_permission',
      'ekm_access_denied',
      'message_limit_exceeded',
    ],
    'stop-workspace': [
      'invalid_auth',
      'not_authed',
      'account_inactive',
      'token_revoked',
      'token_expired',
      'missing_scope',
      'accesslimited',
      'invalid_token',
      'no_service',
    ],
    degrade: [
      'invalid_blocks',
      'invalid_blocks_format',
      'msg_blocks_too_long',
      'msg_too_long',
      'invalid_attachments',
      'too_many_attachments',
      'metadata_too_large',
      'no_text',
    ],
    gone: ['message_not_found', 'edit_window_closed', 'cant_update_message'],
    dead: ['invalid_arguments', 'invalid_json', 'unknown_method'],
  };
  const table = Object.entries(classes).flatMap(([kind, codes]) => codes.map((code) => [code, kind] as const));

  test.each(table)('%s → %s', (code, kind) => {
    const outcome = classifyError(platform(code));
    expect(outcome).toMatchObject({ kind, reason: { code } });
  });

  test('F57 a code that nobody knows is a refusal: said more simply, then a dead letter', () => {
    expect(classifyError(platform('brand_new_error'))).toMatchObject({
      kind: 'degrade',
      reason: { code: 'brand_new_error' },
    });
  });

  test('F115 a missing scope is named', () => {
    const { reason } = classifyError(platform('missing_scope', { needed: 'chat:write', provided: 'commands' }));
    expect(reason.text).toBe('The token lacks a scope. Needed: chat:write.');
  });
});

describe('HTTP', () => {
  const http = (status: number, headers: Record<string, string> = {}) =>
    classifyError(new WebAPIHTTPError(status, 'x', headers, 'body with secrets'));

  test('F51 429 with and without Retry-After', () => {
    expect(classifyError(new WebAPIRateLimitedError(7))).toMatchObject({ kind: 'retry', afterMs: 7000 });
    const without = new WebAPIRequestError(new UnusableAnswer('ratelimited'));
    expect(classifyError(without)).toMatchObject({ kind: 'retry', afterMs: null, reason: { code: 'ratelimited' } });
    const in200 = platform('ratelimited', { response_metadata: { retryAfter: 3 } });
    expect(classifyError(in200)).toMatchObject({ kind: 'retry', afterMs: 3000 });
  });

  test.each([500, 502, 503, 504])('%i → retry', (status) => {
    expect(http(status)).toMatchObject({ kind: 'retry', reason: { code: `http_${status}` }, afterMs: null });
  });

  test('503 with Retry-After waits as long', () => {
    expect(http(503, { 'retry-after': '30' })).toMatchObject({ kind: 'retry', afterMs: 30_000 });
  });

  test('413 → a smaller form; 3xx is not followed', () => {
    expect(http(413)).toMatchObject({ kind: 'degrade' });
    expect(http(302)).toMatchObject({ kind: 'retry', reason: { code: 'http_302' } });
  });

  test('F63 status 200 that is not Slack’s → a failure, perhaps delivered', () => {
    expect(classifyError(new WebAPIRequestError(new UnusableAnswer('invalid_answer')))).toMatchObject({
      kind: 'ambiguous',
      reason: { code: 'invalid_answer' },
    });
  });
});

describe('F67 the network', () => {
  const never: readonly [string, object, string][] = [
    ['ENOTFOUND', { syscall: 'getaddrinfo' }, 'dns_failed'],
    ['EAI_AGAIN', { syscall: 'getaddrinfo' }, 'dns_failed'],
    ['ECONNREFUSED', { syscall: 'connect' }, 'not_reachable'],
    ['ETIMEDOUT', { syscall: 'connect' }, 'not_reachable'],
    ['EHOSTUNREACH', { syscall: 'connect' }, 'not_reachable'],
    ['UND_ERR_CONNECT_TIMEOUT', {}, 'not_reachable'],
    ['CERT_HAS_EXPIRED', {}, 'tls_failed'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', {}, 'tls_failed'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', {}, 'tls_failed'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', {}, 'tls_failed'],
  ];
  test.each(never)('%s %o → retry: nothing was sent', (code, more, reason) => {
    expect(classifyError(network(code, more))).toMatchObject({ kind: 'retry', reason: { code: reason } });
  });

  const perhaps: readonly [string, object, string][] = [
    ['ECONNRESET', { syscall: 'read' }, 'connection_lost'],
    ['EPIPE', { syscall: 'write' }, 'connection_lost'],
    ['ETIMEDOUT', { syscall: 'read' }, 'connection_lost'],
    ['UND_ERR_SOCKET', {}, 'connection_lost'],
    ['UND_ERR_HEADERS_TIMEOUT', {}, 'timeout'],
    ['UND_ERR_BODY_TIMEOUT', {}, 'timeout'],
    ['EPROTO', { syscall: 'write' }, 'connection_lost'],
  ];
  test.each(perhaps)('F49 %s %o → ambiguous', (code, more, reason) => {
    expect(classifyError(network(code, more))).toMatchObject({ kind: 'ambiguous', reason: { code: reason } });
  });

  test('F49 our own time-out → ambiguous', () => {
    const timeout = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    expect(classifyError(new WebAPIRequestError(timeout))).toMatchObject({
      kind: 'ambiguous',
      reason: { code: 'timeout' },
    });
    expect(classifyError(timeout)).toMatchObject({ kind: 'ambiguous' });
  });

  test('several addresses that all refuse → retry', () => {
    const refused = () => Object.assign(new Error('x'), { code: 'ECONNREFUSED', syscall: 'connect' });
    const cause = new AggregateError([refused(), refused()]);
    expect(classifyError(new WebAPIRequestError(new TypeError('fetch failed', { cause })))).toMatchObject({
      kind: 'retry',
    });
  });
});

test('F68 whatever is thrown: an outcome, and no word of the error in it', () => {
  const word = 'zqjxkvbzqj';
  const thrown = fc.oneof(
    fc.anything(),
    fc.string().map((text) => platform(`${word} ${text}`)),
    fc.string().map((text) => platform(`<html>${word}${text}`)),
    fc.string().map((text) => new WebAPIHTTPError(500, word, { [word]: text }, word)),
    fc.string().map((text) => network(`${word}${text}`, { message: word })),
    fc.string().map((text) => new Error(`${word} ${text}`)),
  );
  fc.assert(
    fc.property(thrown, (error) => {
      const outcome = classifyError(error);
      expect(JSON.stringify(outcome)).not.toContain(word);
      expect(outcome.reason.text).not.toBe('');
      expect(outcome.reason.code).toMatch(/^[a-z][a-z0-9_]+$/i);
    }),
    { numRuns: 500 },
  );
});

test('an endless chain of causes ends', () => {
  const error: Error & { cause?: unknown } = new Error('x');
  error.cause = error;
  expect(classifyError(error)).toMatchObject({ kind: 'ambiguous' });
});
