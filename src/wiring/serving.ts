import { readFileSync } from 'node:fs';
import { Server as TlsServer } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config/config.ts';
import type { Clock } from '../domain/clock.ts';
import { TillbellError } from '../domain/errors.ts';
import { createHttpServer } from '../http.ts';
import type { Finding } from '../reconcile/deps.ts';
import type { Log } from '../telemetry/log.ts';
import { expiryOf } from '../tls/expiry.ts';
import { loadPair } from '../tls/pair.ts';
import { type ServedPair, watchPair } from '../tls/watch.ts';

export interface Serving {
  readonly server: FastifyInstance;
  /** Looks at once whether the certificate's files changed. */
  look(): void;
  /** What is wrong with the certificate that is served; empty without `tls:`. */
  findings(): readonly Finding[];
  /** `http://127.0.0.1:4242`, or `https://…`. */
  listen(): Promise<string>;
  stop(): void;
}

const readFile = (path: string) => readFileSync(path, 'utf8');

/** The one server of all doors, over plain HTTP or over TLS with a certificate that is renewed while it runs. */
export function servingOf(config: Config, deps: { readonly clock: Clock; readonly log: Log }): Serving {
  const { clock, log } = deps;
  const { tls } = config;
  if (tls === null) {
    const server = createHttpServer({ trustedProxies: config.trustedProxies });
    const nothing = () => undefined;
    return { server, look: nothing, findings: () => [], listen: () => listen(server, config), stop: nothing };
  }
  const first = loadPair(tls, readFile);
  if (!first.ok) {
    const file = first.which === 'cert' ? tls.certFile : tls.keyFile;
    throw new TillbellError('config_tls', `${file} ${first.reason.text}`, { hint: first.hint });
  }
  const server = createHttpServer({
    trustedProxies: config.trustedProxies,
    tls: { pair: first.pair, minVersion: tls.minVersion },
  });
  const served = watchPair({
    files: tls,
    first: first.pair,
    clock,
    readFile,
    serve(pair) {
      const { server: socket } = server;
      if (socket instanceof TlsServer)
        socket.setSecureContext({ cert: pair.cert, key: pair.key, minVersion: tls.minVersion });
      log.info({ names: pair.names, until: new Date(pair.notAfter).toISOString() }, 'another certificate is served');
    },
    onRefused: (problem) =>
      log.error({ code: problem.code }, `the new certificate is refused, the old one stays: ${problem.text}`),
  });
  return {
    server,
    look: () => served.look(),
    findings: () => findingsOf(served, clock.now()),
    listen: async () => (await listen(server, config)).replace(/^http:/, 'https:'),
    stop: () => served.stop(),
  };
}

function findingsOf(served: ServedPair, now: number): Finding[] {
  const expiry = expiryOf(served.current(), now);
  const refused = served.refused();
  const findings: Finding[] = [];
  if (expiry.kind !== 'well') {
    findings.push({
      code: 'certificate',
      scope: 'served',
      severity: expiry.kind === 'soon' ? 'high' : 'critical',
      text: `${wordsOf(expiry)} Put a new certificate into the files of tls: it is taken without a restart.`,
      over: 'The certificate of Tillbell’s doors is valid again.',
    });
  }
  if (refused !== null) {
    findings.push({
      code: 'certificate',
      scope: 'files',
      severity: 'high',
      text: `The new certificate is not served; the old one stays. ${refused.text}.`,
      over: 'The certificate’s files are right again.',
    });
  }
  return findings;
}

function wordsOf(expiry: ReturnType<typeof expiryOf>): string {
  if (expiry.kind === 'expired')
    return 'The certificate of Tillbell’s doors has expired: Stripe and Slack are refused.';
  if (expiry.kind === 'not-yet')
    return 'The certificate of Tillbell’s doors is not valid yet: check this machine’s clock.';
  return `The certificate of Tillbell’s doors ends in ${expiry.days === 1 ? 'one day' : `${expiry.days} days`}.`;
}

async function listen(server: FastifyInstance, config: Config): Promise<string> {
  try {
    return await server.listen({ host: config.host, port: config.port });
  } catch (error) {
    const code = (error as { code?: string }).code;
    throw new TillbellError('config_port', `cannot listen on ${config.host}:${config.port} (${code ?? 'unknown'})`, {
      hint: code === 'EADDRINUSE' ? 'another program has this port: set PORT to a free one' : 'check HOST and PORT',
      cause: error,
    });
  }
}
