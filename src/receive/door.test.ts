import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import type { Clock } from '../domain/clock.ts';
import type { AcceptResult, IncomingEvent } from '../domain/event.ts';
import { Secret } from '../domain/secret.ts';
import { createHttpServer } from '../http.ts';
import { type DoorAnswer, registerStripeDoor } from './door.ts';

const now = 1_800_000_000_000;
const clock: Clock = { now: () => now, monotonic: () => 0, after: () => () => undefined };
const event = (extra: object = {}) =>
  Buffer.from(
    JSON.stringify({
      id: 'evt_1',
      object: 'event',
      type: 'charge.succeeded',
      created: 1_799_999_999,
      livemode: true,
      ...extra,
    }),
  );

function header(body: Uint8Array, options: { secret?: string; t?: number } = {}): string {
  const t = options.t ?? now / 1000;
  return `t=${t},v1=${createHmac('sha256', options.secret ?? 'whsec_main')
    .update(`${t}.`)
    .update(body)
    .digest('hex')}`;
}

const open: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

function door(options: { accept?: (event: IncomingEvent) => Promise<AcceptResult>; requestTimeoutMs?: number } = {}) {
  const accepted: IncomingEvent[] = [];
  const answers: DoorAnswer[] = [];
  const server = createHttpServer({
    trustedProxies: [],
    ...(options.requestTimeoutMs === undefined
      ? {}
      : { requestTimeoutMs: options.requestTimeoutMs, headersTimeoutMs: options.requestTimeoutMs }),
  });
  open.push(server);
  const accounts = [
    { name: 'main', webhookSecrets: [new Secret('whsec_main'), new Secret('whsec_rolled')], livemode: true },
    { name: 'trial', webhookSecrets: [new Secret('whsec_trial')], livemode: false },
  ];
  registerStripeDoor(server, {
    accounts: () => accounts,
    toleranceSeconds: () => 300,
    clock,
    onAnswer: (answer) => answers.push(answer),
    accept:
      options.accept ??
      (async (incoming) => {
        accepted.push(incoming);
        return { outcome: 'accepted', seq: accepted.length };
      }),
  });
  const post = (body: Uint8Array, headers: Record<string, string> = {}, url = '/webhooks/stripe') =>
    server.inject({
      method: 'POST',
      url,
      payload: Buffer.from(body),
      headers: { 'content-type': 'application/json', 'stripe-signature': header(body), ...headers },
    });
  return { server, accepted, answers, post };
}

