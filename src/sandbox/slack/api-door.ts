import type { JsonObject } from '../../domain/json.ts';
import type { Arguments } from './arguments.ts';
import { type Call, type Method, missingScope, throttled } from './methods/method.ts';
import { type Answer, refused } from './model.ts';
import type { Tokens } from './tokens.ts';

/** Methods that are called without a token. */
const open = new Set(['blocks.validate', 'oauth.v2.access', 'openid.connect.token']);

/** One Web API call: token, then scopes, then the method's limit, then the method itself. */
export function callMethod(
  name: string,
  method: Method | undefined,
  given: Arguments,
  tokens: Tokens,
  rest: Omit<Call, 'values' | 'scopes'>,
): Answer {
  if (method === undefined) return refused('unknown_method', { req_method: name });
  if (given.error !== null) return refused(given.error);
  const call = (scopes: readonly string[], headers: Readonly<Record<string, string>>): Answer => {
    const wait = rest.limits.method(name, method.tier);
    const answer = wait === null ? method.run({ ...rest, values: given.values, scopes }) : throttled(wait);
    return { ...answer, headers: { ...headers, ...answer.headers } };
  };
  if (open.has(name)) return call([], {});
  const token = tokens.check(given.token);
  if ('refusal' in token) return token.refusal;
  // App-level tokens serve Socket Mode alone, and nothing else does.
  const isAppToken = given.token?.startsWith('xapp-') === true;
  if (isAppToken !== (name === 'apps.connections.open')) return refused('not_allowed_token_type');
  const headers: Record<string, string> = { 'x-oauth-scopes': token.scopes.join(',') };
  if (method.scopes.length > 0) headers['x-accepted-oauth-scopes'] = method.scopes.join(',');
  const missing = method.scopes.filter((scope) => !token.scopes.includes(scope));
  if (missing.length > 0) return { ...missingScope(missing.join(','), token.scopes), headers };
  return call(token.scopes, headers);
}

/** What a recorded call says of its answer. */
export function errorOf(answer: Answer): string | null {
  if (typeof answer.body === 'string') return answer.status < 400 ? null : answer.body;
  const body: JsonObject = answer.body;
  return body['ok'] === true ? null : typeof body['error'] === 'string' ? body['error'] : 'unknown';
}
