import { SocketModeClient } from '@slack/socket-mode';
import type { Clock } from '../../domain/clock.ts';
import { within } from '../../domain/clock.ts';
import type { Reason } from '../../domain/event.ts';
import { isObject, type JsonObject, textAt } from '../../domain/json.ts';
import type { Secret } from '../../domain/secret.ts';
import { classifyError } from './classify-error.ts';
import { strictFetch } from './strict-fetch.ts';
import { fixedToken } from './token-source.ts';
import { apiUrlOf, callTimeoutMs, silentLogger } from './web-client.ts';

/** What Slack sends over a connection: https://docs.slack.dev/apis/events-api/using-socket-mode. */
export interface SocketEnvelope {
  readonly type: 'events_api' | 'interactive' | 'slash_commands';
  readonly payload: JsonObject;
}

export interface SocketOptions {
  /** `xapp-…` with connections:write. */
  readonly appToken: Secret;
  /** `https://…/api/`; null: Slack's own. */
  readonly apiUrl: string | null;
  readonly clock: Clock;
  /**
   * Takes an envelope for good; its acknowledgement goes out after this resolves, with what it gives as payload. Where it
   * rejects nothing is acknowledged: Slack sends an event again, and tells a person that it failed.
   */
  readonly receive: (envelope: SocketEnvelope) => Promise<JsonObject | null>;
  readonly onState: (state: SocketState) => void;
}

/** One connection of the few. `reason` says why it is not there. */
export type SocketState =
  | { readonly kind: 'connected'; readonly connection: number }
  | { readonly kind: 'lost'; readonly connection: number; readonly reason: Reason; readonly nextTryMs: number };

export interface SlackSocket {
  /** Connections that Slack has greeted. */
  connected(): number;
  /** Finishes what came, then ends every connection; what Slack sends from now on goes to other processes. */
  stop(): Promise<void>;
}

/** Two, so that one serves while Slack recycles the other. Slack allows ten an app: five processes. */
const connections = 2;
const greetedWithinMs = 15_000;
const farewellMs = 2_000;
/** A connection that lived shorter than this did not help: the next try waits longer. */
const steadyAfterMs = 10_000;
const longestPauseMs = 60_000;

/** Keeps connections to Slack by Socket Mode, so that nobody needs a public address. Never throws; `onState` tells. */
export function startSlackSocket(options: SocketOptions): SlackSocket {
  const { clock } = options;
  const receiving = new Set<Promise<void>>();
  const open = new Map<number, SocketModeClient>();
  let stopped = false;
  let stopPausing: (() => void)[] = [];

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (stopped) return resolve();
      const callOff = clock.after(ms, resolve);
      stopPausing.push(() => {
        callOff();
        resolve();
      });
    });

  async function keep(connection: number): Promise<void> {
    for (let failures = 0; !stopped; ) {
      const since = clock.monotonic();
      const reason = await live(connection);
      const steady = clock.monotonic() - since >= steadyAfterMs;
      failures = reason === null || steady ? 0 : failures + 1;
      if (stopped) return;
      const nextTryMs = pauseAfter(failures, reason?.afterMs ?? null);
      const why = reason?.reason ?? {
        code: 'recycled',
        text: 'Slack ended the connection, as it does every few hours.',
      };
      options.onState({ kind: 'lost', connection, reason: why, nextTryMs });
      stopPausing = [];
      if (nextTryMs > 0) await pause(nextTryMs);
    }
  }

  /** One connection from its opening to its end; null where Slack had greeted it and ended it as announced. */
  async function live(connection: number): Promise<Lost | null> {
    const client = clientOf(options);
    let announced = false;
    const ended = new Promise<void>((resolve) => {
      client.once('disconnected', resolve);
    });
    client.on('ws_message', (data) => {
      announced ||= isGoodbye(data);
    });
    client.on('slack_event', (event) => {
      const work = receive(event, options).finally(() => receiving.delete(work));
      receiving.add(work);
    });
    const started = client.start().then(
      () => 'connected' as const,
      (error: unknown) => lostBy(error),
    );
    const outcome = await within(clock, greetedWithinMs, started);
    if (outcome !== 'connected') {
      // It may still come about: then it is nobody's.
      void started.then((late) => (late === 'connected' ? farewell(client) : undefined));
      return (
        outcome ?? { reason: { code: 'timeout', text: 'Slack did not greet the connection in time.' }, afterMs: null }
      );
    }
    if (stopped) {
      await farewell(client);
      return null;
    }
    open.set(connection, client);
    options.onState({ kind: 'connected', connection });
    await ended;
    open.delete(connection);
    return announced ? null : { reason: { code: 'connection_lost', text: 'The connection broke.' }, afterMs: null };
  }

  async function farewell(client: SocketModeClient): Promise<void> {
    await within(
      clock,
      farewellMs,
      client.disconnect().catch(() => undefined),
    );
  }

  const keeping = Array.from({ length: connections }, (_, index) => keep(index + 1));
  return {
    connected: () => open.size,
    async stop() {
      stopped = true;
      for (const end of stopPausing.splice(0)) end();
      await within(clock, farewellMs, Promise.all(receiving));
      await Promise.all([...open.values()].map(farewell));
      await within(clock, farewellMs, Promise.all(keeping));
    },
  };
}

