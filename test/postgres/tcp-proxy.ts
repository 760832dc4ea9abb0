import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A wire that can be cut, in front of a server. */
export interface TcpProxy {
  readonly port: number;
  readonly state: 'open' | 'cut' | 'frozen';
  /** Where new connections lead. */
  target: number;
  /** Ends what is open and refuses what is new, as a server that is down does. */
  cut(): void;
  /** Nothing comes through any more, in either direction, and nobody is told: as a network that is gone. */
  freeze(): void;
  /** Cuts one connection, or freezes all, once a client has sent bytes that hold `text`; the server gets them. */
  after(text: string, what: 'cut' | 'freeze'): void;
  heal(): void;
  close(): Promise<void>;
}

export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let state: 'open' | 'cut' | 'frozen' = 'open';
  let awaited: { readonly text: string; readonly what: 'cut' | 'freeze' } | null = null;
  const proxy = createServer((client) => {
    if (state === 'cut') return void client.resetAndDestroy();
    const server = connect(face.target, '127.0.0.1');
    const pair = [client, server] as const;
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const [from, to] of [pair, [server, client] as const]) {
      from.on('error', end);
      from.on('close', end);
      from.on('data', (bytes: Buffer) => {
        to.write(bytes);
        if (from !== client || awaited === null || !bytes.includes(awaited.text)) return;
        const { what } = awaited;
        awaited = null;
        if (what === 'freeze') return face.freeze();
        // The server has it and goes on; what it answers is never heard.
        server.off('close', end);
        client.off('close', end);
        client.resetAndDestroy();
      });
    }
    if (state === 'frozen') for (const socket of pair) socket.pause();
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });

  const face: TcpProxy = {
    port: (proxy.address() as AddressInfo).port,
    get state() {
      return state;
    },
    target,
    cut() {
      state = 'cut';
      for (const [client, server] of pairs) {
        client.resetAndDestroy();
        server.destroy();
      }
    },
    freeze() {
      state = 'frozen';
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    after(text, what) {
      awaited = { text, what };
    },
    heal() {
      state = 'open';
      for (const pair of pairs) for (const socket of pair) socket.resume();
    },
    close() {
      face.cut();
      return new Promise((resolve) => {
        proxy.close(() => resolve());
      });
    },
  };
  return face;
}
