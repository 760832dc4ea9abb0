/**
 * The servers under test, each in a process of its own: `node bench/servers.ts <kind> [folder or Slack's address]`; prints
 * its address.
 *   bare      node:http, verify and parse, nothing stored: what everything is compared with (V)
 *   door      our door and store, nothing behind them; a database in the folder, or that of DATABASE_URL
 *   each      verify, and one commit with fsync a request: what group commit is compared with
 *   tutorial  the handler of the tutorials, that verifies and posts to Slack before it answers
 *   forward   verifies, answers and posts to Slack, nothing stored: what the whole way is compared with
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../src/domain/clock.ts';
import { Secret } from '../src/domain/secret.ts';
import { createHttpServer } from '../src/http.ts';
import { registerStripeDoor } from '../src/receive/door.ts';
import { openStore } from '../src/store/open.ts';

export const benchSecret = 'whsec_bench_0123456789abcdef';

type Handle = (body: Buffer) => Promise<void> | void;

function readBody(incoming: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () =>
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)),
    );
  });
}

function verified(body: Buffer, header: string): boolean {
  const t = /t=(\d+)/.exec(header)?.[1] ?? '';
  const given = Buffer.from(/v1=([0-9a-f]{64})/.exec(header)?.[1] ?? '', 'hex');
  const expected = createHmac('sha256', benchSecret).update(`${t}.`).update(body).digest();
  return given.length === 32 && timingSafeEqual(given, expected) && Math.abs(Date.now() / 1000 - Number(t)) < 300;
}

/** A bare server that verifies, parses and then does `before` the answer or `after` it. */
async function bare(before: Handle, after: Handle): Promise<string> {
  const server = createServer((incoming, response) => {
    void readBody(incoming).then(async (body) => {
      const fine = verified(body, String(incoming.headers['stripe-signature'] ?? ''));
      JSON.parse(body.toString());
      if (fine) await before(body);
      response.writeHead(fine ? 200 : 400, { 'content-type': 'application/json' }).end('{"received":true}');
      if (fine) await after(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

function poster(slackUrl: string): (body: Buffer) => Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return (body) =>
    new Promise((resolve, reject) => {
      const text = /pi_[0-9a-f]{12}x\d+/.exec(body.toString('latin1'))?.[0] ?? '';
      const payload = JSON.stringify({ channel: 'C0FINANCE', text });
      const headers = { 'content-type': 'application/json', 'content-length': payload.length };
      const outgoing = request(`${slackUrl}/api/chat.postMessage`, { agent, method: 'POST', headers }, (response) => {
        response.resume();
        response.on('end', resolve);
      });
      outgoing.on('error', reject);
      outgoing.end(payload);
    });
}

function eachCommit(folder: string): Handle {
  const database = new DatabaseSync(join(folder, 'each.db'));
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE events (id INTEGER PRIMARY KEY, body)',
  );
  const insert = database.prepare('INSERT INTO events (body) VALUES (?)');
  return (body) => void insert.run(body);
}

async function door(folder: string): Promise<string> {
  const url = process.env['DATABASE_URL'];
  const key = process.env['TILLBELL_ENCRYPTION_KEY'];
  const store = await openStore({
    databaseUrl: url === undefined ? null : new Secret(url),
    dataFolder: folder,
    encryptionKey: key === undefined ? null : new Secret(key),
    clock: systemClock,
    exclusive: true,
  });
  const server = createHttpServer({ trustedProxies: [] });
  const accounts = [{ name: 'main', webhookSecrets: [new Secret(benchSecret)], livemode: null }];
  registerStripeDoor(server, {
    accounts: () => accounts,
    toleranceSeconds: () => 300,
    accept: (event) => store.acceptEvent(event),
    clock: systemClock,
    onAnswer: () => undefined,
  });
  return server.listen({ port: 0, host: '127.0.0.1' });
}

const nothing: Handle = () => undefined;
const kinds: Readonly<Record<string, (where: string) => Promise<string>>> = {
  bare: () => bare(nothing, nothing),
  door,
  each: (folder) => bare(eachCommit(folder), nothing),
  tutorial: (slackUrl) => bare(poster(slackUrl), nothing),
  forward: (slackUrl) => bare(nothing, poster(slackUrl)),
};

if (process.argv[1] === import.meta.filename) {
  const [kind = '', where = mkdtempSync(join(tmpdir(), 'tillbell-bench-'))] = process.argv.slice(2);
  const start = kinds[kind];
  if (start === undefined) throw new Error(`there is no server "${kind}": ${Object.keys(kinds).join(', ')}`);
  console.log(await start(where));
}