interface Lost {
  readonly reason: Reason;
  /** As Slack asked; null where it did not. */
  readonly afterMs: number | null;
}

/**
 * The SDK keeps the connection alive by pings in both directions. Its own reconnecting is off: it waits five seconds each
 * time, and a refused apps.connections.open becomes a rejection that nobody can catch.
 */
function clientOf({ appToken, apiUrl }: SocketOptions): SocketModeClient {
  const slackApiUrl = apiUrlOf(apiUrl);
  return new SocketModeClient({
    appToken: 'carried-by-fetch',
    autoReconnectEnabled: false,
    logger: silentLogger,
    clientOptions: {
      slackApiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: callTimeoutMs,
      allowAbsoluteUrls: false,
      fetch: strictFetch(fixedToken(appToken), slackApiUrl),
    },
  });
}

async function receive(event: Incoming, options: SocketOptions): Promise<void> {
  const { type, body, ack } = event;
  try {
    if ((type !== 'events_api' && type !== 'interactive' && type !== 'slash_commands') || !isObject(body)) {
      // A kind of envelope that is newer than we are: Slack need not send it again.
      await ack();
      return;
    }
    const payload = await options.receive({ type, payload: body });
    await ack(payload === null || type === 'events_api' ? undefined : payload);
  } catch {
    // Not stored, or the connection went before the acknowledgement: Slack sends it again, and it is known by its key.
  }
}

interface Incoming {
  readonly type?: unknown;
  readonly body?: unknown;
  readonly ack: (payload?: Record<string, unknown>) => Promise<void>;
}

function lostBy(error: unknown): Lost {
  // Rejected with nothing where the connection closed before it was greeted.
  if (!(error instanceof Error))
    return { reason: { code: 'not_greeted', text: 'Slack closed the connection at once.' }, afterMs: null };
  const failure = classifyError(error);
  return { reason: failure.reason, afterMs: failure.kind === 'retry' ? failure.afterMs : null };
}

function isGoodbye(data: unknown): boolean {
  if (typeof data !== 'string') return false;
  try {
    return textAt(JSON.parse(data), 'type') === 'disconnect';
  } catch {
    return false;
  }
}

/** At once after an announced end, else 1 s, 2 s, 4 s … up to a minute; Slack's own word goes before. */
function pauseAfter(failures: number, asked: number | null): number {
  if (asked !== null) return Math.max(1_000, asked);
  return failures === 0 ? 0 : Math.min(longestPauseMs, 1_000 * 2 ** (failures - 1));
}
