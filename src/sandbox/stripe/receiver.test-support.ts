import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface ReceivedWebhook {
  readonly body: string;
  readonly signature: string;
}

export interface Receiver {
  readonly url: string;
  readonly webhooks: ReceivedWebhook[];
  close(): Promise<void>;
}

/** An endpoint that keeps what it gets and answers as it is told: the status of the n-th webhook, from 1. */
export async function startReceiver(statusOf: (n: number) => number = () => 200): Promise<Receiver> {
  const webhooks: ReceivedWebhook[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const signature = request.headers['stripe-signature'];
      webhooks.push({ body: Buffer.concat(chunks).toString(), signature: String(signature) });
      response.writeHead(statusOf(webhooks.length)).end('{"received":true}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/webhooks/stripe`,
    webhooks,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
