import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../domain/clock.ts';
import type { AcceptResult, EventOrigin, IncomingEvent, Reason } from '../domain/event.ts';
import type { Secret } from '../domain/secret.ts';
import { type Envelope, readEnvelope } from './envelope.ts';
import type { RefusalLimit } from './refusal-limit.ts';
import { parseSignatureHeader, verifySignature } from './signature.ts';

/** Largest body that is read: Stripe's own events stay far below; more is refused before it is buffered (F12). */
export const largestBody = 1024 * 1024;

export interface DoorAccount {
  readonly name: string;
  readonly webhookSecrets: readonly Secret[];
  readonly livemode: boolean | null;
}

export interface DoorOptions {
  /** Asked at each request, so that a reloaded configuration holds at once. The first is meant where no name is given. */
  readonly accounts: () => readonly DoorAccount[];
  readonly toleranceSeconds: () => number;
  /** Commits the event; 2xx goes out only after it resolves. */
  readonly accept: (event: IncomingEvent) => Promise<AcceptResult>;
  readonly clock: Clock;
  /** Turns away early who was refused too often of late; never a rightly signed event. */
  readonly refusals?: RefusalLimit;
  /** Whether Stripe sends from this address; without it from anywhere. */
  readonly addresses?: { judge(address: string): AddressVerdict; unlisted(address: string): void };
  /** Called once per answered request, for metrics and the log; holds no payload. */
  readonly onAnswer: (answer: DoorAnswer) => void;
}

/** `unlisted`: taken, and told as an alarm. */
export type AddressVerdict = 'allowed' | 'unlisted' | 'refused';

export interface DoorAnswer {
  readonly status: number;
  /** `accepted`, `duplicate`, `conflict`, or the error code that the caller was given. */
  readonly code: string;
  readonly account: string | null;
  readonly eventId: string | null;
  readonly eventType: string | null;
  /** Milliseconds from the first byte of the request's body being complete to the answer. */
  readonly tookMs: number;
  /** Trace headers of a rightly signed request, as a proxy in front may set them; nobody else's are passed on. */
  readonly caller?: Readonly<Record<string, string>>;
}

interface KeyedAccount extends DoorAccount {
  readonly keys: readonly KeyObject[];
}

const received = '{"received":true}';

/**
 * Stripe's door: `POST /webhooks/stripe[/{account}]`. 200 `{"received":true}` after the commit (a duplicate too), 400 with
 * `error.code` for a bad signature, header or body, 404 for an account that is not configured, 413 over 1 MiB, 503 with
 * `Retry-After` when the store cannot commit.
 */
export function registerStripeDoor(server: FastifyInstance, options: DoorOptions): void {
  void server.register(async (scope) => {
    // The signature covers the raw bytes, so nothing may parse the body before us, whatever content type it claims.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: largestBody }, (_request, body, done) =>
      done(null, body),
    );
    scope.addHook('onRequest', async (request) => {
      request.raw.headers['content-type'] = 'application/octet-stream';
    });
    scope.addHook('onRequest', async (request, reply) => {
      // Who floods us is not given the work of reading a body that cannot be Stripe's.
      if (options.refusals?.exceeded(request.ip) !== true || mayBeSigned(request, options)) return;
      options.refusals.refused(request.ip);
      return tooMany(reply, options);
    });
    const keyed = keyCache(options.accounts);
    const handler = (request: FastifyRequest, reply: FastifyReply) => handle(request, reply, options, keyed);
    const routeOptions = { bodyLimit: largestBody };
    scope.post('/webhooks/stripe', routeOptions, handler);
    scope.post('/webhooks/stripe/:account', routeOptions, handler);
    scope.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
      const status = error.statusCode === 413 || (error.statusCode ?? 500) >= 500 ? (error.statusCode ?? 500) : 400;
      const [code, text] =
        status === 413
          ? ['body_too_large', 'the body is larger than 1 MiB']
          : status < 500
            ? ['body_unreadable', 'the body could not be read']
            : ['internal_error', 'the event was not stored; send it again'];
      options.onAnswer({ status, code, account: null, eventId: null, eventType: null, tookMs: 0 });
      return refuse(reply, status, { code, text });
    });
  });
}

