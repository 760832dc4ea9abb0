import type { ServerResponse } from 'node:http';
import { systemClock } from '../../domain/clock.ts';
import type { JsonObject } from '../../domain/json.ts';
import { createFaults, type SandboxFaults } from './faults.ts';
import { listen } from './listener.ts';
import type { SandboxCall, SandboxChange, SandboxMessage, SlackSandboxOptions } from './model.ts';
import type { OpenId } from './openid.ts';
import { createParts } from './parts.ts';
import { act } from './people/act.ts';
import { createPeople, type People } from './people/people.ts';
import { type Served, serve } from './serve.ts';
import type { SocketMode } from './socket/socket-mode.ts';
import type { Steering } from './steering.ts';
import { shown } from './workspace.ts';

export interface SlackSandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** What the Slack client takes as `slackApiUrl`, with the slash at its end. */
  readonly apiUrl: string;
  readonly webhookUrl: string;
  readonly botToken: string;
  /** `xapp-…`, for Socket Mode. */
  readonly appToken: string;
  readonly signingSecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Every request in order, as it was answered. */
  readonly calls: readonly SandboxCall[];
  readonly faults: SandboxFaults;
  /** What colleagues and administrators do in the workspace. */
  readonly workspace: Steering;
  /** What connects to the stand-in by Socket Mode, and what is done to those connections. */
  readonly socketMode: SocketMode;
  /** Sign in with Slack: who is signed in in the browser. */
  readonly openId: OpenId;
  /** What people do with the app: signed clicks, commands, events, submissions. */
  readonly people: People;
  /** Messages in the order of their ts, deleted ones included; of one channel, or of all. */
  messages(channel?: string): SandboxMessage[];
  /** What chat.postEphemeral and response_urls showed to one person. */
  ephemeral(): SandboxMessage[];
  /** Modals and home tabs as Slack would answer them, in the order of their opening. */
  views(): JsonObject[];
  /** A code for oauth.v2.access, as a person's consent gives it. */
  grant(scopes: readonly string[], user: string, redirectUri?: string): string;
  /** Live feed; returns a function that ends it. */
  on(listener: (change: SandboxChange) => void): () => void;
  /** Resolves when an outage that was just begun or ended has taken effect. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a strict stand-in for Slack on the loopback: the Web API and an incoming webhook over HTTP, with Slack's checks,
 * limits and error codes, and faults on demand. All in memory. Rejects where the port is taken.
 */
export async function startSlackSandbox(options: SlackSandboxOptions = {}): Promise<SlackSandbox> {
  const clock = options.clock ?? systemClock;
  const parts = createParts(options, clock, () => url);
  const { workspace, steering, calls, views } = parts;
  const faults = createFaults(clock, () => {
    const refusing = faults.list().some(({ fault }) => fault.kind === 'outage' && fault.how === 'refuse');
    if (refusing) parts.socketMode.cut();
    listener.setReachable(!refusing);
  });
  const messages = (channel?: string): SandboxMessage[] =>
    [...workspace.channels.values()]
      .filter((each) => channel === undefined || each.id === channel)
      .flatMap((each) => [...each.messages.values()])
      .sort((a, b) => (a.ts < b.ts ? -1 : 1))
      .map(shown);
  const hanging = new Set<ServerResponse>();
  const listener = await listen(
    options.port ?? 0,
    (request, response) => {
      serve(served, request, response).catch(() => response.destroy());
    },
    (request, socket) => parts.socketMode.upgrade(request, socket),
  );
  const url = `http://127.0.0.1:${listener.port}`;
  const signing = { secret: parts.signingSecret, now: () => clock.now() };
  const people = createPeople({ ...parts, signing, url });
  const served: Served = {
    ...parts,
    faults,
    hanging,
    url: () => url,
    controlled: { faults, steering, calls, messages, act: (request) => act(people, request) },
  };
  return {
    url,
    apiUrl: `${url}/api/`,
    webhookUrl: `${url}${parts.webhook.path}`,
    botToken: parts.botToken,
    appToken: parts.appToken,
    signingSecret: parts.signingSecret,
    clientId: parts.clientId,
    clientSecret: parts.clientSecret,
    calls,
    faults,
    workspace: steering,
    socketMode: parts.socketMode,
    openId: parts.openId,
    people,
    messages,
    ephemeral: () => workspace.ephemeral.map(shown),
    views: () => views.all().map((view) => ({ ...views.shown(view), open: view.open })),
    grant: (scopes, user, redirectUri) => parts.oauth.grant({ scopes, user, redirectUri: redirectUri ?? null }),
    on: (heard) => workspace.on(heard),
    settled: () => listener.settled(),
    async close() {
      for (const response of hanging) response.destroy();
      parts.socketMode.cut();
      await listener.close();
    },
  };
}
