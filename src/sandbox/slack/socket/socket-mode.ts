import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../../domain/clock.ts';
import { isObject, type JsonObject } from '../../../domain/json.ts';
import type { Method } from '../methods/method.ts';
import { good, refused } from '../model.ts';
import type { Reached } from '../people/sign.ts';
import { bot } from '../workspace.ts';
import { acceptSocket, type SocketConnection } from './connection.ts';

/** docs.slack.dev/apis/events-api/using-socket-mode: up to ten connections at a time. */
const mostConnections = 10;
const ticketForMs = 30_000;
const ackWithinMs = 3_000;
/** As the Events API: the first delivery and three more. */
const mostDeliveries = 4;

export type EnvelopeType = 'events_api' | 'interactive' | 'slash_commands';
export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled';

export interface SocketMode {
  readonly methods: Readonly<Record<string, Method>>;
  /** Connections that have been greeted and not ended. */
  connections(): number;
  /** Resolves once there are `count` connections. */
  connected(count: number): Promise<void>;
  /** Resolves once none is left. */
  idle(): Promise<void>;
  /** What clients did against the protocol; empty for a right one. */
  readonly violations: readonly string[];
  /** Envelopes sent and acknowledgements got, for tests: ids and types only. */
  readonly envelopes: readonly {
    readonly id: string;
    readonly type: EnvelopeType;
    readonly retry: number;
    acked: boolean;
  }[];
  /** Sends it over the next connection and waits for the acknowledgement: status 200 with its payload, or 0 without one. */
  deliver(type: EnvelopeType, payload: JsonObject): Promise<Reached>;
  /** Slack recycles its connections every few hours: says so, then ends the connection. All of them unless told how many. */
  recycle(reason?: DisconnectReason, count?: number): void;
  /** Every connection dies without a word. */
  cut(): void;
  /** Refuses apps.connections.open with this code until null is given. */
  refuse(code: string | null): void;
  upgrade(request: IncomingMessage, socket: Duplex): void;
}

interface Waiting {
  readonly on: SocketConnection;
  readonly settle: (reached: Reached | 'gone') => void;
  readonly acceptsPayload: boolean;
}

