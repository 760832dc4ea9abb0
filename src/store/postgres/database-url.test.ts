import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Secret } from '../../domain/secret.ts';
import { parseDatabaseUrl } from './database-url.ts';

let folder: string;
let ca: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillbell-url-'));
  ca = join(folder, 'ca.pem');
  writeFileSync(ca, 'the authority');
});
afterAll(() => rmSync(folder, { recursive: true }));

const parse = (text: string) => parseDatabaseUrl(new Secret(text));

describe('parseDatabaseUrl', () => {
  test('all parts, escaped where they must be', () => {
    const address = parse('postgres://to%40m:p%40ss%2Fword%3A1:2@db.example.com:6432/my%20sales');
    expect(address).toMatchObject({
      hosts: [{ host: 'db.example.com', port: 6432 }],
      user: 'to@m',
      database: 'my sales',
      tls: false,
      connections: 10,
      connectTimeoutMs: 5_000,
    });
    expect(address.password?.reveal()).toBe('p@ss/word:1:2');
    expect(inspect(address, { depth: 5 })).not.toContain('ss/word');
  });

  test('an @ in the password that should have been escaped is no fault', () => {
    const address = parse('postgres://u:a@b@h/d');
    expect(address).toMatchObject({ hosts: [{ host: 'h', port: 5432 }], user: 'u' });
    expect(address.password?.reveal()).toBe('a@b');
  });

  test('as little as libpq needs', () => {
    expect(parse('postgresql:///sales')).toMatchObject({ hosts: [{ host: 'localhost', port: 5432 }], user: undefined });
    expect(parse('postgres://db')).toMatchObject({ hosts: [{ host: 'db', port: 5432 }], database: undefined });
  });

  test('several hosts, an IPv6 address, the folder of a socket', () => {
    expect(parse('postgres://u@a:1,b,[::1]:3/d').hosts).toEqual([
      { host: 'a', port: 1 },
      { host: 'b', port: 5432 },
      { host: '::1', port: 3 },
    ]);
    expect(parse('postgres://u@/d?host=/var/run/postgresql&port=6000').hosts).toEqual([
      { host: '/var/run/postgresql', port: 6000 },
    ]);
    expect(parse('postgres://%2Ftmp/d').hosts).toEqual([{ host: '/tmp', port: 5432 }]);
  });

  test('TLS as libpq means it', () => {
    const tls = (query: string) => parse(`postgres://u@h/d?${query}`).tls;
    expect(tls('sslmode=disable')).toBe(false);
    expect(tls('sslmode=require')).toEqual({ rejectUnauthorized: false });
    expect(tls('sslmode=verify-full')).toEqual({ rejectUnauthorized: true });
    expect(tls(`sslmode=verify-full&sslrootcert=${ca}`)).toEqual({ rejectUnauthorized: true, ca: 'the authority' });
    // An authority that is given is asked, whatever the mode.
    expect(tls(`sslmode=require&sslrootcert=${ca}`)).toMatchObject({ rejectUnauthorized: true, ca: 'the authority' });
    expect(tls(`sslmode=verify-ca&sslrootcert=${ca}`)).toMatchObject({ rejectUnauthorized: true });
  });

  test('parameters of its own and of other programs', () => {
    const address = parse(
      'postgres://u@h/d?application_name=tills&connect_timeout=2&connections=3&options=-c%20search_path%3Dtill&pgbouncer=true',
    );
    expect(address).toMatchObject({
      applicationName: 'tills',
      connectTimeoutMs: 2_000,
      connections: 3,
      options: '-c search_path=till',
    });
  });

  test.each([
    ['mysql://u:hunter2@h/d', 'another form'],
    ['postgres://u:hunter2%@h/d', 'begins no escape'],
    ['postgres://u:hunter2@h:99999/d', 'port'],
    ['postgres://u:hunter2@h/d?connections=0', 'connections'],
    ['postgres://u:hunter2@h/d?sslmode=prefer', 'sslmode'],
    ['postgres://u:hunter2@h/d?sslmode=verify-ca', 'sslrootcert'],
    ['postgres://u:hunter2@h/d?sslmode=verify-full&sslrootcert=/nowhere/ca.pem', 'sslrootcert'],
  ])('%s is refused: %s', (text, about) => {
    let said = '';
    try {
      parse(text);
    } catch (error) {
      expect(error).toMatchObject({ code: 'database_url_invalid', message: expect.stringContaining(about) });
      said = inspect(error, { depth: 9, showHidden: true });
    }
    expect(said).not.toBe('');
    expect(said).not.toContain('hunter2');
  });
});
