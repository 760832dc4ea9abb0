import type { ServerResponse } from 'node:http';
import type { Clock } from '../../domain/clock.ts';
import type { SandboxFault } from './faults.ts';
import type { Answer } from './model.ts';

/** Writes an answer; strings go out as they are. */
export function write(response: ServerResponse, answer: Pick<Answer, 'status' | 'headers' | 'body'>): void {
  const json = typeof answer.body !== 'string';
  const body = json ? JSON.stringify(answer.body) : answer.body;
  response.writeHead(answer.status, {
    'content-type': json ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8',
    ...answer.headers,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

/** What stands in for the work where a fault prevents it; undefined where the work is done. */
export function preventing(faults: readonly SandboxFault[]): Answer | 'reset' | 'hang' | undefined {
  for (const fault of faults) {
    switch (fault.kind) {
      case 'outage':
        return fault.how === 'hang' ? 'hang' : 'reset';
      case 'status':
        return { status: fault.status, headers: { 'content-type': 'text/html' }, body: 'upstream error', ts: null };
      case 'error':
        return { status: 200, headers: {}, body: { ok: false, error: fault.error }, ts: null };
      case 'throttle':
        return {
          status: 429,
          headers: fault.retryAfter === null ? {} : { 'retry-after': String(fault.retryAfter) },
          body: { ok: false, error: 'ratelimited' },
          ts: null,
        };
      case 'body':
        return strangeBody(fault.body);
      case 'latency':
      case 'lost':
        break;
    }
  }
  return undefined;
}

function strangeBody(kind: 'html' | 'empty' | 'cut'): Answer {
  const bodies = { html: '<!DOCTYPE html><title>Slack</title>', empty: '', cut: '{"ok":true,"ts":"17' } as const;
  return { status: 200, headers: { 'content-type': 'text/html' }, body: bodies[kind], ts: null };
}

/** What becomes of the answer after the work was done. */
export function losing(faults: readonly SandboxFault[], answer: Answer): Answer | 'reset' | 'hang' {
  const lost = faults.find((fault) => fault.kind === 'lost');
  switch (lost?.how) {
    case undefined:
      return answer;
    case 'internal_error':
      return { ...answer, status: 200, body: { ok: false, error: 'internal_error' } };
    case 'bad_gateway':
      return { ...answer, status: 502, headers: { 'content-type': 'text/html' }, body: 'Bad Gateway' };
    case 'reset':
    case 'hang':
      return lost.how;
  }
}

export function wait(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
