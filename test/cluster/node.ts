import type { ServiceFolder } from '../crash/folder.ts';
import { type ServiceProcess, startService } from '../crash/service.ts';
import { startTcpProxy, type TcpProxy } from '../postgres/tcp-proxy.ts';

/** Every machine has the same. */
export const clusterKey = '5e'.repeat(32);

/** One `tillbell start` of several on one database, as it is given it. */
export interface Node {
  readonly name: string;
  /** Null where it has none of its own. */
  readonly proxy: TcpProxy | null;
  /** Null while it is down. */
  readonly address: string | null;
  readonly process: ServiceProcess | null;
  start(): Promise<void>;
  /** Ends it and waits for its end; its exit code. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
  /** Stops it where it is, as a machine that is suspended or starved. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

/** One that reaches the database through a wire of its own; not started yet. */
export async function nodeBehindProxy(name: string, folder: ServiceFolder, database: string): Promise<Node> {
  const url = new URL(database);
  const proxy = await startTcpProxy(Number(url.port));
  url.port = String(proxy.port);
  return makeNode(name, folder, url.href, proxy);
}

/** Not started yet. */
export function makeNode(name: string, folder: ServiceFolder, database: string, proxy: TcpProxy | null = null): Node {
  const env = { ...folder.env, DATABASE_URL: database, TILLBELL_ENCRYPTION_KEY: clusterKey, LOG_LEVEL: 'info' };
  let service: ServiceProcess | null = null;
  let address: string | null = null;

  const signal = (what: NodeJS.Signals): void => {
    if (service !== null) process.kill(service.pid, what);
  };

  return {
    name,
    proxy,
    get address() {
      return address;
    },
    get process() {
      return service;
    },
    async start() {
      service = startService({ args: ['start', '--config', folder.configFile], env });
      address = await service.ready;
      if (address === null) throw new Error(`${name} does not start:\n${service.said()}`);
    },
    async end(how) {
      const ending = service;
      address = null;
      service = null;
      if (ending === null) return null;
      ending.kill(how);
      return (await ending.ended).code;
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    async close() {
      // A process that is stopped ends by SIGKILL all the same.
      if (service !== null) {
        service.kill('SIGKILL');
        await service.ended;
      }
      await proxy?.close();
    },
  };
}
