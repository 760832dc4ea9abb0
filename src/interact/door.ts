import { createHash, createSecretKey, type KeyObject, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../domain/clock.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Secret } from '../domain/secret.ts';
import type { IncomingAction } from '../store/action-store.ts';
import type { Interaction } from './interaction.ts';
import { type Read, readCommand, readEventCallback, readInteraction } from './read-payload.ts';
import { checkSlackSignature } from './signature.ts';

/** Slack's payloads carry the clicked message, at most some 100 kB; more is refused before it is buffered. */
export const largestSlackBody = 512 * 1024;

export interface SlackDoorOptions {
  /** Asked at each request, so that a reloaded secret holds at once; null: the doors answer 404. */
  readonly signingSecret: () => Secret | null;
  /** Commits what came; 200 goes out only after it resolves. */
  readonly accept: (action: IncomingAction) => Promise<{ outcome: 'accepted' | 'duplicate' }>;
  /** The body of the acknowledgement: what a modal shows next, or nothing. Pure and at once: Slack waits. */
  readonly acknowledge: (interaction: Interaction) => JsonObject | null;
  readonly clock: Clock;
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
  if (found.kind === 'nothing') {
    options.onAnswer({ door, status: 200, code: 'ignored' });
    return reply.code(200).send();
  }
  try {
    const { interaction } = found;
    const { outcome } = await options.accept(incoming(interaction, found.dedup ?? digestOf(body), now));
    options.onAnswer({ door, status: 200, code: outcome });
    const answer = options.acknowledge(interaction);
    return answer === null ? reply.code(200).send() : reply.code(200).send(answer);
  } catch {
    reply.header('retry-after', '5');
    return refuse(503, 'store_unavailable', 'this could not be stored; try again');
  }
}

/** What Slack sends again is byte for byte the same; a second click has another trigger. */
function digestOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('base64url');
}

function incoming(interaction: Interaction, dedup: string, now: number): IncomingAction {
  return {
    id: randomUUID(),
    dedup,
    kind: interaction.kind,
    name: interaction.kind,
    actor: interaction.user,
    payload: JSON.stringify({ interaction }),
    now,
  };
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
