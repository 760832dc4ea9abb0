import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import fastify, { type FastifyInstance } from 'fastify';
import { TillbellError } from './domain/errors.ts';
import type { Pair, TlsFiles } from './tls/pair.ts';

export interface HttpOptions {
  /** Addresses or networks whose X-Forwarded-For is believed; empty: nobody's. */
  readonly trustedProxies: readonly string[];
  /** Longest time a client may take for a whole request, in milliseconds. */
  readonly requestTimeoutMs?: number;
  readonly headersTimeoutMs?: number;
  /** Open connections at a time; one more is closed at once. Stripe retries what it could not deliver. */
  readonly maxConnections?: number;
  /** HTTPS by this server itself; null or absent: plain HTTP, for a proxy in front or this machine alone. */
  readonly tls?: (Pick<TlsFiles, 'minVersion'> & { readonly pair: Pair }) | null;
}

/**
 * On every answer, unless the door says otherwise: nothing of ours is to be framed, sniffed, cached or run. The console gives
 * a policy of its own for its page.
 */
const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;
/** A year, as browsers' own lists demand; said only where the caller came by HTTPS. */
const strictTransport = 'max-age=31536000';
const connectionTimeoutMs = 30_000;
const keepAliveMs = 72_000;

/**
 * The one HTTP server that all doors share. The deadlines and the connection cap are what keeps a slow or hostile client
 * from holding the process (F13); the figures are far above what Stripe and Slack need.
 */
export function createHttpServer(options: HttpOptions): FastifyInstance {
  const { tls = null } = options;
  const limits = {
    requestTimeout: options.requestTimeoutMs ?? 15_000,
    headersTimeout: options.headersTimeoutMs ?? 10_000,
    keepAliveTimeout: keepAliveMs,
    // Node looks for expired requests only this often; its default of 30 s would stretch every deadline.
    connectionsCheckingInterval: 1_000,
  };
  const server = fastify({
    logger: false,
    trustProxy: options.trustedProxies.length === 0 ? false : [...options.trustedProxies],
    bodyLimit: 1024 * 1024,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    serverFactory: (handler) => {
      const made =
        tls === null
          ? createServer(limits, handler)
          : createTlsServer(
              {
                ...limits,
                cert: tls.pair.cert,
                key: tls.pair.key,
                minVersion: tls.minVersion,
                handshakeTimeout: 10_000,
              },
              handler,
            );
      made.setTimeout(connectionTimeoutMs);
      made.maxConnections = options.maxConnections ?? 2_000;
      return made;
    },
  });
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(securityHeaders);
    if (request.protocol === 'https') reply.header('strict-transport-security', strictTransport);
    done();
  });
  // A connection whose answer was on its way when closing began turns idle only then, and would be kept for 72 s.
  let closing = false;
  server.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  server.addHook('onResponse', (_request, _reply, done) => {
    if (closing) setImmediate(() => server.server.closeIdleConnections());
    done();
  });
  server.setNotFoundHandler((request, reply) => {
    const known = request.url.startsWith('/webhooks/stripe');
    return reply.code(known ? 405 : 404).send({
      error: known
        ? { code: 'method_not_allowed', message: 'this address takes POST requests from Stripe' }
        : { code: 'not_found', message: 'there is nothing at this address' },
    });
  });
  server.setErrorHandler((error: { statusCode?: number; code?: string }, _request, reply) => {
    const status = error.statusCode ?? 500;
    const code = error instanceof TillbellError ? error.code : status < 500 ? 'bad_request' : 'internal_error';
    return reply
      .code(status)
      .send({ error: { code, message: status < 500 ? 'the request could not be read' : 'the request failed' } });
  });
  return server;
}
