import { ApiError } from './api-error.ts';

/** A key that the stand-in knows. `permissions` null: a secret key, which may do everything. */
export interface ApiKey {
  readonly key: string;
  /** Without `rak_`: `charge_read`. Writing includes reading. */
  readonly permissions: readonly string[] | null;
}

/** The key of an `Authorization` header, as Bearer or as the user of Basic. Throws Stripe's 401. */
export function authenticate(header: string | undefined, keys: readonly ApiKey[]): ApiKey {
  const [scheme = '', value = ''] = (header ?? '').split(' ');
  const given =
    scheme.toLowerCase() === 'basic' ? (Buffer.from(value, 'base64').toString().split(':')[0] ?? '') : value;
  if (given === '') {
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  const found = keys.find((one) => one.key === given);
  if (found === undefined) throw unauthorized(`Invalid API Key provided: ${masked(given)}`);
  return found;
}

function unauthorized(message: string): ApiError {
  return new ApiError(401, { type: 'invalid_request_error', message }, { 'www-authenticate': 'Basic realm="Stripe"' });
}

/** Stripe shows the beginning and the last four characters. */
function masked(key: string): string {
  const head = /^[a-z]+_(?:test|live)_/.exec(key)?.[0] ?? '';
  return `${head}${'*'.repeat(Math.max(0, key.length - head.length - 4))}${key.slice(-4)}`;
}

/** Throws Stripe's 403 with the name of the missing permission. */
export function checkPermission(apiKey: ApiKey, permission: string | null, account: string): void {
  if (apiKey.permissions === null || permission === null) return;
  const wider = permission.replace(/_read$/, '_write');
  if (apiKey.permissions.includes(permission) || apiKey.permissions.includes(wider)) return;
  throw new ApiError(403, {
    type: 'invalid_request_error',
    message: `The provided key '${masked(apiKey.key)}' does not have the required permissions for this endpoint on account '${account}'. Having the 'rak_${permission}' permission would allow this request to continue.`,
  });
}
