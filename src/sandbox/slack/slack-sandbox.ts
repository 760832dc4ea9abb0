import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, systemClock } from '../../domain/clock.ts';
import { callMethod, errorOf } from './api-door.ts';
import { readArguments } from './arguments.ts';
import { control } from './control.ts';
import { createFaults, type SandboxFaults } from './faults.ts';
import { listen } from './listener.ts';
import { methods } from './methods/table.ts';
import {
  type Answer,
  botScopes,
  type SandboxCall,
  type SandboxChange,
  type SandboxMessage,
  type SlackSandboxOptions,
} from './model.ts';
import { createRateLimits } from './rates.ts';
import { readBody } from './read-body.ts';
import { losing, preventing, wait, write } from './respond.ts';
import { createSteering, type Steering } from './steering.ts';
import { createTokens } from './tokens.ts';
import { receiveWebhook, type Webhook } from './webhook.ts';
import { createWorkspace, shown } from './workspace.ts';

export interface SlackSandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** What the Slack client takes as `slackApiUrl`, with the slash at its end. */
  readonly apiUrl: string;
  readonly webhookUrl: string;
  readonly botToken: string;
  readonly signingSecret: string;
  /** Every request in order, as it was answered. */
  readonly calls: readonly SandboxCall[];
  readonly faults: SandboxFaults;
  /** What people and administrators do. */
  readonly workspace: Steering;
  /** Messages in the order of their ts, deleted ones included; of one channel, or of all. */
  messages(channel?: string): SandboxMessage[];
  /** What chat.postEphemeral showed. */
  ephemeral(): SandboxMessage[];
  /** Live feed; returns a function that ends it. */
  on(listener: (change: SandboxChange) => void): () => void;
  /** Resolves when an outage that was just begun or ended has taken effect. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const defaults = {
  botToken: 'xoxb-000000000000-000000000000-SandboxSandboxSandbox',
  signingSecret: '5a4d0b0c5a4d0b0c5a4d0b0c5a4d0b0c',
  channels: [{ id: 'C0FINANCE', name: 'finance' }],
} as const;

/**
 * Starts a strict stand-in for Slack on the loopback: the Web API and an incoming webhook over HTTP, with Slack's checks,
 * limits and error codes, and faults on demand. All in memory.
 */
export async function startSlackSandbox(options: SlackSandboxOptions = {}): Promise<SlackSandbox> {
  const clock = options.clock ?? systemClock;
  const parts = createParts(options, clock);
  const { workspace, tokens, webhook, calls, steering } = parts;
  const faults = createFaults(clock, () => {
    const refusing = faults.list().some(({ fault }) => fault.kind === 'outage' && fault.how === 'refuse');
    listener.setReachable(!refusing);
  });
  const hanging = new Set<ServerResponse>();
  const messages = (channel?: string): SandboxMessage[] =>
    [...workspace.channels.values()]
      .filter((each) => channel === undefined || each.id === channel)
      .flatMap((each) => [...each.messages.values()])
      .sort((a, b) => (a.ts < b.ts ? -1 : 1))
      .map(shown);

  async function work(
    name: string,
    request: Request,
  ): Promise<{ answer: Answer | 'reset' | 'hang'; done: Answer | null }> {
    const given = readArguments(request);
    const channel = name === 'webhook' ? webhook.channel.id : given.values['channel'];
    const met = faults.meet(name, typeof channel === 'string' ? channel : null);
    const late = met.reduce((sum, fault) => sum + (fault.kind === 'latency' ? fault.ms : 0), 0);
    if (late > 0) await wait(clock, late);
    const instead = preventing(met);
    if (instead !== undefined) return { answer: instead, done: null };
    const done =
      name === 'webhook'
        ? receiveWebhook(workspace, parts.limits, request.path === webhook.path ? webhook : undefined, request)
        : callMethod(name, Object.hasOwn(methods, name) ? methods[name] : undefined, given, tokens, {
            workspace,
            limits: parts.limits,
            editWindowSeconds: options.editWindowSeconds ?? null,
            url,
          });
    return { answer: losing(met, done), done };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    if (body === null) return void response.destroy();
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', url);
    const read: Request = {
      path,
      query,
      body,
      contentType: request.headers['content-type'] ?? '',
      authorization: request.headers.authorization ?? null,
    };
    if (path.startsWith('/_control/')) {
      const answer = await control(request.method ?? 'GET', path, query, body, {
        faults,
        steering,
        calls,
        messages,
        act: async () => ({ ok: false, error: 'not_found' }),
      });
      return write(response, answer);
    }
    const name = methodName(path);
    if (name === null) return write(response, { status: 404, headers: {}, body: 'not found' });
    const { answer, done } = await work(name, read);
    const given = readArguments(read).values['channel'];
    const call: SandboxCall = {
      method: name,
      at: clock.now(),
      channel: name === 'webhook' ? webhook.channel.id : typeof given === 'string' ? given : null,
      ok: typeof answer !== 'string' && errorOf(answer) === null,
      error: typeof answer === 'string' ? answer : errorOf(answer),
      status: typeof answer === 'string' ? 0 : answer.status,
      ts: done?.ts ?? null,
    };
    calls.push(call);
    workspace.emit({ kind: 'call', call });
    if (answer === 'reset') return void request.socket.resetAndDestroy();
    if (answer === 'hang') return void hanging.add(response);
    write(response, answer);
  }

  const listener = await listen(options.port ?? 0, (request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  const url = `http://127.0.0.1:${listener.port}`;
  return {
    url,
    apiUrl: `${url}/api/`,
    webhookUrl: `${url}${webhook.path}`,
    botToken: parts.botToken,
    signingSecret: options.signingSecret ?? defaults.signingSecret,
    calls,
    faults,
    workspace: steering,
    messages,
    ephemeral: () => workspace.ephemeral.map(shown),
    on: (heard) => workspace.on(heard),
    settled: () => listener.settled(),
    async close() {
      for (const response of hanging) response.destroy();
      await listener.close();
    },
  };
}

interface Request {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly contentType: string;
  readonly authorization: string | null;
}

function methodName(path: string): string | null {
  if (path.startsWith('/services/')) return 'webhook';
  return /^\/api\/([a-zA-Z0-9.]+)$/.exec(path)?.[1] ?? null;
}

function createParts(options: SlackSandboxOptions, clock: Clock) {
  const workspace = createWorkspace(clock);
  for (const channel of options.channels ?? defaults.channels) workspace.addChannel(channel);
  for (const user of options.users ?? []) workspace.users.set(user.id, user);
  for (const group of options.userGroups ?? []) workspace.userGroups.set(group.id, group);
  const botToken = options.botToken ?? defaults.botToken;
  const tokens = createTokens(clock);
  tokens.issue(botToken, options.scopes ?? botScopes);
  const first = [...workspace.channels.keys()][0] ?? defaults.channels[0].id;
  const webhook: Webhook = {
    path: '/services/T0SANDBOX/B0SANDBOX/sandboxsandboxsandbox',
    channel: workspace.channel(options.webhookChannel ?? first),
    state: 'active',
  };
  const channelRate = options.channelRate ?? 1;
  const limits = createRateLimits({
    clock,
    channelRate,
    channelBurst: options.channelBurst ?? 1,
    tierLimits: options.tierLimits ?? channelRate !== 0,
  });
  const calls: SandboxCall[] = [];
  const steering = createSteering({ workspace, tokens, botToken, webhook });
  return { workspace, tokens, webhook, calls, steering, limits, botToken };
}
