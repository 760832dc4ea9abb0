import { systemClock } from '../../src/domain/clock.ts';
import { Secret } from '../../src/domain/secret.ts';
import { openStore } from '../../src/store/open.ts';
import { fine, incoming, owner, plan, subject } from './scene.ts';

/**
 * Run as a process of its own, to be killed: accepts and commits events as fast as it can, and says each one only after the
 * store did. `accepted <id>` and `committed <id>`, one a line.
 */
const [dataFolder = '', run = ''] = process.argv.slice(2);
const { DATABASE_URL: url, TILLBELL_ENCRYPTION_KEY: key } = process.env;
const store = await openStore({
  databaseUrl: url === undefined ? null : new Secret(url),
  dataFolder,
  encryptionKey: key === undefined ? null : new Secret(key),
  exclusive: true,
  clock: systemClock,
});

/** Waits where the pipe is full: the reader may be slower than the store. */
function say(line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(line, (error) => (error ? reject(error) : resolve()));
  });
}

let next = 0;
async function acceptOn(): Promise<never> {
  for (;;) {
    next += 1;
    const id = `evt_${run}_${next}`;
    await store.acceptEvent(incoming({ id, body: Buffer.alloc(2_000 + (next % 1_000), id) }));
    await say(`accepted ${id}\n`);
  }
}

async function commitOn(): Promise<never> {
  for (;;) {
    const claimed = await store.claimEvents({ owner, now: 1_000, until: 9_000_000, limit: 8 });
    await Promise.all(
      claimed.map(async (event) => {
        const subjectId = `s_${event.id}`;
        await store.commitEvent({
          seq: event.seq,
          owner,
          now: 1_000,
          state: 'routed',
          reason: fine,
          late: false,
          decision: null,
          subjects: [subject({ id: subjectId, keys: [`pi_${event.id}`] })],
          deliveries: [plan({ subjectId })],
        });
        await say(`committed ${event.id}\n`);
      }),
    );
  }
}

await Promise.all([commitOn(), ...Array.from({ length: 16 }, acceptOn)]);
