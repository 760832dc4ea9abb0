import { Agent, request } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { type Clock, systemClock } from '../../domain/clock.ts';
import { signatureHeader } from './sign.ts';

/** What is posted: a snapshot event, a thin notification, or raw bytes where a test wants them exactly so. */
export interface Webhook {
  readonly id: string;
  readonly type: string;
  readonly body: string | Uint8Array;
}

export interface SendResult {
  readonly id: string;
  readonly type: string;
  /** The last answer's status; null where none came. */
  readonly status: number | null;
  readonly body: string;
  readonly attempts: number;
  /** Milliseconds from the first attempt's start to the last one's answer. */
  readonly ms: number;
  /** Milliseconds of the last attempt alone. */
  readonly lastMs: number;
  readonly error: string | null;
}

export interface SenderOptions {
  readonly url: string;
  readonly secret: string | readonly string[];
  readonly clock?: Clock;
  /** Connections at once. Default 25, Stripe's documented rate towards one endpoint. */
  readonly concurrency?: number;
  /** Milliseconds before retry n (1, 2, …), or null to give up. Default: three retries after 1, 2 and 4 s. */
  readonly retryAfter?: (retry: number) => number | null;
  /** Milliseconds until an attempt counts as unanswered. Default 20 s. */
  readonly timeoutMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface WebhookSender {
  /** Resolves when the endpoint said 2xx or the retries are used up; never rejects. */
  send(webhook: Webhook): Promise<SendResult>;
  /** All of them, in this order of departure, `concurrency` at a time. */
  sendAll(webhooks: Iterable<Webhook>): Promise<SendResult[]>;
  close(): void;
}

interface Answer {
  readonly status: number | null;
  readonly body: string;
  readonly error: string | null;
}

/** Any object with an id and a type as the webhook that carries it. */
export function webhookOf(event: { readonly id: string; readonly type: string }): Webhook {
  return { id: event.id, type: event.type, body: JSON.stringify(event) };
}

/**
 * Posts webhooks as Stripe does: signed at each attempt anew, over kept connections, repeated until a 2xx. A redirect is a
 * failure. Close it when done: it keeps sockets open.
 */
export function createWebhookSender(options: SenderOptions): WebhookSender {
  const clock = options.clock ?? systemClock;
  const concurrency = options.concurrency ?? 25;
  const retryAfter = options.retryAfter ?? ((retry) => (retry <= 3 ? 1000 * 2 ** (retry - 1) : null));
  const target = new URL(options.url);
  const secure = target.protocol === 'https:';
  const agent = secure
    ? new SecureAgent({ keepAlive: true, maxSockets: concurrency })
    : new Agent({ keepAlive: true, maxSockets: concurrency });
  const gate = createGate(concurrency);

  const attempt = (webhook: Webhook) =>
    new Promise<Answer>((resolve) => {
      const timestamp = Math.floor(clock.now() / 1000);
      const outgoing = (secure ? secureRequest : request)(target, {
        agent,
        method: 'POST',
        timeout: options.timeoutMs ?? 20_000,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(webhook.body),
          accept: '*/*; q=0.5, application/xml',
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
          'stripe-signature': signatureHeader({ payload: webhook.body, secret: options.secret, timestamp }),
          ...options.headers,
        },
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error('timed out')));
      outgoing.on('error', (error) => resolve({ status: null, body: '', error: error.message }));
      outgoing.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', (error) => resolve({ status: null, body: '', error: error.message }));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? null, body: Buffer.concat(chunks).toString(), error: null }),
        );
      });
      outgoing.end(webhook.body);
    });

  const send = async (webhook: Webhook): Promise<SendResult> => {
    const leave = await gate();
    const started = clock.monotonic();
    try {
      for (let attempts = 1; ; attempts++) {
        const begun = clock.monotonic();
        const { status, body, error } = await attempt(webhook);
        const ended = clock.monotonic();
        const accepted = status !== null && status >= 200 && status < 300;
        const pause = accepted ? null : retryAfter(attempts);
        if (pause === null) {
          const { id, type } = webhook;
          return { id, type, status, body, attempts, ms: ended - started, lastMs: ended - begun, error };
        }
        await new Promise<void>((resume) => void clock.after(pause, resume));
      }
    } finally {
      leave();
    }
  };

  return {
    send,
    sendAll: (webhooks) => Promise.all([...webhooks].map(send)),
    close: () => agent.destroy(),
  };
}

/** Lets so many in at once; the others wait in the order in which they came. */
function createGate(places: number): () => Promise<() => void> {
  let free = places;
  const waiting: (() => void)[] = [];
  const leave = () => {
    const next = waiting.shift();
    if (next === undefined) free++;
    else next();
  };
  return async () => {
    if (free > 0) free--;
    else await new Promise<void>((enter) => waiting.push(enter));
    return leave;
  };
}
