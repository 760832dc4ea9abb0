import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { messageOf, TillbellError } from '../../domain/errors.ts';
import { Secret } from '../../domain/secret.ts';

/** Where the database is and how to speak with it. Several hosts are one database: the first that takes writes is used. */
export interface DatabaseAddress {
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  readonly user: string | undefined;
  readonly password: Secret | null;
  readonly database: string | undefined;
  /** False: not encrypted. */
  readonly tls: false | ConnectionOptions;
  readonly applicationName: string;
  readonly connectTimeoutMs: number;
  /** Most connections of this process, the one that listens not counted. */
  readonly connections: number;
  /** Settings of the session as libpq writes them: `-c search_path=tillbell`. */
  readonly options: string | undefined;
}

const shape = /^postgres(?:ql)?:\/\/(?:([^/?#]*)@)?([^/?#@]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/;
const usualPort = '5432';
const usualConnections = 10;
const usualConnectTimeoutSeconds = 5;

/**
 * Reads `postgres://user:password@host[:port][,host[:port]…]/database[?sslmode=…&…]`. Parameters as libpq names them: `host`,
 * `port`, `user`, `password`, `sslmode`, `sslrootcert`, `sslcert`, `sslkey`, `application_name`, `connect_timeout` (seconds),
 * `options`; and `connections`, the most of this process. Others are left alone. Throws TillbellError `database_url_invalid`,
 * which never holds the address: the password is in it.
 */
export function parseDatabaseUrl(url: Secret): DatabaseAddress {
  const parts = shape.exec(url.reveal());
  if (parts === null) throw invalid('has another form');
  const [, userInfo = '', authority = '', path = '', query = ''] = parts;
  const parameters = new URLSearchParams(query);
  const colon = userInfo.indexOf(':');
  const user = colon === -1 ? userInfo : userInfo.slice(0, colon);
  const password = colon === -1 ? parameters.get('password') : decoded(userInfo.slice(colon + 1));
  return {
    hosts: hostsOf(parameters.get('host') ?? decoded(authority), parameters.get('port') ?? usualPort),
    user: parameters.get('user') ?? (user === '' ? undefined : decoded(user)),
    password: password === null ? null : new Secret(password),
    database: path === '' ? undefined : decoded(path),
    tls: tlsOf(parameters),
    applicationName: parameters.get('application_name') ?? 'tillbell',
    connectTimeoutMs: 1_000 * numberIn(parameters, 'connect_timeout', usualConnectTimeoutSeconds),
    connections: numberIn(parameters, 'connections', usualConnections),
    options: parameters.get('options') ?? undefined,
  };
}

function hostsOf(list: string, otherwise: string): DatabaseAddress['hosts'] {
  return list.split(',').map((one) => {
    // A folder holds the server's socket; an IPv6 address stands in brackets.
    const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]*|\/.*))(?::(\d+))?$/.exec(one) ?? [];
    const host = bracketed ?? plain;
    if (host === undefined) throw invalid('names a host that is not one');
    const number = Number(port ?? otherwise);
    if (!Number.isInteger(number) || number < 1 || number > 65_535) throw invalid('names a port that is not one');
    return { host: host === '' ? 'localhost' : host, port: number };
  });
}

/** As libpq means the modes. `prefer` and `allow` would hide that nothing is encrypted, so they must be made plain. */
function tlsOf(parameters: URLSearchParams): false | ConnectionOptions {
  const mode = parameters.get('sslmode') ?? 'disable';
  if (mode === 'disable') return false;
  const ca = fileNamed(parameters, 'sslrootcert');
  const own = {
    ...optional('cert', fileNamed(parameters, 'sslcert')),
    ...optional('key', fileNamed(parameters, 'sslkey')),
  };
  const proven = { ...own, ...optional('ca', ca), rejectUnauthorized: true };
  if (mode === 'verify-full') return proven;
  // The certificate must be of the authority given, whatever name it bears.
  if (ca !== undefined && (mode === 'verify-ca' || mode === 'require')) {
    return { ...proven, checkServerIdentity: () => undefined };
  }
  if (mode === 'require' || mode === 'no-verify') return { ...own, rejectUnauthorized: false };
  throw invalid(
    mode === 'verify-ca' ? 'asks for verify-ca without sslrootcert' : 'has an sslmode that cannot be taken at its word',
    'write sslmode=disable, require, verify-ca (with sslrootcert) or verify-full',
  );
}

function optional<K extends string>(name: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [name]: value } as Record<K, string>);
}

function fileNamed(parameters: URLSearchParams, name: string): string | undefined {
  const path = parameters.get(name);
  if (path === null || path === 'system') return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw invalid(`names a ${name} that cannot be read: ${messageOf(error)}`);
  }
}

function numberIn(parameters: URLSearchParams, name: string, otherwise: number): number {
  const text = parameters.get(name);
  if (text === null) return otherwise;
  if (!/^[1-9]\d{0,3}$/.test(text)) throw invalid(`has a ${name} that is not a number from 1 to 9999`);
  return Number(text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid('holds a % that begins no escape', 'write % in a password as %25');
  }
}

function invalid(
  what: string,
  hint = 'write postgres://user:password@host:5432/database, with @ : / ? # in the password as %40 %3A %2F %3F %23',
): TillbellError {
  return new TillbellError('database_url_invalid', `DATABASE_URL ${what}`, { hint });
}
