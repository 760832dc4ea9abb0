import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/domain/clock.ts';
import { Secret } from '../../src/domain/secret.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { incoming } from '../conformance/scene.ts';
import { type FreshDatabase, freshDatabase } from './fresh-database.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

let database: FreshDatabase;
let proxy: TcpProxy;
let store: Store;

const unavailable = { code: 'store_unavailable' };

function urlThrough(port: number, parameters = ''): Secret {
  const url = new URL(database.url);
  url.port = String(port);
  return new Secret(`${url.href}${parameters}`);
}

const open = (databaseUrl: Secret): Promise<Store> =>
  openStore({
    databaseUrl,
    dataFolder: '/nowhere',
    encryptionKey: new Secret('ef'.repeat(32)),
    exclusive: false,
    clock: systemClock,
  });

beforeEach(async () => {
  database = await freshDatabase();
  proxy = await startTcpProxy(Number(new URL(database.url).port));
  store = await open(urlThrough(proxy.port));
});
afterEach(async () => {
  proxy.heal();
  await store.close();
  await proxy.close();
  await database.drop();
});

describe('F21 the database goes away', () => {
  test('and comes back: refused meanwhile, and served again without anybody doing anything', async () => {
    await store.acceptEvent(incoming({ id: 'evt_before' }));
    proxy.cut();
    await expect(store.acceptEvent(incoming({ id: 'evt_meanwhile' }))).rejects.toMatchObject(unavailable);
    await expect(store.ping()).rejects.toMatchObject(unavailable);
    await expect(store.counts()).rejects.toMatchObject(unavailable);
    proxy.heal();
    await store.ping();
    expect(await store.acceptEvent(incoming({ id: 'evt_meanwhile' }))).toMatchObject({ outcome: 'accepted' });
    expect((await store.listEvents({ limit: 9 })).map(({ id }) => id)).toEqual(['evt_meanwhile', 'evt_before']);
  });

  test('for a moment: connections that lay idle are replaced, and nobody hears of it', async () => {
    await Promise.all(Array.from({ length: 40 }, () => store.putSetting('a', 'b')));
    await database.terminate();
    await Promise.all(Array.from({ length: 20 }, (_, index) => store.putSetting('a', String(index))));
    expect(await store.getSetting('a')).not.toBe('b');
  });

  test('while it commits: not acknowledged, though it may be there; sent again it is known', async () => {
    await store.ping();
    proxy.after('COMMIT\0', 'cut');
    const event = incoming({ id: 'evt_doubt' });
    await expect(store.acceptEvent(event)).rejects.toMatchObject(unavailable);
    const again = await store.acceptEvent(event);
    const stored = await store.listEvents({ limit: 9 });
    expect(stored.map(({ id, seq }) => [id, seq])).toEqual([['evt_doubt', again.seq]]);
  });

  test('a network that swallows everything: refused after a while, and served again when it is back', async () => {
    await store.ping();
    proxy.freeze();
    await expect(store.acceptEvent(incoming({ id: 'evt_1' }))).rejects.toMatchObject(unavailable);
    proxy.heal();
    expect((await store.acceptEvent(incoming({ id: 'evt_1' }))).seq).toBeGreaterThan(0);
    expect(await store.listEvents({ limit: 9 })).toHaveLength(1);
  });

  test('a process that hangs inside a transaction gives its locks back', async () => {
    const other = await open(new Secret(database.url));
    await other.putSetting('a', '1');
    // The rest of the transaction never comes through, and the server is not told that it will not.
    proxy.after('INSERT INTO settings', 'freeze');
    const hanging = store.putSetting('a', '2');
    await new Promise<void>((resolve) => {
      const look = setInterval(() => {
        if (proxy.state !== 'frozen') return;
        clearInterval(look);
        resolve();
      }, 5);
    });
    await other.putSetting('a', '3');
    expect(await other.getSetting('a')).toBe('3');
    await other.close();
    proxy.heal();
    await hanging.catch(() => {});
  });
});

test('a service ends though the network swallows what it asked for and its goodbye', async () => {
  await store.ping();
  proxy.freeze();
  const asked = store.ping().then(
    () => 'answered',
    () => 'refused',
  );
  await store.close();
  proxy.cut();
  expect(await asked).toBe('refused');
});

describe('what is said of it', () => {
  test('several hosts: the first that takes writes', async () => {
    const url = new URL(database.url);
    const [user, secret] = [url.username, url.password];
    const many = `postgres://${user}:${secret}@127.0.0.1:1,127.0.0.1:${url.port}${url.pathname}`;
    const second = await open(new Secret(many));
    await second.ping();
    await second.close();
  });

  test('a standby is not taken for the database', async () => {
    const name = new URL(database.url).pathname.slice(1);
    await database.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    await expect(open(new Secret(database.url))).rejects.toMatchObject(unavailable);
  });

  test.each([
    [
      'a wrong password',
      (url: URL) => {
        url.password = 'hunter2';
      },
    ],
    [
      'an unknown database',
      (url: URL) => {
        url.pathname = '/hunter2-is-not-the-name';
      },
    ],
    [
      'a closed port',
      (url: URL) => {
        url.port = '1';
      },
    ],
  ])('%s: store_unavailable, without the password', async (_, spoil) => {
    const url = new URL(database.url);
    const secret = decodeURIComponent(url.password);
    spoil(url);
    const error: unknown = await open(new Secret(url.href)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(unavailable);
    const said = inspect(error, { depth: 12, showHidden: true });
    expect(said).not.toContain(secret);
    expect(said).not.toContain(url.password);
  });
});
