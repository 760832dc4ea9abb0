import { createSecretKey, type KeyObject } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Secret } from '../domain/secret.ts';
import { type AcceptDeps, acceptRead, digestOf } from './accept.ts';
import { type Read, readCommand, readEventCallback, readInteraction } from './read-payload.ts';
import { checkSlackSignature } from './signature.ts';

/** Slack's payloads carry the clicked message, at most some 100 kB; more is refused before it is buffered. */
export const largestSlackBody = 512 * 1024;

export interface SlackDoorOptions extends AcceptDeps {
  /** Asked at each request, so that a reloaded secret holds at once; null: the doors answer 404. */
  readonly signingSecret: () => Secret | null;
  readonly onAnswer: (answer: { readonly door: string; readonly status: number; readonly code: string }) => void;
}

/**
 * `POST /slack/interactions`, `/slack/commands`, `/slack/events`. 200 after the commit (a repeated delivery too), 401 for a
 * bad or stale signature (F77), 400 for a body that cannot be read, 413 over 512 KiB, 503 where the store cannot commit:
 * Slack then tells the person, or sends the event again.
 */
export function registerSlackDoors(server: FastifyInstance, options: SlackDoorOptions): void {
  const keyOf = keyCache(options.signingSecret);
  void server.register(async (scope) => {
    // The signature covers the raw bytes, so nothing may parse the body before us.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: largestSlackBody }, (_request, body, done) =>
      done(null, body),
    );
    const routeOptions = { bodyLimit: largestSlackBody };
    const door = (name: string, read: (body: string) => Read) =>
      scope.post(`/slack/${name}`, routeOptions, (request, reply) =>
        handle(name, read, request, reply, options, keyOf),
      );
    door('interactions', readInteraction);
    door('commands', readCommand);
    door('events', readEventCallback);
  });
}

async function handle(
  door: string,
  read: (body: string) => Read,
  request: FastifyRequest,
  reply: FastifyReply,
  options: SlackDoorOptions,
  keyOf: () => KeyObject | null,
): Promise<FastifyReply> {
  const refuse = (status: number, code: string, text: string): FastifyReply => {
    options.onAnswer({ door, status, code });
    return reply.code(status).send({ error: { code, message: text } });
  };
  const key = keyOf();
  if (key === null) return refuse(404, 'not_configured', 'no Slack signing secret is configured');
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const now = options.clock.now();
  const wrong = checkSlackSignature(
    body,
    { timestamp: request.headers['x-slack-request-timestamp'], signature: request.headers['x-slack-signature'] },
    key,
    now,
  );
  if (wrong !== null) return refuse(401, wrong.code, wrong.text);
  const found = read(body.toString('utf8'));
  if (found.kind === 'unreadable') return refuse(400, 'body_unreadable', 'the body is not what Slack sends here');
  if (found.kind === 'challenge') {
    options.onAnswer({ door, status: 200, code: 'challenge' });
    return reply.code(200).header('content-type', 'text/plain').send(found.challenge);
  }
  try {
    const { code, answer } = await acceptRead(found, () => digestOf(body), options);
    options.onAnswer({ door, status: 200, code });
    return answer === null ? reply.code(200).send() : reply.code(200).send(answer);
  } catch {
    reply.header('retry-after', '5');
    return refuse(503, 'store_unavailable', 'this could not be stored; try again');
  }
}

/** A KeyObject is made once and kept until the secret changes. */
function keyCache(secretOf: () => Secret | null): () => KeyObject | null {
  let source: Secret | null = null;
  let key: KeyObject | null = null;
  return () => {
    const secret = secretOf();
    if (secret !== source) {
      source = secret;
      key = secret === null ? null : createSecretKey(secret.reveal(), 'utf8');
    }
    return key;
  };
}
