import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Larger bodies are refused: nothing that is sent here comes near. */
const largestBody = 1_048_576;

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly header: (name: string) => string | undefined;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** True: nothing is said and the connection breaks. */
  readonly lost: boolean;
}

export interface HttpListener {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on the loopback. Rejects where the port is taken. */
export async function listenHttp(port: number, handle: (received: Received) => Promise<Reply>): Promise<HttpListener> {
  const server: Server = createServer((request, response) => {
    serve(request, response, handle).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  handle: (received: Received) => Promise<Reply>,
): Promise<void> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > largestBody) {
      response.writeHead(413).end();
      return;
    }
    chunks.push(bytes);
  }
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const reply = await handle({
    method: request.method ?? 'GET',
    path,
    query,
    body: Buffer.concat(chunks).toString(),
    header: (name) => {
      const value = request.headers[name];
      return typeof value === 'string' ? value : value?.[0];
    },
  });
  if (reply.lost) {
    request.socket.destroy();
    return;
  }
  response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
  response.end(reply.body);
}
