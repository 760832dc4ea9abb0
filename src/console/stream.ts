import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../domain/clock.ts';
import type { ConsoleStore } from '../store/console-store.ts';
import { failure, refusalOf } from './api.ts';
import type { Guard, Person, Signed } from './guard.ts';
import { securityHeaders } from './headers.ts';
import type { Hub, StreamMessage } from './hub.ts';
import { mayRead } from './may-read.ts';
import { Refusal } from './refusal.ts';
import type { ConsoleSettings } from './settings.ts';

export interface StreamDeps {
  readonly guard: Guard;
  readonly clock: Clock;
  readonly hub: Hub;
  readonly store: Pick<ConsoleStore, 'feedAfter' | 'feedVersion'>;
  readonly settings: () => ConsoleSettings;
}

export interface Streams {
  /** Ends all: a server that closes must not wait for those who watch. */
  close(): void;
}

const mostStreams = 100;
const mostOfOne = 8;
const heartbeatMs = 15_000;
/** What a browser that was away for long is told of the feed; older changes it reads from the list. */
const mostMissed = 1_000;
const newestTold = 50;
/** A reader that takes nothing for so many bytes is gone. */
const mostUnsent = 4 * 1024 * 1024;

/** `GET /api/stream`: what changes, as server-sent events; see StreamMessages in the contract. */
export function registerStream(server: FastifyInstance, deps: StreamDeps): Streams {
  const open = new Map<symbol, { readonly person: string; readonly end: () => void }>();

  async function admitted(request: FastifyRequest): Promise<Signed> {
    const signed = await deps.guard.admit(request, { role: 'viewer', writes: false });
    if (signed === null) throw new Refusal(401, 'not_signed_in', 'nobody is signed in');
    const ofOne = [...open.values()].filter(({ person }) => person === signed.person.id).length;
    if (open.size >= mostStreams || ofOne >= mostOfOne) {
      throw new Refusal(429, 'too_many_streams', 'too many pages are open', { hint: 'close some of them' });
    }
    return signed;
  }

  server.get('/api/stream', async (request, reply) => {
    let signed: Signed;
    try {
      signed = await admitted(request);
    } catch (error) {
      const refusal = refusalOf(error);
      return reply.code(refusal.status).headers(securityHeaders).send(failure(refusal));
    }
    const id = Symbol('stream');
    const end = watch({ request, reply, person: signed.person, ended: () => open.delete(id) }, deps);
    open.set(id, { person: signed.person.id, end });
    return reply;
  });

  return {
    close: () => {
      for (const { end } of open.values()) end();
    },
  };
}

interface Watcher {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly person: Person;
  readonly ended: () => void;
}

/** Returns what ends it. */
function watch({ request, reply, person, ended }: Watcher, deps: StreamDeps): () => void {
  reply.hijack();
  const response = reply.raw;
  // The server's time limit for a request would cut the stream.
  request.raw.setTimeout(0);
  response.writeHead(200, {
    ...securityHeaders,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.write('retry: 1000\n\n');
  let missed: StreamMessage[] | null = [];
  let cancel: () => void = () => undefined;

  const write = (message: StreamMessage): void => {
    const { kind, version, data } = message;
    if (message.kind === 'feed' && !mayRead(person, message.data.channel, deps.settings())) return;
    if (response.writableLength > mostUnsent) end();
    else response.write(`id: ${version}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const unsubscribe = deps.hub.subscribe((message) => {
    if (missed === null) write(message);
    else missed.push(message);
  });

  function end(): void {
    unsubscribe();
    cancel();
    ended();
    response.end();
  }

  function beat(): void {
    cancel = deps.clock.after(heartbeatMs, () => {
      void deps.guard
        .admit(request, { role: 'viewer', writes: false })
        .then(() => {
          response.write(': beat\n\n');
          beat();
        })
        .catch((error: unknown) => {
          const { status, code } = refusalOf(error);
          // A store that is away for a moment ends nobody's session.
          if (status >= 500) return beat();
          write({ kind: 'ended', version: 0, data: { code } });
          end();
        });
    });
  }

  request.raw.on('close', end);
  void catchUp(request, deps)
    .then((rows) => {
      const seen = rows.at(-1)?.version ?? 0;
      for (const data of rows) write({ kind: 'feed', version: data.version, data });
      for (const message of missed ?? []) if (message.kind !== 'feed' || message.version > seen) write(message);
      missed = null;
    })
    .catch(end);
  beat();
  return end;
}

/**
 * What changed in the feed since the browser's last event; for one that comes anew the newest changes, since it may have
 * read the list a moment before.
 */
async function catchUp(request: FastifyRequest, deps: StreamDeps) {
  const last = request.headers['last-event-id'];
  const newest = await deps.store.feedVersion();
  const seen = typeof last === 'string' && /^\d{1,15}$/.test(last) ? Number(last) : newest - newestTold;
  return deps.store.feedAfter({ version: Math.max(0, seen, newest - mostMissed), limit: mostMissed });
}
