/**
 * The servers under test, each in a process of its own: `node bench/servers.ts <kind>`; prints its address.
 * bare: node:http, verify and parse, nothing stored (V) · door: our door and store, nothing behind them · tutorial: the
 * handler of the tutorials, that verifies and posts to Slack before it answers.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../src/domain/clock.ts';
import { Secret } from '../src/domain/secret.ts';
import { createHttpServer } from '../src/http.ts';
import { registerStripeDoor } from '../src/receive/door.ts';
import { openStore } from '../src/store/open.ts';

export const benchSecret = 'whsec_bench_0123456789abcdef';

function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () =>
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

async function bare(slackUrl: string | null): Promise<string> {
  const server = createServer((request, response) => {
    void readBody(request).then(async (body) => {
      const fine = verified(body, String(request.headers['stripe-signature'] ?? ''));
      const event = JSON.parse(body.toString()) as { type: string };
      if (fine && slackUrl !== null) {
        const posted = await fetch(slackUrl, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ text: event.type }),
        });
        await posted.arrayBuffer();
      }
      response.writeHead(fine ? 200 : 400, { 'content-type': 'application/json' }).end('{"received":true}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

async function door(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tillbell-bench-'));
  const store = await openStore({
    databaseUrl: null,
    dataFolder: folder,
    encryptionKey: null,
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

const [kind, slackUrl] = process.argv.slice(2);
if (kind !== undefined) {
  const address = kind === 'door' ? await door() : await bare(kind === 'tutorial' ? (slackUrl ?? null) : null);
  console.log(address);
}