async function handle(
  request: FastifyRequest,
  reply: FastifyReply,
  options: DoorOptions,
  keyed: () => readonly KeyedAccount[],
): Promise<FastifyReply> {
  const startedAt = options.clock.monotonic();
  const now = options.clock.now();
  const answer = (status: number, code: string, account: string | null, envelope: Envelope | null) =>
    options.onAnswer({
      status,
      code,
      account,
      eventId: envelope?.id ?? null,
      eventType: envelope?.type ?? null,
      tookMs: options.clock.monotonic() - startedAt,
      ...(envelope === null ? {} : { caller: traceHeaders(request) }),
    });
  const listed = options.addresses?.judge(request.ip) ?? 'allowed';
  if (listed === 'refused') {
    answer(403, 'address_not_allowed', null, null);
    return refuse(reply, 403, {
      code: 'address_not_allowed',
      text: 'Stripe does not send from this address (stripe.ip_allow_list: enforce)',
    });
  }
  const name = (request.params as { account?: string }).account;
  const accounts = keyed();
  const account = name === undefined ? accounts[0] : accounts.find((candidate) => candidate.name === name);
  if (account === undefined) {
    answer(404, 'account_unknown', null, null);
    return refuse(reply, 404, {
      code: 'account_unknown',
      text: 'no account of this name is configured under stripe.accounts',
    });
  }
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    answer(400, 'content_encoding_unsupported', account.name, null);
    return refuse(reply, 400, {
      code: 'content_encoding_unsupported',
      text: 'a compressed body is not accepted: Stripe sends none',
    });
  }
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const verdict = verifySignature(
    body,
    request.headers['stripe-signature'],
    account.keys,
    options.toleranceSeconds(),
    now,
  );
  if (!verdict.ok) {
    // Told by its own code as long as that is news; then in bulk.
    const flood = options.refusals?.exceeded(request.ip) === true;
    options.refusals?.refused(request.ip);
    if (flood) return tooMany(reply, options);
    answer(400, verdict.reason.code, account.name, null);
    return refuse(reply, 400, verdict.reason);
  }
  if (listed === 'unlisted') options.addresses?.unlisted(request.ip);
  const read = readEnvelope(body, now);
  if (!read.ok) {
    answer(400, read.reason.code, account.name, null);
    return refuse(reply, 400, read.reason);
  }
  try {
    const result = await options.accept(incoming(read.envelope, account, body, now, 'webhook'));
    answer(200, result.outcome, account.name, read.envelope);
    return reply.code(200).header('content-type', 'application/json').send(received);
  } catch {
    // Whatever the store failed with, the event is not committed: Stripe must send it again (F21).
    answer(503, 'store_unavailable', account.name, read.envelope);
    reply.header('retry-after', '5');
    return refuse(reply, 503, { code: 'store_unavailable', text: 'the event could not be stored; send it again' });
  }
}

function traceHeaders({ headers }: FastifyRequest): Record<string, string> {
  const found = ['traceparent', 'tracestate'].map((name) => [name, headers[name]] as const);
  return Object.fromEntries(found.filter((entry): entry is readonly [string, string] => typeof entry[1] === 'string'));
}

/** False where the headers alone show that no signature can be right. */
function mayBeSigned(request: FastifyRequest, options: DoorOptions): boolean {
  const parsed = parseSignatureHeader(request.headers['stripe-signature']);
  if (!parsed.ok) return false;
  return Math.abs(options.clock.now() / 1000 - parsed.header.timestamp) <= options.toleranceSeconds();
}

function tooMany(reply: FastifyReply, { onAnswer }: DoorOptions): FastifyReply {
  const code = 'too_many_refused';
  onAnswer({ status: 429, code, account: null, eventId: null, eventType: null, tookMs: 0 });
  reply.header('retry-after', '60').header('connection', 'close');
  return refuse(reply, 429, { code, text: 'too many requests with a wrong signature came from this address' });
}

/** The event as the store takes it, with the reason for which it must be kept aside, if any. */
export function incoming(
  envelope: Envelope,
  account: Pick<DoorAccount, 'name' | 'livemode'>,
  body: Uint8Array,
  now: number,
  origin: EventOrigin,
): IncomingEvent {
  return {
    ...envelope,
    account: account.name,
    body,
    digest: createHash('sha256').update(body).digest(),
    receivedAt: now,
    origin,
    quarantine: wrongMode(envelope.livemode, account.livemode),
  };
}

function wrongMode(event: boolean, account: boolean | null): Reason | null {
  if (account === null || event === account) return null;
  return event
    ? {
        code: 'live_event_on_test_account',
        text: 'a live event came through the door of an account that is configured as test',
      }
    : {
        code: 'test_event_on_live_account',
        text: 'a test event came through the door of an account that is configured as live',
      };
}

/** KeyObjects are made once per configured account and reused until the configuration changes. */
function keyCache(accounts: () => readonly DoorAccount[]): () => readonly KeyedAccount[] {
  let source: readonly DoorAccount[] | null = null;
  let keyed: readonly KeyedAccount[] = [];
  return () => {
    const current = accounts();
    if (current !== source) {
      source = current;
      keyed = current.map((account) => ({
        ...account,
        keys: account.webhookSecrets.map((secret) => createSecretKey(secret.reveal(), 'utf8')),
      }));
    }
    return keyed;
  };
}

function refuse(reply: FastifyReply, status: number, reason: Reason): FastifyReply {
  return reply.code(status).send({ error: { code: reason.code, message: reason.text } });
}
