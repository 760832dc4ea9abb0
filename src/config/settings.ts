import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { Secret } from '../domain/secret.ts';
import { type Build, httpUrl } from './build.ts';
import type { Config } from './config.ts';
import type { Path } from './fault.ts';

type Settings = Pick<Config, 'host' | 'port' | 'dataFolder' | 'databaseUrl' | 'encryptionKey'>;

/** What is set by variables alone, with a file or without. */
export function settingsOf(build: Build, cwd: string): Settings & { readonly stripeApiUrl: string | null } {
  const variables = build.environment;
  const stripeApiUrl = variables.get('TILLBELL_STRIPE_API_URL');
  const encryptionKey = variables.get('TILLBELL_ENCRYPTION_KEY');
  return {
    host: variables.get('HOST') ?? '127.0.0.1',
    port: port(build),
    dataFolder: resolve(cwd, variables.get('TILLBELL_DATA') ?? 'data'),
    databaseUrl: databaseUrl(build),
    encryptionKey: encryptionKey === null ? null : new Secret(encryptionKey),
    stripeApiUrl:
      stripeApiUrl === null ? null : httpUrl(build, stripeApiUrl, { path: [], variable: 'TILLBELL_STRIPE_API_URL' }),
  };
}

/** 0 lets the system choose a free one. */
function port(build: Build): number {
  const text = build.environment.get('PORT');
  if (text === null) return 4242;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  build.fault({
    code: 'bad_value',
    path: [],
    variable: 'PORT',
    message: 'must be a port from 1 to 65535, or 0 for any free one',
    suggestion: 'leave it out for 4242',
  });
  return 4242;
}

function databaseUrl(build: Build): Secret | null {
  const text = build.environment.get('DATABASE_URL');
  if (text === null || /^postgres(?:ql)?:\/\/\S+$/.test(text)) return text === null ? null : new Secret(text);
  build.fault({
    code: 'bad_value',
    path: [],
    variable: 'DATABASE_URL',
    message: 'is not the address of a PostgreSQL database',
    suggestion: 'write postgres://user:password@host/database, or leave it out for the embedded store',
  });
  return null;
}

/** F28: addresses and networks (`10.0.0.0/8`) whose X-Forwarded-For is believed. */
export function trustedProxies(build: Build, values: readonly string[], path: Path): string[] {
  return values.filter((value, index) => {
    const [address = '', bits, rest] = value.split('/');
    const family = isIP(address);
    const width = family === 6 ? 128 : 32;
    if (family > 0 && rest === undefined && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= width)))
      return true;
    if (['loopback', 'linklocal', 'uniquelocal'].includes(value)) return true;
    build.fault({
      code: 'bad_value',
      path: [...path, index],
      message: 'is not an address or network',
      suggestion: 'write 10.0.0.1, 10.0.0.0/8 or loopback',
    });
    return false;
  });
}
