import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';

export interface Listener {
  readonly port: number;
  /** Stops listening and cuts every connection, or listens again on the same port. */
  setReachable(reachable: boolean): void;
  /** Resolves when the last `setReachable` has taken effect. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const loopback = '127.0.0.1';

/** A server on the loopback that can go away and come back, so that clients see a refused connection. */
export async function listen(
  port: number,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  upgrade: (request: IncomingMessage, socket: Duplex) => void,
): Promise<Listener> {
  let server = await open(port, handle, upgrade);
  const address = server.address() as AddressInfo;
  let reachable = true;
  let work: Promise<void> = Promise.resolve();
  const change = async (to: boolean): Promise<void> => {
    if (to === reachable) return;
    reachable = to;
    if (to) server = await open(address.port, handle, upgrade);
    else await shut(server);
  };
  return {
    port: address.port,
    setReachable(to) {
      work = work.then(() => change(to));
    },
    async settled() {
      await work;
      // Clients in this process notice in the next turns that their pooled connections are gone.
      await turn();
      await turn();
    },
    async close() {
      await work;
      await change(false);
    },
  };
}

function open(
  port: number,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  upgrade: (request: IncomingMessage, socket: Duplex) => void,
): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ keepAliveTimeout: 60_000 }, handle);
    server.on('upgrade', upgrade);
    server.once('error', reject);
    server.listen(port, loopback, () => resolve(server));
  });
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