describe('Stripe’s door', () => {
  test('a signed event is stored as its raw bytes, then answered', async () => {
    const { post, accepted, answers } = door();
    const body = event();
    const response = await post(body);
    expect([response.statusCode, response.body]).toEqual([200, '{"received":true}']);
    expect(accepted).toHaveLength(1);
    expect(accepted[0]).toMatchObject({
      account: 'main',
      id: 'evt_1',
      type: 'charge.succeeded',
      receivedAt: now,
      quarantine: null,
    });
    expect(Buffer.from(accepted[0]?.body ?? []).equals(body)).toBe(true);
    expect(answers).toMatchObject([{ status: 200, code: 'accepted', account: 'main', eventId: 'evt_1' }]);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'nonsense', 'application/json; charset=utf-8'])(
    'the content type %s does not matter: what was signed does',
    async (type) => {
      const { post } = door();
      expect((await post(event(), { 'content-type': type })).statusCode).toBe(200);
    },
  );

  test('a duplicate is answered 200 like the first (F22, F26)', async () => {
    const { post } = door({ accept: async () => ({ outcome: 'duplicate', seq: 1 }) });
    expect((await post(event())).statusCode).toBe(200);
  });

  test('each account has its own door and its own secret', async () => {
    const { post, accepted } = door();
    const body = event({ livemode: false });
    expect(
      (await post(body, { 'stripe-signature': header(body, { secret: 'whsec_trial' }) }, '/webhooks/stripe/trial'))
        .statusCode,
    ).toBe(200);
    expect((await post(body, {}, '/webhooks/stripe/trial')).json()).toMatchObject({
      error: { code: 'signature_mismatch' },
    });
    expect((await post(body, {}, '/webhooks/stripe/nobody')).statusCode).toBe(404);
    expect(accepted.map((one) => one.account)).toEqual(['trial']);
  });

  test('F2 either secret is accepted while one is rolled', async () => {
    const { post } = door();
    const body = event();
    expect((await post(body, { 'stripe-signature': header(body, { secret: 'whsec_rolled' }) })).statusCode).toBe(200);
  });

  test('F1 F4 F5 F6 every refusal is a 400 with its code and stores nothing', async () => {
    const { post, accepted, server } = door();
    const body = event();
    const codeWith = async (signature: string) => {
      const response = await post(body, { 'stripe-signature': signature });
      expect(response.statusCode).toBe(400);
      return (response.json() as { error: { code: string } }).error.code;
    };
    expect(await codeWith(header(body, { secret: 'whsec_other' }))).toBe('signature_mismatch');
    expect(await codeWith(header(body, { t: now / 1000 - 301 }))).toBe('timestamp_too_old');
    expect(await codeWith(header(body, { t: now / 1000 + 301 }))).toBe('timestamp_in_future');
    expect(await codeWith(header(body).replace('v1=', 'v0='))).toBe('signature_malformed');
    const missing = await server.inject({ method: 'POST', url: '/webhooks/stripe', payload: body });
    expect(missing.json()).toMatchObject({ error: { code: 'signature_missing' } });
    expect(accepted).toHaveLength(0);
  });

  test('F10 a re-serialised body no longer matches its signature', async () => {
    const { post } = door();
    const spaced = Buffer.from(JSON.stringify(JSON.parse(event().toString()), null, 2));
    expect((await post(spaced, { 'stripe-signature': header(event()) })).statusCode).toBe(400);
    expect((await post(spaced)).statusCode).toBe(200);
  });

  test('F11 a compressed body is refused, even where its signature matches', async () => {
    const { post } = door();
    const body = gzipSync(event());
    const response = await post(body, { 'content-encoding': 'gzip' });
    expect([response.statusCode, response.json()]).toMatchObject([
      400,
      { error: { code: 'content_encoding_unsupported' } },
    ]);
  });

  test('F12 over 1 MiB is refused', async () => {
    const { post, accepted } = door();
    const body = Buffer.alloc(1024 * 1024 + 1, 0x20);
    const response = await post(body);
    expect([response.statusCode, response.json()]).toMatchObject([413, { error: { code: 'body_too_large' } }]);
    const largest = Buffer.concat([event(), Buffer.alloc(1024 * 1024 - event().length, 0x20)]);
    expect((await post(largest)).statusCode).toBe(200);
    expect(accepted).toHaveLength(1);
  });

  test('F12 a body without a length is cut off at 1 MiB, not buffered to its end', async () => {
    const { server } = door();
    const address = await server.listen({ port: 0, host: '127.0.0.1' });
    const socket = connect(Number(new URL(address).port), '127.0.0.1');
    const answer = new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (chunk) => (text += chunk));
      socket.on('close', () => resolve(text));
      socket.on('error', () => resolve(text));
    });
    socket.write(
      'POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n',
    );
    const chunk = `${(256 * 1024).toString(16)}\r\n${' '.repeat(256 * 1024)}\r\n`;
    for (let sent = 0; sent < 6; sent += 1) socket.write(chunk);
    socket.end('0\r\n\r\n');
    expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('F13 a client that never finishes is cut off by the deadline', async () => {
    const { server, accepted } = door({ requestTimeoutMs: 200 });
    const address = await server.listen({ port: 0, host: '127.0.0.1' });
    const socket = connect(Number(new URL(address).port), '127.0.0.1');
    const closed = new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (chunk) => (text += chunk));
      socket.on('close', () => resolve(text));
      socket.on('error', () => resolve(text));
    });
    socket.write('POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{');
    expect(await closed).toMatch(/408/);
    expect(accepted).toHaveLength(0);
  });

  test('F14 an aborted body stores nothing', async () => {
    const { server, accepted } = door();
    const address = await server.listen({ port: 0, host: '127.0.0.1' });
    const socket = connect(Number(new URL(address).port), '127.0.0.1');
    const body = event();
    socket.write(
      `POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nStripe-Signature: ${header(body)}\r\nContent-Length: ${body.length}\r\n\r\n${body.toString().slice(0, 20)}`,
    );
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.resetAndDestroy();
    await closed;
    await server.close();
    expect(accepted).toHaveLength(0);
  });

  test('F17 a test event on a live account is stored aside', async () => {
    const { post, accepted } = door();
    expect((await post(event({ livemode: false }))).statusCode).toBe(200);
    expect(accepted[0]?.quarantine?.code).toBe('test_event_on_live_account');
  });

  test('F21 a store that cannot commit gives 503 with Retry-After, never 2xx', async () => {
    const { post, answers } = door({ accept: () => Promise.reject(new Error('database or disk is full')) });
    const response = await post(event());
    expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '5']);
    expect(response.body).not.toContain('disk');
    expect(answers[0]).toMatchObject({ status: 503, code: 'store_unavailable' });
  });

  test('F68 no answer and no metric repeats a secret, a signature or the payload', async () => {
    const { post, answers } = door();
    const body = Buffer.from(JSON.stringify({ object: 'event', secret: 'hunter2', id: 'evt_x' }));
    const texts = [
      (await post(body)).body,
      (await post(body, { 'stripe-signature': `t=1,v1=${'ab'.repeat(32)}` })).body,
      JSON.stringify(answers),
    ].join('\n');
    for (const hidden of ['hunter2', 'whsec_main', 'abab']) expect(texts).not.toContain(hidden);
  });

  test('another method is told what the address is for', async () => {
    const { server } = door();
    expect((await server.inject({ method: 'GET', url: '/webhooks/stripe' })).statusCode).toBe(405);
  });
});
