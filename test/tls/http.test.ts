import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import { createHttpServer } from '../../src/http.ts';

const open: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

function serverOf(trustedProxies: readonly string[] = []): FastifyInstance {
  const server = createHttpServer({ trustedProxies });
  open.push(server);
  server.get('/who', async (request) => ({ ip: request.ip, protocol: request.protocol }));
  server.get('/fails', async () => {
    throw new Error('the password is hunter2');
  });
  server.get('/page', async (_request, reply) =>
    reply.header('content-security-policy', "default-src 'self'").send(''),
  );
  return server;
}

describe('every answer', () => {
  test.each([
    ['/who', 200],
    ['/nothing', 404],
    ['/fails', 500],
    ['/webhooks/stripe', 405],
  ])('%s (%d) is not to be sniffed, framed, cached or run', async (url, status) => {
    const { statusCode, headers, body } = await serverOf().inject({ url });
    expect(statusCode).toBe(status);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
    });
    expect(headers).not.toHaveProperty('strict-transport-security');
    expect(body).not.toContain('hunter2');
  });

  test('a page may say its own policy', async () => {
    const { headers } = await serverOf().inject({ url: '/page' });
    expect(headers['content-security-policy']).toBe("default-src 'self'");
  });
});

describe('F28 forwarded headers', () => {
  const forwarded = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' };
  const from = (server: FastifyInstance, remoteAddress: string, headers: Record<string, string> = forwarded) =>
    server.inject({ url: '/who', remoteAddress, headers });

  test('are believed of nobody unless a proxy is named', async () => {
    const answer = await from(serverOf(), '10.0.0.1');
    expect(answer.json()).toEqual({ ip: '10.0.0.1', protocol: 'http' });
  });

  test('are believed of a named proxy, and of nobody else', async () => {
    const server = serverOf(['10.0.0.0/8']);
    const proxied = await from(server, '10.1.2.3');
    expect(proxied.json()).toEqual({ ip: '203.0.113.9', protocol: 'https' });
    expect(proxied.headers['strict-transport-security']).toBe('max-age=31536000');
    expect((await from(server, '192.0.2.7')).json()).toEqual({ ip: '192.0.2.7', protocol: 'http' });
  });

  test('what a client wrote before the proxy is not taken for its address', async () => {
    const forged = { 'x-forwarded-for': '198.51.100.1, 203.0.113.9' };
    expect((await from(serverOf(['10.0.0.1']), '10.0.0.1', forged)).json()).toMatchObject({ ip: '203.0.113.9' });
  });
});
