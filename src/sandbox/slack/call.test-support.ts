import { isObject, type JsonObject } from '../../domain/json.ts';
import type { SlackSandbox } from './slack-sandbox.ts';

export interface Called {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonObject;
}

/** One Web API call as JSON, without any client in between. `token` null sends none. */
export async function call(
  sandbox: SlackSandbox,
  method: string,
  values: JsonObject = {},
  token: string | null = sandbox.botToken,
): Promise<Called> {
  const response = await fetch(sandbox.apiUrl + method, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(values),
  });
  const body: unknown = await response.json();
  if (!isObject(body)) throw new Error('not an object');
  return { status: response.status, headers: response.headers, body };
}

/** The error code of a refused call, or `ok`. */
export async function errorOf(
  sandbox: SlackSandbox,
  method: string,
  values: JsonObject = {},
  token: string | null = sandbox.botToken,
): Promise<unknown> {
  const { body } = await call(sandbox, method, values, token);
  return body['ok'] === true ? 'ok' : body['error'];
}
