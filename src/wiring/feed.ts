import type { FastifyInstance } from 'fastify';
import type { Clock } from '../domain/clock.ts';
import type { SendRequest, SlackMessage, SlackSender } from '../domain/message.ts';

/** One message as it stands in Slack, for the console's feed. */
export interface FeedMessage {
  /** Counts up; a change of a message gets a new one. */
  readonly version: number;
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  readonly broadcast: boolean;
  readonly message: SlackMessage;
  readonly edited: boolean;
  readonly removed: boolean;
  /** Milliseconds since the epoch of the last change. */
  readonly at: number;
}

export interface Feed {
  readonly sender: SlackSender;
  recent(): readonly FeedMessage[];
  subscribe(listener: (message: FeedMessage) => void): () => void;
}

const kept = 300;

/** Watches what goes out through `sender`, so that the console can show the channel as people see it. Keeps the last 300. */
export function createFeed(sender: SlackSender, clock: Clock): Feed {
  const messages = new Map<string, FeedMessage>();
  const listeners = new Set<(message: FeedMessage) => void>();
  let version = 0;

  function put(change: Omit<FeedMessage, 'version' | 'at'>): void {
    version += 1;
    const message = { ...change, version, at: clock.now() };
    const key = `${change.channel} ${change.ts}`;
    messages.set(key, message);
    if (messages.size > kept) {
      const [oldest] = messages.keys();
      if (oldest !== undefined) messages.delete(oldest);
    }
    for (const listener of listeners) listener(message);
  }

  function seen(request: SendRequest, ts: string, edited: boolean): void {
    put({
      channel: request.channelName,
      ts,
      threadTs: request.threadTs,
      broadcast: request.broadcast,
      message: request.message,
      edited,
      removed: false,
    });
  }

  return {
    sender: {
      canUpdate: sender.canUpdate,
      async post(request) {
        const outcome = await sender.post(request);
        if (outcome.kind === 'sent') seen(request, outcome.ts ?? request.deliveryKey, false);
        return outcome;
      },
      async update(request) {
        const outcome = await sender.update(request);
        if (outcome.kind === 'sent') seen(request, request.ts, true);
        return outcome;
      },
      async remove(request) {
        const outcome = await sender.remove(request);
        for (const message of messages.values()) {
          if (outcome.kind === 'sent' && message.ts === request.ts) put({ ...message, removed: true });
        }
        return outcome;
      },
      find: (query) => sender.find(query),
    },
    recent: () => [...messages.values()].sort((a, b) => a.version - b.version),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** `GET /api/feed`: what stands in the channels; `GET /api/feed/live`: the same as server-sent events, as it changes. */
export function registerFeed(server: FastifyInstance, feed: Feed): void {
  server.get('/api/feed', async () => ({ messages: feed.recent() }));
  server.get('/api/feed/live', (request, reply) => {
    reply.hijack();
    const response = reply.raw;
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const after = Number(request.headers['last-event-id'] ?? 0);
    const write = (message: FeedMessage) =>
      response.write(`id: ${message.version}\ndata: ${JSON.stringify(message)}\n\n`);
    response.write('retry: 1000\n\n');
    for (const message of feed.recent()) if (message.version > after) write(message);
    const unsubscribe = feed.subscribe(write);
    request.raw.on('close', unsubscribe);
  });
}
