import { afterAll, beforeAll } from 'vitest';
import { systemClock } from '../../src/domain/clock.ts';
import { Secret } from '../../src/domain/secret.ts';
import { openStore } from '../../src/store/open.ts';
import { empty, type FreshDatabase, freshDatabase } from '../postgres/fresh-database.ts';
import type { Database } from './scene.ts';
import { describeStore } from './store.conformance.ts';

/** Each sealed value begins with its IV and its tag. */
const sealBytes = 28;

/** There is no key file to keep what was used before, so this one is always given after the newest. */
const usualKey = 'ab'.repeat(32);

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

function makePostgres(): Database {
  return {
    shared: true,
    open: (options) =>
      openStore({
        databaseUrl: new Secret(database.url),
        dataFolder: '/nowhere',
        encryptionKey: new Secret(
          [options?.encryptionKey?.reveal(), usualKey].filter((key) => key !== undefined).join(),
        ),
        exclusive: options?.exclusive ?? true,
        clock: systemClock,
      }),
    async damageBody(seq, position) {
      await database.query(
        `UPDATE payloads p SET body = set_byte(p.body, $2::int + e.payload_offset::int, get_byte(p.body, $2::int + e.payload_offset::int) # 1)
         FROM events e WHERE e.seq = $1 AND p.id = e.payload_id`,
        seq,
        sealBytes + position,
      );
    },
    async damageSubject(id) {
      await database.query(
        'UPDATE subjects SET state = set_byte(state, $2::int, get_byte(state, $2::int) # 1) WHERE id = $1',
        id,
        sealBytes,
      );
    },
    drop: () => empty(database),
  };
}

describeStore('PostgreSQL', makePostgres);
