import fastify, { type FastifyInstance } from 'fastify';
import { TillbellError } from './domain/errors.ts';

export interface HttpOptions {
  /** Addresses or networks whose X-Forwarded-For is believed; empty: nobody's. */
  readonly trustedProxies: readonly string[];
  /** Longest time a client may take for a whole request, in milliseconds. */
  readonly requestTimeoutMs?: number;
  readonly headersTimeoutMs?: number;
  /** Open connections at a time; one more is closed at once. Stripe retries what it could not deliver. */
  readonly maxConnections?: number;
}

/**
 * The one HTTP server that all doors share. The deadlines and the connection cap are what keeps a slow or hostile client
 * from holding the process (F13); the figures are far above what Stripe and Slack need.
 */
export function createHttpServer(options: HttpOptions): FastifyInstance {
  const server = fastify({
    logger: false,
    trustProxy: options.trustedProxies.length === 0 ? false : [...options.trustedProxies],
    requestTimeout: options.requestTimeoutMs ?? 15_000,
    connectionTimeout: 30_000,
    keepAliveTimeout: 72_000,
    bodyLimit: 1024 * 1024,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
  });
  server.server.headersTimeout = options.headersTimeoutMs ?? 10_000;
  // Node looks for expired requests only this often; its default of 30 s would stretch every deadline.
  (server.server as { connectionsCheckingInterval?: number }).connectionsCheckingInterval = 1_000;
  server.server.maxConnections = options.maxConnections ?? 2_000;
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