/** Socket Mode as Slack offers it: apps.connections.open, tickets, a greeting, envelopes that must be acknowledged. */
export function createSocketMode(clock: Clock, address: () => string): SocketMode {
  const tickets = new Map<string, number>();
  const live: SocketConnection[] = [];
  const waiting = new Map<string, Waiting>();
  const violations: string[] = [];
  const envelopes: { id: string; type: EnvelopeType; retry: number; acked: boolean }[] = [];
  const watchers = new Set<() => void>();
  let refusal: string | null = null;
  let next = 0;

  const changed = (): void => {
    for (const watch of watchers) watch();
  };
  const until = (reached: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const watch = (): void => {
        if (!reached()) return;
        watchers.delete(watch);
        resolve();
      };
      watchers.add(watch);
      watch();
    });

  function open(): ReturnType<Method['run']> {
    if (refusal !== null) return refused(refusal);
    const ticket = randomBytes(16).toString('hex');
    tickets.set(ticket, clock.now() + ticketForMs);
    return good({ url: `${address().replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${bot.app}` });
  }

  function upgrade(request: IncomingMessage, socket: Duplex): void {
    const ticket = new URL(request.url ?? '/', address()).searchParams.get('ticket') ?? '';
    const goodUntil = tickets.get(ticket);
    // A ticket is good for one connection.
    tickets.delete(ticket);
    if (goodUntil === undefined || goodUntil < clock.now()) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    let connection: SocketConnection | null = null;
    connection = acceptSocket(request, socket, {
      onText: (text) => connection !== null && acknowledge(connection, text),
      onViolation: (text) => void violations.push(text),
      onEnd: () => connection !== null && ended(connection),
    });
    if (connection === null) {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
      return;
    }
    if (live.length >= mostConnections) {
      connection.send(goodbye('too_many_websockets'));
      connection.close(1000);
      return;
    }
    live.push(connection);
    connection.send({
      type: 'hello',
      num_connections: live.length,
      debug_info: { host: 'applink-sandbox', build_number: 10, approximate_connection_time: 18_060 },
      connection_info: { app_id: bot.app },
    });
    changed();
  }

  function ended(connection: SocketConnection): void {
    const at = live.indexOf(connection);
    if (at >= 0) live.splice(at, 1);
    for (const [id, one] of waiting) {
      if (one.on !== connection) continue;
      waiting.delete(id);
      one.settle('gone');
    }
    changed();
  }

  function acknowledge(connection: SocketConnection, text: string): void {
    const said = parsed(text);
    const id = said?.['envelope_id'];
    const one = typeof id === 'string' ? waiting.get(id) : undefined;
    if (said === null || typeof id !== 'string') {
      violations.push('an acknowledgement is an object with envelope_id');
      return;
    }
    const payload = isObject(said['payload']) ? said['payload'] : {};
    const envelope = envelopes.findLast((known) => known.id === id);
    if (envelope === undefined) violations.push('an envelope was acknowledged that was never sent');
    else if (envelope.acked) violations.push('an envelope was acknowledged twice');
    // Too late, or over another connection than it came by: Slack takes no notice.
    if (one === undefined || one.on !== connection || envelope === undefined) return;
    if (!one.acceptsPayload && Object.keys(payload).length > 0) {
      violations.push('an event takes no payload in its acknowledgement');
    }
    envelope.acked = true;
    waiting.delete(id);
    one.settle({ status: 200, body: Object.keys(payload).length === 0 ? '' : JSON.stringify(payload) });
  }

  function sendOnce(type: EnvelopeType, id: string, payload: JsonObject, retry: number): Promise<Reached | 'gone'> {
    const connection = live[next++ % Math.max(1, live.length)];
    if (connection === undefined) return Promise.resolve('gone');
    const acceptsPayload = type !== 'events_api';
    envelopes.push({ id, type, retry, acked: false });
    return new Promise((resolve) => {
      const callOff = clock.after(ackWithinMs, () => {
        waiting.delete(id);
        resolve('gone');
      });
      waiting.set(id, {
        on: connection,
        acceptsPayload,
        settle(reached) {
          callOff();
          resolve(reached);
        },
      });
      connection.send({
        envelope_id: id,
        type,
        accepts_response_payload: acceptsPayload,
        payload,
        ...(type === 'events_api' ? { retry_attempt: retry, retry_reason: retry === 0 ? '' : 'timeout' } : {}),
      });
    });
  }

  return {
    methods: { 'apps.connections.open': { tier: 1, scopes: ['connections:write'], run: open } },
    connections: () => live.length,
    connected: (count) => until(() => live.length >= count),
    idle: () => until(() => live.length === 0),
    violations,
    envelopes,
    async deliver(type, payload) {
      const id = randomUUID();
      // A person who clicked is told that it failed; an event is sent again.
      const tries = type === 'events_api' ? mostDeliveries : 1;
      for (let retry = 0; retry < tries; retry += 1) {
        if (retry > 0) await until(() => live.length > 0);
        const reached = await sendOnce(type, id, payload, retry);
        if (reached !== 'gone') return reached;
      }
      return { status: 0, body: '' };
    },
    recycle(reason = 'refresh_requested', count = live.length) {
      for (const connection of live.slice(0, count)) {
        connection.send(goodbye(reason));
        connection.close(1000);
      }
    },
    cut() {
      for (const connection of live) connection.cut();
    },
    refuse(code) {
      refusal = code;
    },
    upgrade,
  };
}

function goodbye(reason: string): JsonObject {
  return { type: 'disconnect', reason, debug_info: { host: 'applink-sandbox' } };
}

function parsed(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
