import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StripeProxy {
  readonly url: string;
  /** Answers the next write in Stripe's place, which then never sees it. */
  answerNext(status: number, body: object, headers?: Readonly<Record<string, string>>): void;
  /** Something happens at Stripe after Tillbell asked and before it writes. */
  beforeNextWrite(happen: () => void): void;
  close(): Promise<void>;
}

/** Between Tillbell and the Stripe stand-in, for answers that Stripe itself gives only by chance: 409 for one. */
export async function startStripeProxy(target: string): Promise<StripeProxy> {
  const canned: { status: number; body: object; headers: Readonly<Record<string, string>> }[] = [];
  const happenings: (() => void)[] = [];
  const server = createServer((request, response) => {
    forward(request, response).catch(() => response.destroy());
  });

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const writes = request.method !== 'GET';
    if (writes) happenings.shift()?.();
    const given = writes ? canned.shift() : undefined;
    if (given !== undefined) {
      response.writeHead(given.status, { 'content-type': 'application/json', ...given.headers });
      response.end(JSON.stringify(given.body));
      return;
    }
    const headers: Record<string, string> = {};
    for (const name of ['authorization', 'content-type', 'idempotency-key', 'stripe-account', 'stripe-version']) {
      const value = request.headers[name];
      if (typeof value === 'string') headers[name] = value;
    }
    const answer = await fetch(`${target}${request.url ?? '/'}`, {
      method: request.method ?? 'GET',
      headers,
      ...(request.method === 'POST' ? { body: Buffer.concat(chunks) } : {}),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    const type = answer.headers.get('content-type') ?? 'application/json';
    response.writeHead(answer.status, { 'content-type': type, 'request-id': answer.headers.get('request-id') ?? '' });
    response.end(body);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    answerNext: (status, body, headers = {}) => void canned.push({ status, body, headers }),
    beforeNextWrite: (happen) => void happenings.push(happen),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
