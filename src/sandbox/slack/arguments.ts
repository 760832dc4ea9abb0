import { isObject, type JsonObject } from '../../domain/json.ts';

export interface Arguments {
  readonly values: JsonObject;
  /** From the Authorization header, or the old `token` argument. */
  readonly token: string | null;
  /** Slack's own word for a body that it cannot read. */
  readonly error: string | null;
}

/** Arguments whose value is JSON even where the request is a form; the SDK sends them as text. */
const structured = new Set([
  'blocks',
  'attachments',
  'metadata',
  'unfurls',
  'view',
  'files',
  'user_auth_blocks',
  'source',
]);

/** Reads a request's arguments from query, form or JSON, as each Web API method does. */
export function readArguments(request: {
  readonly contentType: string;
  readonly authorization: string | null;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}): Arguments {
  const values: JsonObject = {};
  let error: string | null = null;
  for (const [name, value] of request.query) set(values, name, value);
  const text = request.body.toString('utf8');
  const type = request.contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (text !== '' && type === 'application/json') {
    const parsed = parse(text);
    if (parsed === undefined) error = 'invalid_json';
    else if (!isObject(parsed)) error = 'json_not_object';
    else for (const [name, value] of Object.entries(parsed)) set(values, name, value);
  } else if (text !== '' && type === 'application/x-www-form-urlencoded') {
    for (const [name, value] of new URLSearchParams(text)) {
      set(values, name, structured.has(name) ? (parse(value) ?? value) : value);
    }
  } else if (text !== '') {
    error = type === '' ? 'missing_post_type' : 'invalid_post_type';
  }
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.authorization ?? '')?.[1] ?? null;
  const old = values['token'];
  delete values['token'];
  return { values, token: bearer ?? (typeof old === 'string' && old !== '' ? old : null), error };
}

function set(values: JsonObject, name: string, value: JsonObject[string]): void {
  Object.defineProperty(values, name, { value, enumerable: true, configurable: true, writable: true });
}

function parse(text: string): JsonObject[string] | undefined {
  try {
    return JSON.parse(text) as JsonObject[string];
  } catch {
    return undefined;
  }
}

/** A non-empty text argument, else null. */
export function text(values: JsonObject, name: string): string | null {
  const value = values[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** True for `true`, `"true"` and `"1"`: forms have no booleans. */
export function yes(values: JsonObject, name: string): boolean {
  const value = values[name];
  return value === true || value === 'true' || value === '1' || value === 1;
}

/** A whole number argument between `min` and `max`, else `fallback`. */
export function whole(values: JsonObject, name: string, rule: { min: number; max: number; fallback: number }): number {
  const value = Number(values[name]);
  return Number.isInteger(value) && value >= rule.min && values[name] !== ''
    ? Math.min(value, rule.max)
    : rule.fallback;
}
