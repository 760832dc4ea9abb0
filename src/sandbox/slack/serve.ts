import type { IncomingMessage, ServerResponse } from 'node:http';
import { callMethod, errorOf } from './api-door.ts';
import { readArguments, text } from './arguments.ts';
import { type Controlled, control } from './control.ts';
import type { SandboxFaults } from './faults.ts';
import { mimeTypeOf } from './files.ts';
import type { Answer, SandboxCall } from './model.ts';
import type { Parts } from './parts.ts';
import { readBody } from './read-body.ts';
import { losing, preventing, wait, write } from './respond.ts';
import { receiveWebhook } from './webhook.ts';

export interface Served extends Parts {
  readonly faults: SandboxFaults;
  readonly controlled: Controlled;
  /** Requests that are never answered, to be cut at the end. */
  readonly hanging: Set<ServerResponse>;
  url(): string;
}

interface Request {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly contentType: string;
  readonly authorization: string | null;
}

/** Serves one request: Slack's doors under faults and on record, the others plainly. */
export async function serve(on: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  if (body === null) {
    response.destroy();
    return;
  }
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', on.url());
  const read: Request = {
    path,
    query,
    body,
    contentType: request.headers['content-type'] ?? '',
    authorization: request.headers.authorization ?? null,
  };
  if (path.startsWith('/_control/')) {
    write(response, await control(request.method ?? 'GET', path, query, body, on.controlled));
    return;
  }
  const name = doorOf(path);
  if (name === null) {
    if (!serveFile(on, path, response)) write(response, on.openId.door(path, query) ?? authorize(on, read));
    return;
  }
  const { answer, done } = await underFaults(on, name, read);
  record(on, name, read, answer, done);
  if (answer === 'reset') request.socket.resetAndDestroy();
  else if (answer === 'hang') on.hanging.add(response);
  else write(response, answer);
}

/** What a fault may name: a Web API method, or one of the other doors. */
function doorOf(path: string): string | null {
  if (path.startsWith('/services/')) return 'webhook';
  if (path.startsWith('/response/')) return 'response_url';
  if (path.startsWith('/upload/')) return 'upload';
  return /^\/api\/([a-zA-Z0-9.]+)$/.exec(path)?.[1] ?? null;
}

async function underFaults(
  on: Served,
  name: string,
  request: Request,
): Promise<{ answer: Answer | 'reset' | 'hang'; done: Answer | null }> {
  const met = on.faults.meet(name, channelOf(on, name, request));
  const late = met.reduce((sum, fault) => sum + (fault.kind === 'latency' ? fault.ms : 0), 0);
  if (late > 0) await wait(on.clock, late);
  const instead = preventing(met);
  if (instead !== undefined) return { answer: instead, done: null };
  const done = await work(on, name, request);
  return { answer: losing(met, done), done };
}

async function work(on: Served, name: string, request: Request): Promise<Answer> {
  const { workspace, limits, webhook } = on;
  switch (name) {
    case 'webhook':
      return receiveWebhook(workspace, limits, request.path === webhook.path ? webhook : undefined, request);
    case 'response_url':
      return on.responseUrls.receive(request.path, request);
    case 'upload':
      return on.files.upload(request.path.slice('/upload/'.length), request.contentType, request.body);
    default:
      return callMethod(
        name,
        Object.hasOwn(on.methods, name) ? on.methods[name] : undefined,
        readArguments(request),
        on.tokens,
        { workspace, limits, editWindowSeconds: on.editWindowSeconds, url: on.url() },
      );
  }
}

function channelOf(on: Served, name: string, request: Request): string | null {
  if (name === 'webhook') return on.webhook.channel.id;
  return name.includes('.') ? text(readArguments(request).values, 'channel') : null;
}

function record(
  on: Served,
  name: string,
  request: Request,
  answer: Answer | 'reset' | 'hang',
  done: Answer | null,
): void {
  const cut = typeof answer === 'string';
  const call: SandboxCall = {
    method: name,
    at: on.clock.now(),
    channel: channelOf(on, name, request),
    ok: !cut && errorOf(answer) === null,
    error: cut ? answer : errorOf(answer),
    status: cut ? 0 : answer.status,
    ts: done?.ts ?? null,
  };
  on.calls.push(call);
  on.workspace.emit({ kind: 'call', call });
}

/** Bytes of an uploaded file, as browsers ask for them. */
function serveFile(on: Served, path: string, response: ServerResponse): boolean {
  const id = /^\/files\/(\w+)$/.exec(path)?.[1];
  const file = id === undefined ? null : on.files.get(id);
  if (file?.content === null || file === null) return false;
  response.writeHead(200, { 'content-type': mimeTypeOf(file.name), 'content-length': file.content.length });
  response.end(file.content);
  return true;
}

/** `/oauth/v2/authorize`: a person who says yes at once. */
function authorize(on: Served, request: Request): Answer {
  const missing: Answer = { status: 404, headers: {}, body: 'not found', ts: null };
  if (request.path !== '/oauth/v2/authorize') return missing;
  const redirectUri = request.query.get('redirect_uri');
  if (request.query.get('client_id') !== on.clientId || redirectUri === null) return { ...missing, status: 400 };
  const scopes = (request.query.get('scope') ?? '').split(',').filter((scope) => scope !== '');
  const user = [...on.workspace.users.keys()][0] ?? 'U0ADA';
  const back = new URL(redirectUri);
  const team = request.query.get('team');
  back.searchParams.set('code', on.oauth.grant({ scopes, user, redirectUri, ...(team === null ? {} : { team }) }));
  const state = request.query.get('state');
  if (state !== null) back.searchParams.set('state', state);
  return { status: 302, headers: { location: back.href }, body: '', ts: null };
}
